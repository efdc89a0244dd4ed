"""The sheets of an OpenDocument spreadsheet: rows are lines, tabs part their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from nerkit.reading.flow import Flow
from nerkit.reading.heartbeat import alive
from nerkit.reading.sheets import add_row, count_cells
from nerkit.reading.word_styles import attribute, name_of

_HIDDEN = ("collapse", "filter")
_COLUMNS = 16_384
_MOST_REPEATED = 100
"""Times that a row or a cell with the same content is shown in a row."""


def sheet_text(table: etree._Element, seen: Counter[str], source: str) -> str:
    """A sheet by the conventions of `nerkit.document`. `seen` counts what is left out, and the cells of the file.

    Raises FileTooLarge.
    """
    flow, hidden, lost = Flow(), _hidden_columns(table), set[int]()
    for row in table.iterfind(".//{*}table-row"):  # those in groups and of its heading among them
        cells = list(_cells(row))
        count_cells(seen, len(row) + len(cells), source)
        if attribute(row, "visibility") in _HIDDEN:
            seen["rows"] += bool(cells)
            continue
        lost.update(column for column, _ in cells if hidden[column])
        if shown := [text for column, text in cells if not hidden[column]]:
            for _ in range(_repeated(row, "rows", _MOST_REPEATED)):
                add_row(flow, shown)
        elif not cells:
            flow.block()
        alive()
    seen["columns"] += len(lost)
    return flow.finish()


def _cells(row: etree._Element) -> Iterator[tuple[int, str]]:
    """Column, from 0, and text of each cell that shows something."""
    column = 0
    for cell in row:
        times = _repeated(cell, "columns", _COLUMNS)
        if text := _shown(cell):
            yield from ((at, text) for at in range(column, column + min(times, _MOST_REPEATED)) if at < _COLUMNS)
        column = min(column + times, _COLUMNS)


def _shown(cell: etree._Element) -> str:
    if name_of(cell) != "table-cell":  # one that a merged cell covers
        return ""
    if date := attribute(cell, "date-value"):
        return date.replace("T00:00:00", "").replace("T", " ")
    return "\n".join("".join(paragraph.itertext()) for paragraph in cell.iterfind("{*}p")).strip()


def _hidden_columns(table: etree._Element) -> bytearray:
    hidden, at = bytearray(_COLUMNS), 0
    for column in table.iterfind(".//{*}table-column"):
        end = at + _repeated(column, "columns", _COLUMNS)
        if attribute(column, "visibility") in _HIDDEN:
            hidden[at:end] = bytes([1]) * len(hidden[at:end])
        at = min(end, _COLUMNS)
    return hidden


def _repeated(element: etree._Element, what: str, most: int) -> int:
    return max(1, min(int(attribute(element, f"number-{what}-repeated") or 1), most))
