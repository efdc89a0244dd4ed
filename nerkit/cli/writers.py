"""The output formats: each writer takes one result or failure after the other and writes data, nothing else."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any, Literal, TextIO

from nerkit.result import Failure, Result

Format = Literal["table", "json", "jsonl", "csv"]
Writer = Callable[[Result | Failure], None]

COLUMNS = ("source", "field", "value", "currency", "role", "confidence", "page", "box")


def writer(form: Format, to: TextIO) -> Writer:
    """The writer of a format, with its heading written where it has one."""
    if form == "table":
        return _table_writer(to)
    if form == "csv":
        return _csv_writer(to)
    return _json_writer(to, indent=2 if form == "json" else None)


def _json_writer(to: TextIO, indent: int | None) -> Writer:
    def write(outcome: Result | Failure) -> None:
        to.write(json.dumps(outcome.to_dict(), ensure_ascii=False, indent=indent) + "\n")
        to.flush()

    return write


def _csv_writer(to: TextIO) -> Writer:
    rows = csv.DictWriter(to, COLUMNS, lineterminator="\n")
    rows.writeheader()

    def write(outcome: Result | Failure) -> None:
        if isinstance(outcome, Result):
            rows.writerows(csv_rows(outcome))
            to.flush()

    return write


def csv_rows(result: Result) -> Iterator[dict[str, Any]]:
    """A row for each value of the record; "box" is x0, top, x1 and bottom in points, of the value's first line."""
    for field, values in result.record.fields.items():
        for value in values:
            box = result.first_box(value)
            yield {
                "source": result.source,
                "field": field,
                "value": value.value,
                "currency": value.currency,
                "role": value.role,
                "confidence": round(value.confidence, 4),
                "page": box.page if box else None,
                "box": f"{box.x0:.1f} {box.top:.1f} {box.x1:.1f} {box.bottom:.1f}" if box else None,
            }


def _table_writer(to: TextIO) -> Writer:
    from nerkit.cli.table import console_for, render

    console = console_for(to)

    def write(outcome: Result | Failure) -> None:
        if isinstance(outcome, Result):
            console.print(render(outcome))

    return write
