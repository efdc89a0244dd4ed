"""Plain spans: `{"text": …, "spans": [{"start", "end", "label"}]}`, one object a line, offsets in characters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nerkit.corpora.interchange.example import (
    KEY,
    ConversionReport,
    Draft,
    InterchangeDocument,
    InterchangeOptions,
    checked_span,
    extras,
    finish,
    used_labels,
    with_extras,
)
from nerkit.corpora.interchange.json_rows import JsonRow, read_rows, write_rows
from nerkit.corpora.interchange.offsets import counting

SUFFIX = ".jsonl"
_OWN = {"id", "text", "spans", "meta", KEY}


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file; a key that is not of the format goes to `meta`. Raises `CorpusError`."""
    return finish([_draft(row, i, path, options) for i, row in enumerate(read_rows(path), 1)], report)


def _draft(row: JsonRow, number: int, path: Path, options: InterchangeOptions) -> Draft:
    text = row.text()
    spans = row.objects("spans")
    at = counting(text, [], options.offsets)
    found = [checked_span(*place(span, at), span.get("label"), text, row.where) for span in spans]
    meta = {key: value for key, value in row.data.items() if key not in _OWN} | row.mapping("meta")
    return Draft(str(row.data.get("id", f"{path.stem}-{number}")), text, found, None, meta, row.mapping(KEY))


def place(span: dict[str, Any], at: Sequence[int]) -> tuple[object, object]:
    """Start and end of a span in characters; what is no offset stays what it is."""

    def character(edge: object) -> object:
        return at[edge] if isinstance(edge, int) and 0 <= edge < len(at) else edge

    return character(span.get("start")), character(span.get("end"))


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples, overlapping spans and all."""
    used = used_labels(examples)
    write_rows(path, (_row(example, used, options, report) for example in examples))


def _row(
    example: InterchangeDocument, used: frozenset[str], options: InterchangeOptions, report: ConversionReport
) -> dict[str, Any]:
    spans = [{"start": span.start, "end": span.end, "label": span.label} for span in example.spans]
    row: dict[str, Any] = {"id": example.id, "text": example.text, "spans": spans}
    if example.meta:
        row["meta"] = dict(example.meta)
    return with_extras(row, extras(example, used, has_meta=True), options, report)
