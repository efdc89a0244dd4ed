"""Results as rows of a spreadsheet: one row a value, or one row a document; and read back as they were.

A cell of a document or a file name may begin as a formula does, and a spreadsheet would run it. Such a cell gets an
apostrophe in front, as a person would type it; `read_csv` takes it away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from nerkit.document import Box
from nerkit.labels import Schema
from nerkit.records.record import Check, FieldValue
from nerkit.result import Failure, Result

Row = dict[str, str]
Rows = Callable[[Result | Failure], Iterable[Row]]

COLUMNS = (
    *("source", "kind", "field", "value", "currency", "unit", "role", "confidence", "page", "box"),
    *("check", "ambiguous", "derived", "note", "key"),
)
"""Of the layout with a row for each value. A file that failed is a row of the field "error"."""

_BESIDE = {"amount": ("currency",), "quantity": ("unit",)}
"""What stands beside the values of a type in a column of its own."""

_TABLES = ("line_items", "charges", "taxes", "parties", "deadlines")

_PARTED = r"(?:\A|(?<=[;\t\r\n]))"
"""Where a cell begins, or where one might: in half of Europe a spreadsheet parts a CSV at semicolons, quoted or not."""
_RUN = r"'*[=+\-@\t\r\n＝＋－＠]"
_NUMBER = r"[+-]\d+(?:[.,]\d+)*(?:[;\t\r\n]|\Z)"
_FORMULA = re.compile(rf"{_PARTED}(?!{_NUMBER})(?={_RUN})")
_DEFUSED = re.compile(rf"{_PARTED}'(?={_RUN})")
_NO_UTF8 = re.compile(r"\\udc([89a-f][0-9a-f])")


def defused(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor what it might make a cell of; a number keeps its sign."""
    return _FORMULA.sub("'", text)


def plain(cell: str) -> str:
    """The text that `defused` was given."""
    return _DEFUSED.sub("", cell)


def read_csv(path: str | Path) -> list[Row]:
    """The rows of a CSV that nerkit wrote, in either layout, with every cell as it was before it was defused."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: _NO_UTF8.sub(lambda byte: chr(0xDC00 + int(byte[1], 16)), plain(cell)) for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def rows(outcome: Result | Failure) -> Iterator[Row]:
    """A row for each value of a record and each cell of its tables, for a check that no value has, and for a failure.

    "box" is x0, top, x1 and bottom in points, of the value's first line; a value that was derived has none, for it
    stands nowhere. Pairs are rows of the field "pair", with their key in a column of its own. Cells are named as
    "line_items.1.amount", and have no confidence. A document without any value is a row with its kind alone.
    """
    if isinstance(outcome, Failure):
        yield _row(source=outcome.source, field="error", value=outcome.code, note=outcome.message)
        return
    about = {"source": outcome.source, "kind": outcome.record.kind}
    related = (_row(field="related", value=one.source, note=one.relation) for one in outcome.related)
    parts = (_values(outcome), _cells(outcome), _pairs(outcome), _checks_alone(outcome), related)
    found = [about | row for part in parts for row in part]
    yield from found or [_row(**about)]


def wide_columns(schema: Schema, kind: str) -> list[str]:
    """The columns of the layout with a row for each document: those of one kind, or with "auto" of all kinds."""
    kinds = [schema.kinds[kind]] if kind in schema.kinds else schema.kinds.values()
    columns = ["source", "kind"]
    for name in dict.fromkeys(name for each in kinds for name in each.fields):
        columns += [name, *(f"{name}.{more}" for more in _BESIDE.get(schema.type_of(name) or "", ()))]
    return [*columns, "least_confidence", "failed_checks", "ambiguous", "derived", "notes", "error"]


def wide_row(outcome: Result | Failure) -> Iterator[Row]:
    """The one row of a document: several values of a field stand below one another in its cell.

    Line items and taxes have no room in it.
    """
    if isinstance(outcome, Failure):
        yield {"source": outcome.source, "error": f"{outcome.code}: {outcome.message}"}
        return
    record = outcome.record
    row = {"source": outcome.source, "kind": record.kind}
    for name, values in record.fields.items():
        row[name] = _lines(value.value for value in values)
        if currencies := dict.fromkeys(value.currency for value in values if value.currency):
            row[f"{name}.currency"] = _lines(currencies)
        if units := dict.fromkeys(value.unit for value in values if value.unit):
            row[f"{name}.unit"] = _lines(units)
    every = [(name, value) for name, values in record.fields.items() for value in values]
    yield row | {
        "least_confidence": f"{min((value.confidence for _, value in every), default=0):.4f}" if every else "",
        "failed_checks": _lines(_said(check) for check in record.checks if not check.passed),
        "ambiguous": _lines(f"{name}: {' or '.join(value.readings)}" for name, value in every if value.ambiguous),
        "derived": _lines(f"{name}: {value.derived}" for name, value in every if value.derived),
        "notes": _lines(f"{name}: {note}" for name, value in every if (note := _notes(value))),
        "error": "",
    }


def _notes(value: FieldValue) -> str | None:
    """What is remarkable about a value, and the rules that made it what it is."""
    return "; ".join(filter(None, (value.note, *map(str, value.rules)))) or None


def _values(result: Result) -> Iterator[Row]:
    for field, values in result.record.fields.items():
        for value in values:
            yield _row(
                field=field,
                value=value.value,
                currency=value.currency,
                unit=value.unit,
                role=value.role,
                confidence=f"{value.confidence:.4f}",
                check=_checked(result.record.checks, field),
                ambiguous=" or ".join(value.readings) if value.ambiguous else None,
                derived=value.derived,
                note=_notes(value),
                **_place(result.first_box(value)),
            )


def _cells(result: Result) -> Iterator[Row]:
    for table in _TABLES:
        for number, line in enumerate(getattr(result.record, table) or (), 1):
            for column, cell in line.cells.items():
                yield _row(
                    field=f"{table}.{number}.{column}",
                    value=cell.value,
                    currency=cell.currency,
                    check=_checked(result.record.checks, table),
                    derived=cell.derived,
                    **_place(None if cell.derived else next(iter(cell.boxes), None)),
                )


def _pairs(result: Result) -> Iterator[Row]:
    for pair in result.pairs or ():
        chosen = None if pair.chosen is None else str(pair.chosen).lower()
        yield _row(
            field="pair",
            key=pair.key,
            value=chosen or pair.value,
            confidence=f"{pair.confidence:.4f}",
            **_place(next(iter(pair.boxes or pair.key_boxes), None)),
        )


def _checks_alone(result: Result) -> Iterator[Row]:
    """Failed checks of what has no row."""
    record = result.record
    there = {*record.fields, *(table for table in _TABLES if getattr(record, table))}
    for check in record.checks:
        if not check.passed and not there & set(check.fields):
            yield _row(field="check", check=f"failed: {_said(check)}")


def _checked(checks: Iterable[Check], field: str) -> str | None:
    """What the checks say of a field: those that failed, or that all passed; nothing where none is about it."""
    about = [check for check in checks if field in check.fields]
    failed = [_said(check) for check in about if not check.passed]
    return f"failed: {'; '.join(failed)}" if failed else "passed" if about else None


def _said(check: Check) -> str:
    return f"{check.check}, {check.detail}" if check.detail else check.check


def _place(box: Box | None) -> Mapping[str, str]:
    if box is None:
        return {}
    return {"page": str(box.page), "box": f"{box.x0:.1f} {box.top:.1f} {box.x1:.1f} {box.bottom:.1f}"}


def _row(**cells: str | None) -> Row:
    return {name: cell for name, cell in cells.items() if cell}


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)
