"""Excel workbooks (.xlsx): each sheet is a page of rows, with what its cells show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from nerkit.document import Document, Notice
from nerkit.errors import FileTooLarge
from nerkit.reading.encoding import Decoded
from nerkit.reading.flow import Flow
from nerkit.reading.heartbeat import alive
from nerkit.reading.options import ReadingOptions
from nerkit.reading.plain import flowing
from nerkit.reading.word_styles import name_of
from nerkit.reading.workbook import Workbook, rich_text

MOST_CELLS = 1_000_000
"""Cells and rows of a file, counted with those that are empty or hidden."""

_COLUMNS = 16_384
_LETTERS = 3
"""How many columns Excel has, and letters their names."""
_YES = ("1", "true")
_TRUTH = {"0": "FALSE", "1": "TRUE"}
_ROWS_BETWEEN = 1000
"""Rows between two signs of life."""


def read_workbook(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a workbook: sheets are parted by form feeds, rows are lines, tabs part their cells.

    What is hidden is left out, and formulas show the value that was saved with them. Raises a ReadingError.
    """
    workbook, seen = Workbook(data, source), Counter[str]()
    seen["sheets"] = sum(sheet.hidden for sheet in workbook.sheets)
    try:
        texts = [_text(workbook, sheet.member, seen, source) for sheet in workbook.sheets if not sheet.hidden]
    except (ValueError, TypeError) as error:
        raise workbook.damaged from error
    document = flowing(Decoded("\f".join(filter(None, texts))), source)
    return replace(document, warnings=tuple(notices(seen)))


def notices(seen: Counter[str]) -> Iterator[Notice]:
    """What to say of what was left out or has no value, as it was counted."""
    if left_out := [f"{what}: {seen[what]}" for what in ("sheets", "rows", "columns") if seen[what]]:
        yield Notice("hidden", f"hidden in the file and left out ({', '.join(left_out)})")
    if seen["formulas"]:
        yield Notice("formula", f"formulas without a value ({seen['formulas']}): open it in Excel and save it again")


def add_row(flow: Flow, cells: Iterable[str]) -> None:
    """Adds a row of cells, which may have several lines."""
    flow.start_row()
    for cell in cells:
        flow.start_cell()
        for line in cell.splitlines():
            flow.text(line)
            flow.line()
        flow.end_cell()
    flow.end_row()


def count_cells(seen: Counter[str], cells: int, source: str) -> None:
    """Counts cells of a file; raises FileTooLarge where there are more than `MOST_CELLS`."""
    seen["cells"] += cells
    if seen["cells"] > MOST_CELLS:
        raise FileTooLarge(
            f"{source}: more than {MOST_CELLS:,} cells; save the rows that matter as a file of their own"
        )


def _text(workbook: Workbook, member: str, seen: Counter[str], source: str) -> str:
    """A sheet by the conventions of `nerkit.document`."""
    flow, last, hidden, lost = Flow(), 0, bytearray(_COLUMNS + 1), set[int]()
    for i, element in enumerate(workbook.parts.elements(member, ("row", "col"))):
        if i % _ROWS_BETWEEN == 0:
            alive()
        if name_of(element) == "col":
            if element.get("hidden") in _YES:
                first, end = max(0, int(element.get("min"))), int(element.get("max")) + 1
                hidden[first:end] = bytes([1]) * len(hidden[first:end])
            continue
        count_cells(seen, 1 + len(element), source)
        number = int(element.get("r") or last + 1)
        cells = [(_column(cell), text) for cell in element if (text := _cell(workbook, cell, seen))]
        if element.get("hidden") in _YES:
            seen["rows"] += bool(cells)
            last = number
        elif shown := [text for column, text in cells if not hidden[column]]:
            if number > last + 1:
                flow.block()
            add_row(flow, shown)
            last = number
        lost.update(column for column, _ in cells if hidden[column])
    seen["columns"] += len(lost)
    return flow.finish()


def _cell(workbook: Workbook, cell: etree._Element, seen: Counter[str]) -> str:
    value = cell.findtext("{*}v")
    match cell.get("t"):
        case "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else rich_text(inline)
        case "s":
            return workbook.strings[int(value)] if value and int(value) < len(workbook.strings) else ""
        case "b":
            return _TRUTH.get(value or "", "")
        case "str" | "e" | "d":
            return value or ""
    if not value:
        seen["formulas"] += cell.find("{*}f") is not None
        return ""
    number = float(value)
    return workbook.number(number, cell.get("s")) if abs(number) < float("inf") else ""


def _column(cell: etree._Element) -> int:
    """The number of a cell's column, from 1, by its reference such as "AB12"; 0 where it says none."""
    number = 0
    for letter in (cell.get("r") or "")[:_LETTERS]:
        if not "A" <= letter <= "Z":
            break
        number = 26 * number + ord(letter) - ord("A") + 1
    return number if number <= _COLUMNS else 0
