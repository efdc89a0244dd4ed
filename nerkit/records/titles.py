"""What a document calls itself: a heading that is the name of a kind of document, as "Delivery note No. 4711".

A title may be a family of names: "*" at an end of a word stands for the rest of it, "…" for up to five other words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from nerkit.document import Document
from nerkit.locales import words_for
from nerkit.locales.folding import plain

_HEAD = 20
"""Lines at the head of a document in which its title stands: an address and a logo may come before it."""
_COVER = 12
"""Lines at the head in which a contract calls itself, where nobody has seen its title."""
_DASH = re.compile(r"\s[-–—]\s")
_MORE = 3
"""Words that may stand behind a title in its cell, beside a number or a date: "No.", "for May"."""
_GOES_ON = 6
"""As many may where it calls itself so and begins like a heading: "Reminder of invoice no. 17 of 3 May"."""

_FAMILY = re.compile(r"…|\*?[^\W\d_]+\*?")
_OTHER_WORDS = r"(?:\S+ ){0,5}"
_CELL = re.compile(r"\t|\s{3,}")
_BRACKETS = re.compile(r"\([^()]*\)")
"""What a title says in brackets is no part of it: "Tax invoice (original for recipient)"."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head: its words in plain letters, and whether a number stands in it or right of it.

    With a colon it is `labelled`: "Delivery note: 4711" is what a document refers to. It is `headed` where it begins
    like a heading and does not go on or end like a sentence. What a letter is about, its `subject`, names the document
    only where nothing else does: an invoice may be about an order.
    """

    words: tuple[str, ...]
    numbered: bool
    labelled: bool
    headed: bool
    subject: bool = False


def headings(document: Document) -> list[HeadCell]:
    """The cells of the head that hold few words, in text order."""
    lines = [line for line in document.text[: _HEAD * 200].splitlines() if line.strip()]
    return [heading for line in lines[:_HEAD] for heading in _in_line(line)]


def called(found: Collection[HeadCell], titles: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The kinds that a document calls itself, from their titles: those of its first one, best without a number.

    A delivery note that an invoice names below its own title does not make it one.
    """
    for heading in sorted(found, key=lambda heading: (heading.subject, heading.numbered)):
        more = _GOES_ON if heading.headed else _MORE
        names = frozenset(name for name, own in titles.items() if _is_one(heading, own, more))
        if names and (heading.subject or not heading.labelled):
            return names
    return frozenset()


def title_line(text: str, titles: Collection[str]) -> tuple[int, int] | None:
    """Where the first line of the head stands that says one of the titles alone: no number, label or dash beside it."""
    begin, lines = 0, 0
    for line in text[: _HEAD * 200].split("\n"):
        cells = list(_in_line(line)) if line.strip() else []
        lines += bool(cells)
        if lines > _COVER:
            break
        alone = len(cells) == 1 and not (cells[0].labelled or cells[0].numbered or _DASH.search(line))
        if alone and _is_one(cells[0], titles):
            return begin + len(line) - len(line.lstrip()), begin + len(line.rstrip())
        begin += len(line) + 1
    return None


def name_another(found: Collection[HeadCell], others: Collection[str], own: Collection[str]) -> bool:
    """Whether a heading says that the document is of another kind.

    "Quote No. 17" on an invoice is what it refers to: with a number beside it, another title counts only where the
    document has none of its own, without one only above it.
    """
    for heading in found:
        if _is_one(heading, own):
            return False
        if not heading.labelled and _is_one(heading, others):
            return not heading.numbered or not any(_is_one(heading, own) for heading in found)
    return False


def _in_line(line: str) -> Iterator[HeadCell]:
    cells = [cell for cell in _CELL.split(line.strip()) if cell]
    for cell, right in zip(cells, [*cells[1:], ""], strict=True):
        before, colon, behind = cell.partition(":")
        subject = bool(colon) and plain(before.strip()) in _subjects() and any(map(str.isalpha, behind))
        cell = behind.strip() if subject else cell
        first = next((char for char in cell if char.isalpha()), "")
        headed = first.isupper() and not cell.endswith((",", ";", "."))
        bare = _BRACKETS.sub(" ", cell) if cell[:1].isalpha() else cell
        yield HeadCell(
            tuple(_WORD.findall(plain(bare))), any(map(str.isdigit, cell + right)), bool(colon), headed, subject
        )


def _is_one(heading: HeadCell, titles: Collection[str], most: int = _MORE) -> bool:
    """Whether the cell says one of the titles, with so many other words at most where a number stands there.

    "Your electricity bill" is one, as one says it to a customer.
    """
    known = _known(tuple(titles))
    for said in (heading.words, heading.words[1:]) if heading.words[:1] in _qualifiers() else (heading.words,):
        for words in known.fixed.get(said[0] if said else "", ()):
            more = len(said) - len(words)
            if said[: len(words)] == words and (more == 0 or (heading.numbered and more <= most)):
                return True
    if not heading.headed or not known.families:
        return False
    line = " ".join((*heading.words, ""))
    return any(family.fullmatch(line) for family in known.families)


@cache
def _subjects() -> frozenset[str]:
    """What stands before the subject of a letter, in all languages."""
    return frozenset(map(plain, words_for(None).reading.mail_subjects))


@cache
def _qualifiers() -> frozenset[tuple[str, ...]]:
    """What says whose a document is, in all languages: "your", "Ihre"."""
    return frozenset((plain(word),) for word in words_for(None).identifiers.qualifiers)


class _KnownTitles(NamedTuple):
    """Titles made ready: words in plain letters by the first of them, and the patterns of families."""

    fixed: Mapping[str, list[tuple[str, ...]]]
    families: list[re.Pattern[str]]


@lru_cache(maxsize=512)
def _known(titles: tuple[str, ...]) -> _KnownTitles:
    fixed: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    families = [title for title in titles if "*" in title or "…" in title]
    for title in titles:
        if title not in families:
            words = tuple(_WORD.findall(plain(title)))
            fixed[words[0] if words else ""].append(words)
    return _KnownTitles(dict(fixed), list(map(_family, families)))


def _family(title: str) -> re.Pattern[str]:
    words = _FAMILY.findall(plain(title))
    return re.compile("".join(_OTHER_WORDS if word == "…" else word.replace("*", r"\S*") + " " for word in words))
