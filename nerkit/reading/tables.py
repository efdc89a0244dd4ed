"""Ruled tables: where ruling lines cross there are cells, and the words in them are known by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from nerkit.document import Box, Table, TableCell, Word

# In points.
_SNAP = 3.0
_THICKEST = 8.0  # of a rule; a scan's are thicker than a PDF's

_TALL = 4.0  # in usual rows: a title is not that tall
_NEARBY = 12.0  # more than the middle of a word can be off a line that strikes it out
_CENTRAL = 0.25  # of a word's height, from its middle
_STRUCK = 0.6  # of a line's length: the rest are the spaces
_FILLED = 0.5  # the share of a table's cells that hold words
# Drawings and squared paper have more; no table does.
_MAX_PAIRS = 100_000  # of a level and an upright line
_MAX_CROSSINGS = 5_000

Edges = tuple[float, float, float, float]  # x0, top, x1, bottom
WordPlace = tuple[float, float, int]  # the middle of a word, down and across, and its index


def find_tables(rules: Sequence[Box], words: Sequence[Word], first: int = 0) -> list[Table]:
    """The tables of one page, from the top; its words are those from `words[first]` on, its lines are level.

    A table has two rows, two columns and words in half of its cells: other frames are none.
    """
    level = [box for box in rules if box.height <= min(_THICKEST, box.width)]
    upright = [box for box in rules if box.width <= min(_THICKEST, box.height)]
    if min(len(level), len(upright)) < 3 or len(level) * len(upright) > _MAX_PAIRS:
        return []
    places = sorted(
        ((box.top + box.bottom) / 2, (box.x0 + box.x1) / 2, i)
        for i, word in enumerate(words[first:], first)
        if (box := word.box) is not None
    )
    grids = _grids([line for line in level if not _strikes_out(line, places, words)], upright)
    tables = [_table(rules[0].page, inner, places) for cells in grids if (inner := _without_frames(cells))]
    return [table for table in tables if _is_table(table)]


def moved_table(table: Table, move: Callable[[Box], Box]) -> Table:
    """The table with all its boxes moved, as on a page that is turned."""
    cells = tuple(replace(cell, box=move(cell.box)) for cell in table.cells)
    return replace(table, box=move(table.box), cells=cells)


def _strikes_out(line: Box, places: Sequence[WordPlace], words: Sequence[Word]) -> bool:
    """Whether the line runs through the middle of words and no further: such a line parts no rows."""
    middle = (line.top + line.bottom) / 2
    struck = 0.0
    for y, _, i in places[bisect_left(places, (middle - _NEARBY,)) : bisect_left(places, (middle + _NEARBY,))]:
        box = words[i].box
        if box is not None and abs(y - middle) < _CENTRAL * box.height:
            struck += max(min(box.x1, line.x1) - max(box.x0, line.x0), 0.0)
    return struck > _STRUCK * line.width


def _grids(level: Sequence[Box], upright: Sequence[Box]) -> list[list[Edges]]:
    """The cells of each table, by pdfplumber's algorithm."""
    # Imported where there may be a table: it takes a quarter of a second.
    from pdfplumber import table as plumber

    edges = [*(_level_edge(box) for box in level), *(_upright_edge(box) for box in upright)]
    crossings = plumber.edges_to_intersections(plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP), _SNAP, _SNAP)
    if len(crossings) > _MAX_CROSSINGS:
        return []
    return plumber.cells_to_tables(plumber.intersections_to_cells(crossings))


def _level_edge(box: Box) -> dict[str, Any]:
    middle = (box.top + box.bottom) / 2
    return _edge("h", box.x0, box.x1, middle, middle)


def _upright_edge(box: Box) -> dict[str, Any]:
    middle = (box.x0 + box.x1) / 2
    return _edge("v", middle, middle, box.top, box.bottom)


def _edge(orientation: str, x0: float, x1: float, top: float, bottom: float) -> dict[str, Any]:
    edge = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top}
    return {"orientation": orientation, **edge}


def _without_frames(cells: list[Edges]) -> list[Edges]:
    """Leave out what is as wide as all and tall, above or below: the frame of a page's head or foot, no row."""
    left, right = min(cell[0] for cell in cells), max(cell[2] for cell in cells)
    tallest = _TALL * median(bottom - top for _, top, _, bottom in cells)
    return [cell for cell in cells if cell[3] - cell[1] <= tallest or (cell[0], cell[2]) != (left, right)]


def _table(page: int, cells: Sequence[Edges], places: Sequence[WordPlace]) -> Table:
    columns = sorted({edge for x0, _, x1, _ in cells for edge in (x0, x1)})
    rows = sorted({edge for _, top, _, bottom in cells for edge in (top, bottom)})
    column_at = {edge: i for i, edge in enumerate(columns)}
    row_at = {edge: i for i, edge in enumerate(rows)}
    placed = tuple(
        TableCell(
            row=row_at[top],
            column=column_at[x0],
            box=Box(page, x0, top, x1, bottom),
            words=_words_in((x0, top, x1, bottom), places),
            rows=row_at[bottom] - row_at[top],
            columns=column_at[x1] - column_at[x0],
        )
        for x0, top, x1, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0]))
    )
    return Table(Box(page, columns[0], rows[0], columns[-1], rows[-1]), len(rows) - 1, len(columns) - 1, placed)


def _words_in(cell: Edges, places: Sequence[WordPlace]) -> tuple[int, ...]:
    x0, top, x1, bottom = cell
    nearby = places[bisect_left(places, (top,)) : bisect_left(places, (bottom,))]
    return tuple(sorted(i for _, x, i in nearby if x0 <= x < x1))


def _is_table(table: Table) -> bool:
    filled = sum(bool(cell.words) for cell in table.cells)
    return min(table.rows, table.columns) >= 2 and filled >= max(2, _FILLED * len(table.cells))
