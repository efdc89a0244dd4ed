"""nerkit's own corpus format, which `nerkit.corpora.jsonl` describes; overlapping spans alone have no place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nerkit.corpora.interchange.example import ConversionReport, InterchangeDocument, InterchangeOptions
from nerkit.corpora.interchange.json_rows import write_rows
from nerkit.corpora.interchange.token_spans import without_overlaps
from nerkit.corpora.jsonl import labelled_from, lines, row_of
from nerkit.corpora.labelled import Span
from nerkit.tagging.bilou import TokenSpan

SUFFIX = ".jsonl"


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file. Raises `CorpusError`."""
    rows = list(lines(path))
    used = frozenset(span.label for _, line in rows for span in line.spans)
    return [
        InterchangeDocument(
            labelled_from(line, line.source or f"{path.stem}-{number}", used),
            None if line.tokens is None else tuple(line.tokens),
            line.meta,
        )
        for number, line in rows
    ]


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples; of overlapping spans the longest stays."""
    write_rows(path, (_row(example, report) for example in examples))


def _row(example: InterchangeDocument, report: ConversionReport) -> dict[str, object]:
    row = row_of(replace(example.labelled, spans=flat(example, report)))
    if example.tokens is not None:
        row["tokens"] = [list(borders) for borders in example.tokens]
    if example.meta:
        row["meta"] = dict(example.meta)
    return row


def flat(example: InterchangeDocument, report: ConversionReport) -> tuple[Span, ...]:
    """The spans without those that overlap longer ones, which are lost."""
    kept, others = without_overlaps(TokenSpan(span.start, span.end, span.label) for span in example.spans)
    report.lose("overlapping spans", len(others))
    return tuple(Span(span.start, span.end, span.label) for span in kept)
