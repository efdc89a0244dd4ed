"""Phrases: the stretches of a line of which keys and values are made, each with its place.

A phrase never holds a key and its value: a line is cut at its cells, behind colons, around check boxes, at wide gaps
and where a known label word meets a number. Where that cuts too much, the linker joins again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nerkit.budget import paced
from nerkit.document import Box, Document, Word
from nerkit.language.cells import cells
from nerkit.locales.folding import plain
from nerkit.pairs.drawn_lines import fill_lines, ruled_cells
from nerkit.pairs.key_vocabulary import KeyWords

_WIDE = 0.9
"""Heights of a line: a gap as wide parts two phrases even where the reader sees one cell."""

_LETTER, _LINE = 0.5, 1.2
"""Width of a letter and distance of lines in plain text, which has no boxes, in heights of a line."""

_COLON = re.compile(r".*[\w)\].%#?\"'*°]\s*[:：]$|^[:：]$", re.DOTALL)
_BOX_ENDS = re.compile(r"^(?:[\[(]\s?[xX✓✗√]?\s?[\])]|[☐☑☒□■✓✔✗✘])$")
_OPEN, _CLOSE = frozenset("[("), frozenset("])")
_LEADER = re.compile(r"(?:.*[\w)])?(?:[.·]{4,}|…{2,}|_{3,})$|[.·]{2,}$", re.DOTALL)
"""Dots or a line that lead from a key to its value."""

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[#$€£+-]?\d|[A-Z]+[-/]?\d[\w/.-]*\d")
_AMOUNT = re.compile(r"[-+(]?\d")
_LONGEST_LABEL = 5
"""Words of a label word that may stand before a number in the same cell."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `first` to `last` (exclusive) of the document, on one `line`; `cell` numbers the cell that they stand in.

    `x0`, `top`, `x1` and `bottom` are in heights of a line of text of the page; where the source has no pages, a letter
    is half as wide as it is high. `blank` says that a blank line stands before its line.
    """

    first: int
    last: int
    text: str
    page: int
    line: int
    cell: int
    x0: float
    top: float
    x1: float
    bottom: float
    blank: bool


def phrases(document: Document, units: Sequence[int] | None = None) -> list[Phrase]:
    """All phrases in text order. `units` numbers a unit for each word: a phrase is then the words of one unit."""
    lines = _text_lines(document)
    heights = _heights(document)
    found: list[Phrase] = []
    known = KeyWords.default()
    drawn = list(zip(fill_lines(document), ruled_cells(document), strict=True))
    waiting: int | None = None
    for number, cell in enumerate(paced(cells(document), 100)):
        for first, last in _cut(document, cell.first, cell.last, units, known, drawn):
            start, waiting = first if waiting is None else waiting, None
            if units is None and _goes_with_next(document, start, last):
                waiting = start
                continue
            if units is None and found and _is_colon_of(document, found[-1], start, last, cell.line):
                start = found.pop().first
            found.append(_phrase(document, start, last, cell.line, number, lines, heights))
    return found


def _is_colon_of(document: Document, before: Phrase, first: int, last: int, line: int) -> bool:
    """Whether words `first` to `last` are a colon alone, in a column of its own, behind a phrase of the same line."""
    word = document.words[first]
    return (
        last - first == 1
        and document.text[word.start : word.end] in ":："
        and before.line == line
        and before.text[-1] not in ":："
        and any(c.isalpha() for c in before.text)
    )


def _goes_with_next(document: Document, first: int, last: int) -> bool:
    """Whether words `first` to `last` are a currency's sign alone, and its number stands behind it on the same line."""
    if last - first > 1 or last >= len(document.words):
        return False
    word, behind = document.words[first], document.words[last]
    sign, between = document.text[word.start : word.end], document.text[word.end : behind.start]
    return (
        all(unicodedata.category(c) == "Sc" for c in sign)
        and not re.search(r"[\n\f]", between)
        and bool(_AMOUNT.match(document.text, behind.start, behind.end))
    )


def _cut(
    document: Document,
    first: int,
    last: int,
    units: Sequence[int] | None,
    known: KeyWords,
    drawn: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """The phrases of a cell, as ranges of words; `drawn` has the fill-in line and the ruled cell of each word."""
    start = first
    for i in range(first + 1, last):
        apart = (
            units[i] != units[i - 1]
            if units
            else _is_parted(drawn[i - 1], drawn[i]) or _parts(document, first, start, i, known)
        )
        if apart:
            yield start, i
            start = i
    yield start, last


def _is_parted(before: tuple[int, int], word: tuple[int, int]) -> bool:
    """Whether two words stand on different lines to fill in, one on none, or in different ruled cells."""
    return before[0] != word[0] or (before[1] != word[1] and max(before[1], word[1]) >= 0)


def _parts(document: Document, first: int, start: int, i: int, known: KeyWords) -> bool:
    """Whether a new phrase begins with word `i` of one that began with word `start`, in a cell from word `first` on."""
    before, word = document.words[i - 1], document.words[i]
    said = document.text[document.words[start].start : before.end]
    if _COLON.match(said) and document.text[word.start : word.end][:1] not in ":/":
        return True
    if _LEADER.match(document.text[before.start : before.end]) and not _LEADER.match(
        document.text[word.start : word.end]
    ):
        return True
    if _gap(before, word) > _WIDE or _box_at(document, i) or _box_ends(document, start, i):
        return True
    # "Invoice No 4711", "Permit no. 4711": only where a cell begins, for a value may hold a label word, too.
    if start != first or i - start > _LONGEST_LABEL or _DIGIT.search(said):
        return False
    return bool(_NUMBER.match(document.text, word.start, word.end)) and known.announces_number(plain(said))


def _gap(before: Word, word: Word) -> float:
    """The gap before a word, in heights of the lower of both."""
    if before.box is None or word.box is None:
        return 0.0
    return (word.box.x0 - before.box.x1) / max(1.0, min(before.box.height, word.box.height))


def _box_at(document: Document, i: int) -> bool:
    """Whether a check box begins with word `i`."""
    text = document.text[document.words[i].start : document.words[i].end]
    if _BOX_ENDS.match(text):
        return True
    if text not in _OPEN or i + 1 >= len(document.words):
        return False
    two = document.text[document.words[i].start : document.words[min(i + 1, len(document.words) - 1)].end]
    three = document.text[document.words[i].start : document.words[min(i + 2, len(document.words) - 1)].end]
    return bool(_BOX_ENDS.match(two) or re.match(r"^[\[(]\s?[xX✓✗√]\s?[\])]$", three))


def _box_ends(document: Document, start: int, i: int) -> bool:
    """Whether words `start` to `i` are a check box and nothing else."""
    return bool(_BOX_ENDS.match(document.text[document.words[start].start : document.words[i - 1].end]))


def is_check_box(text: str) -> bool:
    """Whether a phrase is a check box."""
    return bool(_BOX_ENDS.match(text))


def is_checked(text: str) -> bool:
    """Whether a check box has its mark."""
    return bool(re.search(r"[xX✓✗√☑☒■✔✘]", text))


@dataclass(frozen=True, slots=True)
class _TextLine:
    """A line with words: where it starts in the text, whether a blank one stands before it, its number and page."""

    start: int
    blank: bool
    number: int
    page: int


def _text_lines(document: Document) -> list[_TextLine]:
    found, at, blank, page = [], 0, False, 0
    for number, line in enumerate(re.split(r"(?<=[\n\f])", document.text)):
        if line.strip():
            found.append(_TextLine(at, blank, number, page))
        blank = not line.strip()
        page += line.endswith("\f")
        at += len(line)
    return found


def _heights(document: Document) -> dict[int, float]:
    """The height of a line of text on each page, in points: the median of its words."""
    heights: dict[int, list[float]] = {}
    for word in document.words:
        if word.box is not None:
            heights.setdefault(word.box.page, []).append(word.box.height)
    return {page: max(1.0, sorted(values)[len(values) // 2]) for page, values in heights.items()}


def _phrase(
    document: Document,
    first: int,
    last: int,
    line: int,
    cell: int,
    lines: Sequence[_TextLine],
    heights: dict[int, float],
) -> Phrase:
    words = document.words[first:last]
    text = " ".join(document.text[words[0].start : words[-1].end].split())
    at = lines[min(line, len(lines) - 1)]
    boxes = [word.box for word in words if word.box is not None]
    if len(boxes) == len(words):
        box = _around(boxes)
        unit = heights[box.page]
        place = (box.page, line, cell, box.x0 / unit, box.top / unit, box.x1 / unit, box.bottom / unit, at.blank)
    else:
        left, right = (words[0].start - at.start) * _LETTER, (words[-1].end - at.start) * _LETTER
        place = (at.page, line, cell, left, at.number * _LINE, right, at.number * _LINE + 1, at.blank)
    return Phrase(first, last, text, *place)


def _around(boxes: Sequence[Box]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole
