"""Parquet: a row a document, with its values as a list of records, and the whole JSON object beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nerkit.exports.exported_values import ExportedValue, Object, exported_values
from nerkit.extras import require

if TYPE_CHECKING:
    import pyarrow

ROWS = 1000
"""Documents in a row group: what is held in memory."""


def write_parquet(rows: Iterable[Object], path: Path) -> None:
    """Writes the JSON objects of documents, whatever their number.

    Columns: source, kind, language, pages, model, values, cells, checks, warnings, error and json. In "values" stand
    the fields of the record, in "cells" the rows of its tables. Raises `ExtraMissing` and OSError.
    """
    require("parquet", "pyarrow")
    import pyarrow
    from pyarrow import parquet

    schema = _schema()
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        left = iter(rows)
        while group := list(islice(left, ROWS)):
            writer.write_table(pyarrow.Table.from_pylist([_row(row) for row in group], schema))


def _schema() -> pyarrow.Schema:
    import pyarrow as pa

    def many(**columns: pa.DataType) -> pa.DataType:
        return pa.list_(pa.struct(list(columns.items())))

    text, number, whole = pa.string(), pa.float64(), pa.int32()
    place = {"page": whole, "x0": number, "top": number, "x1": number, "bottom": number}
    value = {"field": text, "value": text, "currency": text, "unit": text, "role": text, "confidence": number}
    columns = {
        **{"source": text, "kind": text, "language": text, "pages": whole, "model": text},
        "values": many(
            **value, derived=text, note=text, readings=pa.list_(text), doubtful=pa.bool_(), box=pa.struct(place.items())
        ),
        "cells": many(table=text, row=whole, column=text, value=text, currency=text, derived=text),
        "checks": many(check=text, passed=pa.bool_(), detail=text),
        "warnings": many(code=text, message=text, page=whole),
        "error": pa.struct({"code": text, "message": text}.items()),
        "json": text,
    }
    return pa.schema(list(columns.items()))


def _row(row: Object) -> dict[str, Any]:
    plain = ("source", "kind", "language", "pages", "model", "checks", "warnings", "error")
    made = {name: row.get(name) for name in plain} | {
        "values": [_value(cell) for cell in exported_values(row)],
        "cells": list(_cells(row)),
        "json": json.dumps(row, ensure_ascii=False),
    }
    return {name: _utf8(value) for name, value in made.items()}


def _value(cell: ExportedValue) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in (*ExportedValue.__slots__, "doubtful")}


def _cells(row: Object) -> Iterator[dict[str, Any]]:
    for table in ("line_items", "charges", "taxes"):
        for number, line in enumerate(row.get(table, ()), 1):
            for column, cell in line.items():
                if isinstance(cell, dict) and "value" in cell:
                    about = {name: cell.get(name) for name in ("value", "currency", "derived")}
                    yield {"table": table, "row": number, "column": column, **about}


def _utf8(value: Any) -> Any:
    """A name of a file need not be UTF-8; Parquet's texts are. What is not becomes an escape, as in JSON."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
