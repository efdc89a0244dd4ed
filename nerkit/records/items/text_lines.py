"""The lines of a document with the place of each of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nerkit.budget import paced
from nerkit.document import Document, Word
from nerkit.records.items.column_lexicon import tokens

_CELL = 1000.0
"""Without boxes, each cell between tabs is that wide, and a character has a width and height of one."""
_SPACES = "   "
"""What parts two cells where neither boxes nor tabs do: text that was laid out with spaces."""


@dataclass(frozen=True, slots=True)
class LineWord:
    """A word and where it stands across: `document.text[start:end]`; `gap` says that a new cell begins with it."""

    start: int
    end: int
    text: str
    x0: float
    x1: float
    gap: bool

    @property
    def middle(self) -> float:
        """Its middle, across."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class TextLine:
    """Words side by side, with the page and the height at which they stand; without boxes heights count lines."""

    page: int
    top: float
    bottom: float
    words: tuple[LineWord, ...]

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Its middle, down."""
        return (self.top + self.bottom) / 2

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens of all its words."""
        return [token for word in self.words for token in tokens(word.text)]

    @cached_property
    def cells(self) -> tuple[tuple[LineWord, ...], ...]:
        """Its words, cell by cell."""
        found: list[list[LineWord]] = []
        for word in self.words:
            if word.gap or not found:
                found.append([])
            found[-1].append(word)
        return tuple(map(tuple, found))


def lines_of(document: Document) -> list[TextLine]:
    """The lines of a document in text order; none of them is empty."""
    lines: list[TextLine] = []
    page, row, last = 1, 0, 0
    for words in paced(_by_line(document), 100):
        page += document.text.count("\f", last, words[0].start)
        row += document.text.count("\n", last, words[0].start)
        lines.append(_line(document, words, page, float(row)))
        last = words[0].start
    return lines


def _by_line(document: Document) -> Iterator[Sequence[Word]]:
    words: list[Word] = []
    for word in document.words:
        if words and _breaks(document.text, words[-1].end, word.start):
            yield words
            words = []
        words.append(word)
    if words:
        yield words


def _breaks(text: str, start: int, end: int) -> bool:
    return text.find("\n", start, end) >= 0 or text.find("\f", start, end) >= 0


def _line(document: Document, words: Sequence[Word], page: int, row: float) -> TextLine:
    placed: list[LineWord] = []
    cell, begins = -1, document.text.rfind("\n", 0, words[0].start) + 1
    apart = "\t" if document.pages or "\t" in document.text else _SPACES
    for word in words:
        gap = not placed or apart in document.text[placed[-1].end : word.start]
        if gap and apart == _SPACES:
            cell = 0
        elif gap:
            cell, begins = cell + 1, word.start
        box = word.box
        x0 = box.x0 if box else cell * _CELL + word.start - begins
        x1 = box.x1 if box else x0 + word.end - word.start
        placed.append(LineWord(word.start, word.end, document.text[word.start : word.end], x0, x1, gap))
    boxes = [word.box for word in words if word.box]
    if len(boxes) < len(words):
        return TextLine(page, row, row + 1.0, tuple(placed))
    heights = sorted(boxes, key=lambda box: box.height)
    usual = heights[len(heights) // 2]
    return TextLine(usual.page, usual.top, usual.bottom, tuple(placed))
