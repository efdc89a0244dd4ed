"""A workbook: a sheet for each kind of document, a row a document, what is doubtful marked, values linked to pages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from nerkit.errors import OutputError
from nerkit.exports.exported_values import ExportedValue, Object, exported_values
from nerkit.extras import require
from nerkit.labels import Schema
from nerkit.labels.relationship import NUMERIC
from nerkit.paths import is_file
from nerkit.spreadsheet import wide_columns

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FAILED = "failed"
"""The sheet of files that failed."""

ROWS = 1 << 20
"""Rows of a sheet; Excel has no more."""

LINKS = 65_530
"""Links of a sheet, likewise."""

_LONGEST = 32_767
"""Characters of a cell, likewise."""

_DIGITS = 15
"""Digits that a number of a spreadsheet keeps; what has more stays a text."""

Look = Literal["plain", "date", "number"]

_SHOWN: dict[Look, str] = {"plain": "", "date": "yyyy-mm-dd", "number": "#,##0.00##"}


def write_xlsx(rows: Iterable[Object], path: Path, schema: Schema) -> None:
    """Writes the JSON objects of documents; rows go to the disk as they come, so that memory does not grow with them.

    A sheet has the columns of `nerkit tag --format csv --layout wide`. Amounts and dates are numbers where a field has
    one value, no cell is a formula. Raises `ExtraMissing`, OSError, and `OutputError` for more rows than a sheet has.
    """
    require("xlsx", "xlsxwriter")
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    book = Workbook(str(path), {**options, "tmpdir": str(path.parent)})
    sheets: dict[str, _Sheet] = {}
    for row in rows:
        kind = FAILED if "error" in row else row["kind"]
        if kind not in sheets:
            columns = ["source", "code", "message"] if kind == FAILED else _columns(schema, kind)
            sheets[kind] = _Sheet(book, kind, columns, schema, path.parent)
        sheets[kind].add(row)
    if not sheets:
        book.add_worksheet()
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None  # the OSError


def _columns(schema: Schema, kind: str) -> list[str]:
    known = wide_columns(schema, kind) if kind in schema.kinds else ["source", "kind", "failed_checks", "ambiguous"]
    return [column for column in known if column not in ("kind", "error")]


class _Sheet:
    def __init__(self, book: Workbook, name: str, columns: list[str], schema: Schema, beside: Path) -> None:
        self.beside = beside
        self.sheet: Worksheet = book.add_worksheet(name[:31])
        self.columns = {column: number for number, column in enumerate(columns)}
        self.schema = schema
        self.row = self.links = 0
        self.looks: dict[tuple[Look, bool], Format] = {
            (look, doubtful): book.add_format(
                {"text_wrap": True, "valign": "top"}
                | ({"num_format": shown} if shown else {})
                | ({"bg_color": "#FFE699"} if doubtful else {})
            )
            for look, shown in _SHOWN.items()
            for doubtful in (False, True)
        }
        heading = book.add_format({"bold": True, "bottom": 1})
        self.sheet.set_column(0, 0, 36)
        self.sheet.set_column(1, len(columns) - 1, 18)
        self.sheet.freeze_panes(1, 1)
        for column, number in self.columns.items():
            self.sheet.write_string(0, number, column, heading)

    def add(self, row: Object) -> None:
        self.row += 1
        if self.row >= ROWS:
            raise OutputError(f"a sheet has room for {ROWS - 1} documents; write Parquet, JSON lines or CSV instead")
        source = Path(row["source"])
        self._text("source", row["source"], False, _link(source, self.beside))
        if "error" in row:
            self._text("code", row["error"]["code"])
            self._text("message", row["error"]["message"])
            return
        cells = list(exported_values(row))
        for column in self.columns:  # in the order of columns, as what is written to the disk has to be
            name, _, more = column.partition(".")
            here = [cell for cell in cells if cell.field == name]
            if here and more:
                self._text(column, _lines(dict.fromkeys(filter(None, (getattr(cell, more) for cell in here)))))
            elif here:
                self._value(column, here, source)
        for column, said in _remarks(row, cells).items():
            self._text(column, said, doubtful=column in ("failed_checks", "ambiguous"))

    def _value(self, column: str, cells: list[ExportedValue], source: Path) -> None:
        doubtful = any(cell.doubtful for cell in cells)
        page = next((int(cell.box["page"]) for cell in cells if cell.box), None)
        link = _link(source, self.beside, page) if page else None
        kind = self.schema.type_of(column)
        if len(cells) == 1 and (kind in ("date", "percent") or kind in NUMERIC):
            value = _date(cells[0].value) if kind == "date" else _number(cells[0].value)
            if value is not None:
                self._linked(column, link)
                look = self.looks["date" if kind == "date" else "number", doubtful]
                at = (self.row, self.columns[column])
                if isinstance(value, date):
                    self.sheet.write_datetime(*at, value, look)
                else:
                    self.sheet.write_number(*at, value, look)
                return
        self._text(column, _lines(cell.value for cell in cells), doubtful, link)

    def _text(self, column: str, text: str, doubtful: bool = False, link: str | None = None) -> None:
        if text and column in self.columns:
            self._linked(column, link)
            shown = text.encode("utf-8", "backslashreplace").decode()[:_LONGEST]
            self.sheet.write_string(self.row, self.columns[column], shown, self.looks["plain", doubtful])

    def _linked(self, column: str, link: str | None) -> None:
        """Makes a cell a link; what is written to it then is what it shows."""
        if link and self.links < LINKS and len(link) < 2000:
            self.links += 1
            self.sheet.write_url(self.row, self.columns[column], link)


def _remarks(row: Object, cells: list[ExportedValue]) -> Mapping[str, str]:
    failed = [check for check in row["checks"] if not check["passed"]]
    return {
        "least_confidence": f"{min(cell.confidence for cell in cells):.4f}" if cells else "",
        "failed_checks": _lines(f"{check['check']}, {check.get('detail', '')}".rstrip(", ") for check in failed),
        "ambiguous": _lines(f"{cell.field}: {' or '.join(cell.readings)}" for cell in cells if cell.readings),
        "derived": _lines(f"{cell.field}: {cell.derived}" for cell in cells if cell.derived),
        "notes": _lines(f"{cell.field}: {cell.note}" for cell in cells if cell.note),
    }


def _link(source: Path, beside: Path, page: int | None = None) -> str | None:
    """Where a file, or a page in it, is from a folder, so that both may move; a member of an archive has no link."""
    if not is_file(source):
        return None
    try:
        return f"external:{os.path.relpath(source, beside)}" + (f"#page={page}" if page else "")
    except ValueError:  # on another drive
        return f"external:{source.absolute()}"


def _number(text: str) -> float | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() and len(number.as_tuple().digits) <= _DIGITS else None


def _date(text: str) -> date | None:
    with suppress(ValueError):
        found = date.fromisoformat(text)
        return found if found.year >= 1900 else None  # Excel's calendar begins there
    return None


def _lines(texts: Iterable[Any]) -> str:
    return "\n".join(texts)
