"""The output formats: each writer takes one result or failure after the other and writes data, nothing else."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Literal, TextIO

from nerkit.document import Box
from nerkit.errors import NerkitError, NoPicture
from nerkit.output import whole, written_to
from nerkit.result import Failure, Result

Format = Literal["table", "json", "jsonl", "csv", "html", "pdf"]
Writer = Callable[[Result | Failure], None]

COLUMNS = ("source", "field", "value", "currency", "role", "confidence", "page", "box")


def writer(form: Format, to: TextIO) -> Writer:
    """The writer of a format of text, with its heading written where it has one."""
    if form == "html":
        return _html_writer(to)
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


def _html_writer(to: TextIO) -> Writer:
    from nerkit.cli.page import head, section

    to.write(head("nerkit"))
    number = count(1)

    def write(outcome: Result | Failure) -> None:
        to.write(section(outcome, next(number), _content(outcome)))
        to.flush()

    return write


def pdf_writer(output: Path, reads: Sequence[str], *, several: bool) -> Writer:
    """Writes a copy of each PDF with its entities highlighted: to `output`, or into that folder for several.

    Nothing of what `reads` names is written over. The writer raises OutputError, NoPicture for what has no pages, and
    what reading raises.
    """
    from nerkit.cli.highlights import highlighted

    names: set[str] = set()

    def write(outcome: Result | Failure) -> None:
        if not isinstance(outcome, Result):
            return
        data = _content(outcome)
        if data is None:
            raise NoPicture("standard input cannot be read again for its pages; name the file")
        path = output
        if several:
            stem = Path(outcome.source).stem
            tries = (f"{stem}.pdf" if number == 1 else f"{stem}-{number}.pdf" for number in count(1))
            path = output / next(name for name in tries if name not in names)
            names.add(path.name)
            with written_to(output):
                output.mkdir(parents=True, exist_ok=True)
        with whole(path, reads=reads) as part:
            part.write_bytes(highlighted(data, outcome))

    return write


def _content(outcome: Result | Failure) -> bytes | None:
    """The file of a result, None where it came from standard input or is there no more."""
    from nerkit.reading.containers import content

    if isinstance(outcome, Failure) or outcome.source == "-":
        return None
    with suppress(NerkitError):
        return content(Path(outcome.source))
    return None


def csv_rows(result: Result) -> Iterator[dict[str, Any]]:
    """A row for each value of the record; "box" is x0, top, x1 and bottom in points, of the value's first line.

    The cells of line items, charges and taxes follow, as "line_items.1.amount": they have no confidence.
    """
    for field, values in result.record.fields.items():
        for value in values:
            more = {"role": value.role, "confidence": round(value.confidence, 4)}
            yield _csv_row(result, field, value.value, value.currency, result.first_box(value)) | more
    for name in ("line_items", "charges", "taxes"):
        for number, row in enumerate(getattr(result.record, name) or (), 1):
            for column, cell in row.cells.items():
                box = next(iter(cell.boxes), None)
                yield _csv_row(result, f"{name}.{number}.{column}", cell.value, cell.currency, box)


def _csv_row(result: Result, field: str, value: str, currency: str | None, box: Box | None) -> dict[str, Any]:
    return {
        "source": result.source,
        "field": field,
        "value": value,
        "currency": currency,
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
