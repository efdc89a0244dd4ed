"""Blocks side by side whose lines interlock: an address and, in another pitch, what the sender says beside it.

Rows of a table or a form stand level on both sides of a gutter, or off by the same all the way down. Where the lines
of two stacks overlap in height without being level, and how far they are off slips from line to line, they are no rows:
the left stack is read first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from nerkit.reading.columns import Fragment
from nerkit.reading.placed import PlacedWord

FragmentRow: TypeAlias = list[Fragment[PlacedWord]]

# In heights of the text.
_OVERLAP = 0.25
_MIN_GUTTER = 1.0
_FLUSH = 0.5
_LINE_GAP = 1.2  # the widest within a stack
_CLEAR_GAP = 0.5  # the narrowest above and below both stacks

_MIN_INTERLOCKED = 4  # lines of both stacks
_INTERLOCKED_SHARE = 0.35  # of the lines that stand beside one of the other stack
_SLIP = (0.07, 0.43)  # in pitches; by half a pitch stands off a label that is centred on the lines of its value
_WORD = re.compile(r"\W*[^\W\d_]{3}")


def in_blocks(rows: list[FragmentRow]) -> list[tuple[list[FragmentRow], bool]]:
    """Part a zone's rows, which are sorted from the top, where stacks interlock; most zones stay in one part.

    With each part goes whether it is a stack, whose lines are then set as they please.
    """
    parts: list[tuple[list[FragmentRow], bool]] = []
    done = 0
    refused: _Stacks | None = None
    for i, (above, below) in enumerate(pairwise(rows)):
        if i < done or not _overlap(above, below):
            continue
        stacks = _Stacks.around(rows, i)
        if stacks is None or (refused and refused.holds(stacks)):
            continue
        if not (stacks.grow(rows, done) and stacks.interlock()):
            refused = stacks
        else:
            parts += [(rows[done : stacks.first], False), (stacks.left, True), (stacks.right, True)]
            done = stacks.end
    return [part for part in (*parts, (rows[done:], False)) if part[0]]


def _top(row: FragmentRow) -> float:
    return row[0].top if len(row) == 1 else median(cell.top for cell in row)


def _bottom(row: FragmentRow) -> float:
    return row[0].bottom if len(row) == 1 else median(cell.bottom for cell in row)


def _height(row: FragmentRow) -> float:
    return _bottom(row) - _top(row)


def _overlap(a: FragmentRow, b: FragmentRow) -> bool:
    shared = min(_bottom(a), _bottom(b)) - max(_top(a), _top(b))
    return shared > _OVERLAP * min(_height(a), _height(b))


def _gap(above: FragmentRow, below: FragmentRow) -> float:
    return (_top(below) - _bottom(above)) / max(_height(above), _height(below), 0.1)


@dataclass(slots=True)
class _Stacks:
    """Two stacks of lines in the rows from `first` to before `end`, with a gutter from `low` to `high` between them."""

    left: list[FragmentRow]
    right: list[FragmentRow]
    first: int
    end: int
    low: float
    high: float
    narrowest: float

    @classmethod
    def around(cls, rows: list[FragmentRow], i: int) -> _Stacks | None:
        """Row `i` and the one below it, as the first lines of two stacks; None where they do not stand side by side."""
        left, right = sorted(rows[i : i + 2], key=lambda row: row[0].x0)
        low, high = max(cell.x1 for cell in left), right[0].x0
        narrowest = _MIN_GUTTER * max(_height(left), _height(right))
        return cls([left], [right], i, i + 2, low, high, narrowest) if high - low >= narrowest else None

    def holds(self, seed: _Stacks) -> bool:
        """Whether a pair of lines is among these already, on either side of the same gutter."""
        return seed.end <= self.end and seed.low <= self.low and seed.high >= self.high

    def grow(self, rows: list[FragmentRow], start: int) -> bool:
        """Take the lines above, from row `start` on, and those below; whether what was taken stands clear of others.

        What does not is a part of something larger, which would be torn up.
        """
        while self.first > start and _gap(rows[self.first - 1], rows[self.first]) <= _LINE_GAP:
            if not self._take(rows[self.first - 1], above=True):
                break
            self.first -= 1
        while self.end < len(rows) and _gap(rows[self.end - 1], rows[self.end]) <= _LINE_GAP:
            if not self._take(rows[self.end], above=False):
                break
            self.end += 1
        edges = [at for at in (self.first, self.end) if start < at < len(rows)]
        return all(_gap(rows[at - 1], rows[at]) >= _CLEAR_GAP for at in edges)

    def _take(self, row: FragmentRow, *, above: bool) -> bool:
        """Part a row at the gutter; False where a cell stands in it or is flush with nothing in its stack."""
        for cut in range(len(row) + 1):
            low = max([self.low, *(cell.x1 for cell in row[:cut])])
            high = min([self.high, *(cell.x0 for cell in row[cut:])])
            if high - low < self.narrowest:
                continue
            lines = [(stack, line) for stack, line in ((self.left, row[:cut]), (self.right, row[cut:])) if line]
            if all(_is_flush(line, stack) for stack, line in lines):
                self.low, self.high = low, high
                for stack, line in lines:
                    stack.insert(0 if above else len(stack), line)
                return True
        return False

    def interlock(self) -> bool:
        """Whether lines of both overlap in height again and again, each time by something else."""
        if min(len(self.left), len(self.right)) < 2 or max(len(self.left), len(self.right)) < 3:
            return False
        level = {row[0].line for row in self.left} & {row[0].line for row in self.right}
        loose = _beside(self.left, self.right, level) + _beside(self.right, self.left, level)
        if loose < max(_MIN_INTERLOCKED, _INTERLOCKED_SHARE * (loose + 2 * len(level))):
            return False
        slips = [*_slips(self.left, self.right), *_slips(self.right, self.left)]
        slipping = sum(_SLIP[0] < slip < _SLIP[1] for slip in slips)
        return slipping >= max(2, len(slips) / 2) and _is_text(self.left) and _is_text(self.right)


def _is_flush(line: FragmentRow, stack: list[FragmentRow]) -> bool:
    slack = _FLUSH * line[0].height
    cells = (cell for row in stack for cell in row)
    return any(abs(line[0].x0 - cell.x0) <= slack or abs(line[-1].x1 - cell.x1) <= slack for cell in cells)


def _beside(stack: list[FragmentRow], other: list[FragmentRow], level: set[int]) -> int:
    """How many lines of a stack overlap one of the other in height and are level with none."""
    tops = [_top(row) for row in other]
    count = 0
    for row in stack:
        i = bisect_right(tops, _top(row))
        if row[0].line not in level:
            count += any(_overlap(row, near) for near in other[max(i - 1, 0) : i + 1])
    return count


def _slips(stack: list[FragmentRow], other: list[FragmentRow]) -> Iterator[float]:
    """By how much of the other's pitch each line's place among the other's lines differs from that of the one above."""
    bases = [_bottom(row) for row in other]
    places = []
    for row in stack:
        base = _bottom(row)
        i = bisect_right(bases, base)
        if 0 < i < len(bases):
            places.append((base - bases[i - 1]) / (bases[i] - bases[i - 1]))
    for above, below in pairwise(places):
        slip = abs(above - below)
        yield min(slip, 1 - slip)


def _is_text(stack: list[FragmentRow]) -> bool:
    """Whether most lines hold a word; amounts belong to the labels beside them, however their lines stand."""
    lines = sum(any(_WORD.match(word.text) for cell in row for word in cell.words) for row in stack)
    return lines > len(stack) / 2
