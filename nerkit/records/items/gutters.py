"""Where one column ends and the next begins."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.document import Table
from nerkit.records.items.headings import Column
from nerkit.records.items.text_lines import LineWord, TextLine

_INTO = 2.0
"""Points that a border may stand behind the start of a heading, as numbers stand a little left of theirs."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns from the left, and the borders between them: one fewer."""

    columns: tuple[Column, ...]
    borders: tuple[float, ...]

    def split(self, line: TextLine) -> list[list[LineWord]]:
        """The words of a line by column."""
        cells: list[list[LineWord]] = [[] for _ in self.columns]
        for word in line.words:
            cells[bisect_right(self.borders, word.middle)].append(word)
        return cells


def columns_of(
    columns: Sequence[Column],
    heading: TextLine,
    body: Sequence[TextLine],
    tables: Sequence[Table],
    texts: Sequence[tuple[float, float]] = (),
) -> Columns:
    """The columns below a heading: parted by the rules around it, else by the white between the words of the body.

    `texts` are the left and right ends of lines of one cell beside the rows: no border runs through them where the
    rows have nothing further left.
    """
    ruled = _ruled(heading, tables)
    borders: list[float] = []
    for i, (left, right) in enumerate(itertools.pairwise(columns)):
        lines_between = [x for x in ruled if left.middle < x < right.middle]
        beyond = columns[i + 2].x0 if i + 2 < len(columns) else float("inf")
        before = borders[-1] if borders else float("-inf")
        borders.append(max(lines_between) if lines_between else _white(left, right, before, beyond, body, texts))
    return Columns(tuple(columns), tuple(borders))


def _ruled(heading: TextLine, tables: Sequence[Table]) -> list[float]:
    """The upright edges of the cells in which a heading stands."""
    for table in tables:
        if table.box.page == heading.page and table.box.top <= heading.middle <= table.box.bottom:
            cells = [cell.box for cell in table.cells if cell.box.top <= heading.middle <= cell.box.bottom]
            return sorted({box.x0 for box in cells} | {box.x1 for box in cells})
    return []


def _white(
    left: Column,
    right: Column,
    before: float,
    beyond: float,
    body: Sequence[TextLine],
    texts: Sequence[tuple[float, float]],
) -> float:
    """The best place for a border between the middle of one heading and the start of the next.

    The fewest words stand across it, in the most rows there is something on both sides of it, and it is the widest gap.
    """
    low, high = left.middle, max(right.x0, min(left.x1, right.middle)) + _INTO
    inside = [(word.x0, word.x1) for line in body for word in line.words if word.x1 > low and word.x0 < high]
    first = min((x0 for x0, _ in inside), default=float("inf"))
    inside += [(x0, x1) for x0, x1 in texts if low < x1 < first and x0 < high]
    inside += [(left.x0, left.x1), (right.x0, right.x1)]
    edges = sorted({low, high, *(x for pair in inside for x in pair if low < x < high)})
    best = max(
        itertools.pairwise(edges) if len(edges) > 1 else [(low, high)],
        key=lambda gap: _merit((gap[0] + gap[1]) / 2, gap[1] - gap[0], before, beyond, inside, body),
    )
    return (best[0] + best[1]) / 2


def _merit(
    x: float,
    width: float,
    before: float,
    beyond: float,
    inside: Sequence[tuple[float, float]],
    body: Sequence[TextLine],
) -> tuple[int, int, float]:
    across = sum(x0 < x < x1 for x0, x1 in inside)
    both = sum(
        any(before < word.middle < x for word in line.words) and any(x < word.middle < beyond for word in line.words)
        for line in body
    )
    return -across, both, width
