"""doccano's JSON lines for sequence labelling: `{"id", "text", "label": [[start, end, label], …]}` and other keys.

Read are also its older key "labels" and the form with relations (`entities` with `start_offset` and `end_offset`).
Offsets count code points (doccano counted UTF-16 units before 2019: see `InterchangeOptions.offsets`). Other keys are
metadata.
"""

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
from nerkit.corpora.interchange.spans import place
from nerkit.corpora.labelled import Span
from nerkit.errors import CorpusError

SUFFIX = ".jsonl"
_OWN = {"id", "text", "data", "label", "labels", "entities", "relations", "Comments", "meta", KEY}


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file; relations and comments are lost. Raises `CorpusError`."""
    return finish([_draft(row, i, path, options, report) for i, row in enumerate(read_rows(path), 1)], report)


def _draft(row: JsonRow, number: int, path: Path, options: InterchangeOptions, report: ConversionReport) -> Draft:
    text = row.text("text" if "text" in row.data else "data")
    if "annotations" in row.data:
        raise CorpusError(f'{row.where}: labels are numbers here; export as "JSONL", not in the old form')
    report.lose("relations", len(row.items("relations")))
    report.lose("comments", len(row.items("Comments")))
    at = counting(text, [], options.offsets)
    meta = {key: value for key, value in row.data.items() if key not in _OWN} | row.mapping("meta")
    name = str(row.data.get("id", f"{path.stem}-{number}"))
    return Draft(name, text, list(_spans(row, text, at)), None, meta, row.mapping(KEY))


def _spans(row: JsonRow, text: str, at: Sequence[int]) -> list[Span]:
    found = [
        {"start": one[0], "end": one[1], "label": one[2]}
        for key in ("label", "labels", "entities")
        for one in row.items(key)
        if isinstance(one, list) and len(one) == 3
    ]
    found += [
        {"start": one.get("start_offset"), "end": one.get("end_offset"), "label": one.get("label")}
        for one in row.items("entities")
        if isinstance(one, dict)
    ]
    if len(found) != sum(len(row.items(key)) for key in ("label", "labels", "entities")):
        raise CorpusError(f"{row.where}: expected spans as [start, end, label]; other projects' labels have no place")
    return [checked_span(*place(one, at), one["label"], text, row.where) for one in found]


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples; doccano imports them as "JSONL" with the columns "text" and "label"."""
    used = used_labels(examples)
    write_rows(path, (_row(example, used, options, report) for example in examples))


def _row(
    example: InterchangeDocument, used: frozenset[str], options: InterchangeOptions, report: ConversionReport
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": example.id,
        "text": example.text,
        "label": [[span.start, span.end, span.label] for span in example.spans],
    }
    if example.meta:
        row["meta"] = dict(example.meta)
    return with_extras(row, extras(example, used, has_meta=True), options, report)
