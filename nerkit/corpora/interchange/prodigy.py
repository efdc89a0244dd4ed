"""Prodigy's JSON lines: text, tokens, and spans with offsets in characters and in tokens (`token_end` inclusive)."""

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
from nerkit.corpora.interchange.token_spans import aligned, tokens_of
from nerkit.tagging.bilou import TokenSpan

SUFFIX = ".jsonl"
_OWN = {"text", "tokens", "spans", "meta", "answer", "relations", KEY}


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The accepted examples of a file; rejected and ignored ones and relations are lost. Raises `CorpusError`."""
    rows = list(read_rows(path))
    accepted = [(i, row) for i, row in enumerate(rows, 1) if row.data.get("answer", "accept") == "accept"]
    report.lose("examples that were rejected or ignored", len(rows) - len(accepted))
    return finish([_draft(row, i, path, report) for i, row in accepted], report)


def _draft(row: JsonRow, number: int, path: Path, report: ConversionReport) -> Draft:
    text = row.text()
    report.lose("relations", len(row.items("relations")))
    report.lose("fields of Prodigy's own", len(row.data.keys() - _OWN))
    spans = [
        checked_span(one.get("start"), one.get("end"), one.get("label"), text, row.where)
        for one in row.objects("spans")
    ]
    tokens = None
    if "tokens" in row.data:
        borders = [
            checked_span(one.get("start"), one.get("end"), "token", text, row.where) for one in row.objects("tokens")
        ]
        tokens = [(token.start, token.end) for token in borders]
    meta = dict(row.mapping("meta"))
    name = str(meta.pop("source", f"{path.stem}-{number}"))
    return Draft(name, text, spans, tokens, meta, row.mapping(KEY))


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples as accepted answers; spans meet token borders, as Prodigy wants it."""
    used = used_labels(examples)
    write_rows(path, (_row(example, used, options, report) for example in examples))


def _row(
    example: InterchangeDocument, used: frozenset[str], options: InterchangeOptions, report: ConversionReport
) -> dict[str, Any]:
    text, tokens = example.text, tokens_of(example)
    row = {
        "text": text,
        "meta": {**example.meta, "source": example.id},
        "tokens": [
            {"text": text[start:end], "start": start, "end": end, "id": i, "ws": text[end : end + 1] == " "}
            for i, (start, end) in enumerate(tokens)
        ],
        "spans": [_span(span, tokens) for span in aligned(example, tokens, options, report)],
        "answer": "accept",
    }
    return with_extras(row, extras(example, used, has_tokens=True, has_meta=True), options, report)


def _span(span: TokenSpan, tokens: Sequence[tuple[int, int]]) -> dict[str, Any]:
    return {
        "start": tokens[span.start][0],
        "end": tokens[span.end - 1][1],
        "token_start": span.start,
        "token_end": span.end - 1,
        "label": span.label,
    }
