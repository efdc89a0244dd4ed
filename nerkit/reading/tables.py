"""Ruled tables: where ruling lines cross there are cells, and the words in them are known by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from nerkit.document import Box, Table, TableCell, Word

# In points.
_SNAP = 3.0
_THICKEST = 8.0  # of a rule; a scan's are thicker than a PDF's

_FILLED = 0.5  # the share of a table's cells that hold words
# Drawings and squared paper have more; no table does.
_MAX_PAIRS = 100_000  # of a level and an upright line
_MAX_CROSSINGS = 5_000

Edges = tuple[float, float, float, float]  # x0, top, x1, bottom


def find_tables(rules: Sequence[Box], words: Sequence[Word], first: int = 0) -> list[Table]:
    """The tables of one page, from the top; its words are those from `words[first]` on, its lines are level.

    A table has two rows, two columns and words in half of its cells: other frames are none.
    """
    grids = _grids(rules)
    if not grids:
        return []
    places = sorted(
        ((box.top + box.bottom) / 2, (box.x0 + box.x1) / 2, i)
        for i, word in enumerate(words[first:], first)
        if (box := word.box) is not None
    )
    tables = [_table(rules[0].page, cells, places) for cells in grids]
    return [table for table in tables if _is_table(table)]


def moved_table(table: Table, move: Callable[[Box], Box]) -> Table:
    """The table with all its boxes moved, as on a page that is turned."""
    cells = tuple(replace(cell, box=move(cell.box)) for cell in table.cells)
    return replace(table, box=move(table.box), cells=cells)


def _grids(rules: Sequence[Box]) -> list[list[Edges]]:
    """The cells of each table, by pdfplumber's algorithm."""
    level = [box for box in rules if box.height <= min(_THICKEST, box.width)]
    upright = [box for box in rules if box.width <= min(_THICKEST, box.height)]
    if min(len(level), len(upright)) < 3 or len(level) * len(upright) > _MAX_PAIRS:
        return []
    # Imported where there may be a table: it takes a quarter of a second.
    from pdfplumber import table as plumber

    edges = [*(_level_edge(box) for box in level), *(_upright_edge(box) for box in upright)]
    crossings = plumber.edges_to_intersections(plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP), _SNAP, _SNAP)
    if len(crossings) > _MAX_CROSSINGS:
        return []
    return plumber.cells_to_tables(plumber.intersections_to_cells(crossings))


def _level_edge(box: Box) -> dict[str, Any]:
    middle = (box.top + box.bottom) / 2
    return {"orientation": "h", "x0": box.x0, "x1": box.x1, "top": middle, "bottom": middle}


def _upright_edge(box: Box) -> dict[str, Any]:
    middle = (box.x0 + box.x1) / 2
    return {"orientation": "v", "x0": middle, "x1": middle, "top": box.top, "bottom": box.bottom}


def _table(page: int, cells: Sequence[Edges], places: Sequence[tuple[float, float, int]]) -> Table:
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


def _words_in(cell: Edges, places: Sequence[tuple[float, float, int]]) -> tuple[int, ...]:
    x0, top, x1, bottom = cell
    nearby = places[bisect_left(places, (top,)) : bisect_left(places, (bottom,))]
    return tuple(sorted(i for _, x, i in nearby if x0 <= x < x1))


def _is_table(table: Table) -> bool:
    filled = sum(bool(cell.words) for cell in table.cells)
    return min(table.rows, table.columns) >= 2 and filled >= max(2, _FILLED * len(table.cells))
