"""Lines and cells of a document: which words stand together, what stands to the left and what above.

A cell is a stretch of one line between tabs (or three and more spaces, in plain text that was laid out with them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from nerkit.budget import paced
from nerkit.document import Document

_PLAIN_WIDTH = 100.0
"""Columns of a line of plain text, which has no page: what positions are relative to."""

_LOOK_UP = 3
"""Lines above a cell in which its heading may stand."""

_GAP = re.compile(r"\t| {3,}")


@dataclass(frozen=True, slots=True)
class Cell:
    """Words `first` to `last` (exclusive) of the document; `x0` and `x1` as shares of the page's width."""

    first: int
    last: int
    line: int
    column: int
    x0: float
    x1: float
    left: int | None
    above: int | None


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell before it is known what stands above it."""

    first: int
    last: int
    x0: float
    x1: float


def cells(document: Document) -> list[Cell]:
    """All cells in text order; `left` and `above` are indices into this list."""
    found: list[Cell] = []
    recent: list[range] = []
    for number, (new_page, line) in enumerate(paced(_lines(document, _widths(document)), 100)):
        if new_page:
            recent = []
        first = len(found)
        for column, place in enumerate(line):
            found.append(
                Cell(
                    *(place.first, place.last, number, column, place.x0, place.x1),
                    left=first + column - 1 if column else None,
                    above=_above(place, found, recent),
                )
            )
        recent = [*recent[-(_LOOK_UP - 1) :], range(first, len(found))]
    return found


def _above(place: _Place, found: list[Cell], recent: list[range]) -> int | None:
    """The nearest cell above that shares most of the narrower one's width; running text has none."""
    if place.x1 - place.x0 > 0.5:
        return None
    for line in reversed(recent):
        for i in line:
            cell = found[i]
            shared = min(place.x1, cell.x1) - max(place.x0, cell.x0)
            if shared > 0.4 * min(place.x1 - place.x0, cell.x1 - cell.x0) and cell.x1 - cell.x0 <= 0.6:
                return i
    return None


def _widths(document: Document) -> dict[int, float]:
    """The width of each page by its number; a page that the document does not list ends where its last word does."""
    widths: dict[int, float] = {}
    for box in filter(None, (word.box for word in document.words)):
        widths[box.page] = max(widths.get(box.page, 1.0), box.x1)
    return widths | {page.number: page.width for page in document.pages}


def _lines(document: Document, widths: Mapping[int, float]) -> Iterator[tuple[bool, list[_Place]]]:
    """Cells line by line, and whether the line is the first of a page."""
    line: list[_Place] = []
    first = 0
    new_page = True
    line_start = 0
    for i, gap in _gaps(document):
        if "\n" in gap or "\f" in gap or _GAP.search(gap):
            line.append(_place(document, first, i + 1, line_start, widths))
            first = i + 1
        if "\n" in gap or "\f" in gap:
            yield new_page, line
            line, new_page = [], "\f" in gap
            line_start = document.words[i].end + max(gap.rfind("\n"), gap.rfind("\f")) + 1


def _gaps(document: Document) -> Iterator[tuple[int, str]]:
    """Each word behind which more stands than one space or nothing, and what; behind the last one a line ends."""
    text, words = document.text, document.words
    for i, (word, following) in enumerate(pairwise(words)):
        start, end = word.end, following.start
        if end - start > 1 or (end > start and text[start] != " "):
            yield i, text[start:end]
    if words:
        yield len(words) - 1, "\n"


def _place(document: Document, first: int, last: int, line_start: int, widths: Mapping[int, float]) -> _Place:
    start, end = document.words[first], document.words[last - 1]
    if start.box is None or end.box is None:
        left, right = start.start - line_start, end.end - line_start
        return _Place(first, last, min(left / _PLAIN_WIDTH, 1.0), min(right / _PLAIN_WIDTH, 1.0))
    width = widths[start.box.page]
    return _Place(first, last, start.box.x0 / width, end.box.x1 / width)
