"""The words that say what a value on a form is: those before it in its line, and those in the cell above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from nerkit.document import Box, Document

_LETTER = re.compile(r"[^\W\d_]{2}")
_REACH = 9
"""How many lines up a column's heading may stand."""

_OVERHANG = 1.5
"""How far right of a value, in heights of its line, a word of its heading may begin."""


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    box: Box | None


class Cues:
    """Looks up the label words of stretches of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _lines(self) -> list[list[_Cell]]:
        """The cells of each line, in text order."""
        text, lines = self.document.text, []
        for line in re.finditer(r"[^\n\f]*[^\s][^\n\f]*", text):
            cells = []
            for cell in re.finditer(r"[^\t]+", line[0]):
                start, end = line.start() + cell.start(), line.start() + cell.end()
                boxes = self.document.boxes(start, end)
                cells.append(_Cell(start, end, boxes[0] if boxes else None))
            lines.append(cells)
        return lines

    @cached_property
    def _line_starts(self) -> list[int]:
        return [cells[0].start for cells in self._lines]

    def left(self, start: int) -> str:
        """The words before `start` in its cell, or in the nearest cell to the left that has words."""
        before = self.line_before(start)
        for piece in reversed(before.split("\t")):
            if _LETTER.search(piece):
                return " ".join(piece.split())
        return ""

    def line_before(self, start: int) -> str:
        """All of the line that stands before `start`, cells parted by tabs."""
        text = self.document.text
        return text[max(text.rfind("\n", 0, start), text.rfind("\f", 0, start)) + 1 : start]

    def above(self, start: int, end: int) -> str:
        """The nearest cell with words above `text[start:end]` that shares a part of its width, on the same page."""
        boxes = self.document.boxes(start, end)
        if not boxes:
            return ""
        box, at = boxes[0], bisect_right(self._line_starts, start) - 1
        for cells in reversed(self._lines[max(0, at - _REACH) : max(0, at)]):
            for cell in cells:
                over = cell.box
                if over is None or over.page != box.page or over.bottom > box.top + box.height / 2:
                    continue
                if min(over.x1, box.x1) > max(over.x0, box.x0):
                    words = self.document.text[cell.start : cell.end]
                    if _LETTER.search(words):
                        return " ".join(self._over(cell, box).split())
        return ""

    def _over(self, cell: _Cell, box: Box) -> str:
        """The words of `cell` up to little after where `box` ends: a heading may be glued to the next column's."""
        words = self.document.words_between(cell.start, cell.end)
        kept = [w for w in words if w.box is None or w.box.x0 < box.x1 + _OVERHANG * box.height]
        return self.document.text[cell.start : kept[-1].end] if kept else ""
