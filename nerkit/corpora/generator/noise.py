"""What OCR does to a text: characters taken for others, words split or run together; the spans go along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from random import Random

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document, Word

_CONFUSIONS = {
    "0": ("O", "o"),
    "O": ("0",),
    "o": ("0", "c"),
    "1": ("l", "I", "i"),
    "l": ("1", "I", "|"),
    "I": ("l", "1", "|"),
    "i": ("l", "1"),
    "5": ("S",),
    "S": ("5",),
    "8": ("B", "3"),
    "B": ("8",),
    "6": ("G", "b"),
    "G": ("6", "C"),
    "2": ("Z",),
    "Z": ("2",),
    "9": ("g",),
    "m": ("rn",),
    "n": ("ri",),
    "w": ("vv",),
    "d": ("cl",),
    "e": ("c",),
    "c": ("e",),
    "u": ("ii",),
    "h": ("b",),
    "t": ("f",),
    "f": ("t",),
    ".": (",", ""),
    ",": (".", ""),
    ":": (";", ".", ""),
    "-": ("", "~", "—"),
    "/": ("l", "1", "I"),
    "€": ("E", "C", "6"),
    "$": ("S", "8"),
    "ä": ("a", "i"),
    "ö": ("o", "6"),
    "ü": ("u", "ii"),
    "ß": ("B",),
    "é": ("e", "é"),
    "è": ("e",),
    "'": ("", "’"),
    "%": ("96", "%"),
}
_ANY = "'.,:;|~-_"


def noisy(labelled: LabelledDocument, rng: Random, rate: float = 0.02) -> LabelledDocument:
    """The document as OCR with `rate` mistakes a character might read it; spans and words still stand for the same.

    Words keep their boxes. A word is never lost whole. The gold record stays as it is: it says what was printed.
    """
    document = labelled.document
    pieces = [_misread(document.text[w.start : w.end], rng, rate) for w in document.words]
    gaps = _gaps(document, rng, rate)
    text, moved = _rebuilt(document, pieces, gaps)
    words = tuple(
        part
        for word, piece in zip(document.words, pieces, strict=True)
        for part in _parts(word, moved[word.start], "".join(piece))
    )
    pages = tuple(replace(page, start=moved[page.start], end=moved[page.end]) for page in document.pages)

    def follow(spans: Sequence[Span]) -> tuple[Span, ...]:
        placed = (Span(moved[span.start], moved[span.end], span.label) for span in spans)
        return tuple(_trimmed(text, span) for span in placed if text[span.start : span.end].strip())

    return replace(
        labelled,
        # Tables name words by number, and a word that falls apart moves those behind it.
        document=replace(document, text=text, words=words, pages=pages, tables=()),
        spans=follow(labelled.spans),
        open_spans=follow(labelled.open_spans),
    )


def _misread(word: str, rng: Random, rate: float) -> list[str]:
    """What each character of a word is read as; together they are never empty."""
    read = [_character(char, rng) if rng.random() < rate else char for char in word]
    return read if "".join(read).strip() else list(word)


def _character(char: str, rng: Random) -> str:
    draw = rng.random()
    if draw < 0.7 and char in _CONFUSIONS:
        return rng.choice(_CONFUSIONS[char])
    if draw < 0.8:
        return ""
    if draw < 0.9:
        return char + rng.choice(_ANY)
    return f"{char} " if draw < 0.95 else char


def _gaps(document: Document, rng: Random, rate: float) -> list[str]:
    """What stands before each word and after the last: as it was, or nothing where two words of a line run together."""
    ends = [0, *(word.end for word in document.words)]
    starts = [*(word.start for word in document.words), len(document.text)]
    gaps = [document.text[a:b] for a, b in zip(ends, starts, strict=True)]
    inner = range(1, len(gaps) - 1)
    return ["" if i in inner and gap == " " and rng.random() < rate else gap for i, gap in enumerate(gaps)]


def _rebuilt(document: Document, pieces: list[list[str]], gaps: list[str]) -> tuple[str, list[int]]:
    """The new text, and for each offset of the old one where it went."""
    parts: list[str] = []
    for i, gap in enumerate(gaps):
        before = document.words[i - 1].end if i else 0
        after = document.words[i].start if i < len(document.words) else len(document.text)
        parts += list(gap) if gap else [""] * (after - before)
        if i < len(pieces):
            parts += pieces[i]
    return "".join(parts), [0, *accumulate(map(len, parts))]


def _parts(word: Word, start: int, read: str) -> list[Word]:
    """A word that was read with a space in it is two."""
    found, at = [], 0
    for part in read.split():
        at = read.index(part, at)
        found.append(replace(word, start=start + at, end=start + at + len(part)))
        at += len(part)
    return found


def _trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    covered = text[span.start : span.end]
    start = span.start + len(covered) - len(covered.lstrip())
    return Span(start, start + len(covered.strip()), span.label)
