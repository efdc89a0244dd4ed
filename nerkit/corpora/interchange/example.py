"""What every interchange format is read into and written from, and the account of what got lost on the way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from pydantic import ValidationError

from nerkit.corpora.jsonl import JsonLine, labelled_from, row_of
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.errors import CorpusError
from nerkit.reading import document_from_text

AlignmentMode = Literal["expand", "shrink", "strict"]
Offsets = Literal["auto", "characters", "utf-16"]
Scheme = Literal["BIO", "BILOU", "IO"]
Borders = tuple[int, int]

KEY = "nerkit"
"""The field under which a format that has metadata keeps what only nerkit has a place for."""


@dataclass(frozen=True)
class InterchangeDocument:
    """A document with labels, on its way from one format to another.

    The spans of `labelled` may overlap here. `tokens` are the (start, end) of the tokens that the format gives, None
    where it gives none; `meta` is what a tool keeps with the document and nerkit has no name for, ready for JSON.
    """

    labelled: LabelledDocument
    tokens: tuple[Borders, ...] | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The name of the document."""
        return self.labelled.document.source

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.labelled.document.text

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans, by place."""
        return self.labelled.spans


@dataclass(frozen=True, slots=True)
class Misfit:
    """A span that does not meet token borders: what was taken for it, None if nothing, and the nearest borders."""

    id: str
    span: Span
    taken: Borders | None
    nearest: Borders | None

    def __str__(self) -> str:
        place = f"{self.id}: {self.span.label} {self.span.start}–{self.span.end} does not meet token borders"
        if self.taken:
            return f"{place}, taken as {self.taken[0]}–{self.taken[1]}"
        nearest = f"; the nearest are {self.nearest[0]}–{self.nearest[1]}" if self.nearest else ""
        return f"{place}, left out{nearest}"


@dataclass
class ConversionReport:
    """What a conversion could not keep: counts by what it is, and the spans that do not meet token borders."""

    lost: Counter[str] = field(default_factory=Counter)
    misfits: list[Misfit] = field(default_factory=list)

    def lose(self, what: str, count: int = 1) -> None:
        """Count what gets lost; none is no loss."""
        if count:
            self.lost[what] += count

    def __bool__(self) -> bool:
        return bool(self.lost or self.misfits)


@dataclass(frozen=True)
class InterchangeOptions:
    """How files are read and written.

    `align`: what becomes of a span that does not meet token borders. `scheme`, `columns`: of CoNLL. `offsets`: what the
    offsets of a file that is read count. `plain`: leave out what only nerkit reads.
    """

    align: AlignmentMode = "expand"
    scheme: Scheme = "BIO"
    columns: tuple[str, ...] = ("token", "tag")
    offsets: Offsets = "auto"
    plain: bool = False


@dataclass
class Draft:
    """What a reader takes from one document of a file."""

    id: str
    text: str
    spans: list[Span]
    tokens: Sequence[Borders] | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    unknown: list[Borders] | None = None
    """Stretches in which nobody says what is an entity."""


def finish(drafts: Sequence[Draft], report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file: where nothing else is said, every label that the file uses is closed in all of it."""
    used = frozenset(span.label for draft in drafts for span in draft.spans)
    return [_finished(draft, used, report) for draft in drafts]


def _finished(draft: Draft, used: frozenset[str], report: ConversionReport) -> InterchangeDocument:
    spans = sorted(set(draft.spans), key=lambda span: (span.start, span.end, span.label))
    report.lose("repeated spans", len(draft.spans) - len(spans))
    line = _line(draft, report)
    if draft.unknown and not draft.extras:
        line.open_spans = [Span(start, end, label) for start, end in draft.unknown for label in sorted(used)]
    line.spans = spans
    tokens = line.tokens if draft.tokens is None else draft.tokens
    if tokens is not None and any(other[0] < one[1] for one, other in pairwise(tokens)):
        report.lose("documents' tokens, which overlap")
        tokens = None
    labelled = labelled_from(line, draft.id, used)
    return InterchangeDocument(labelled, None if tokens is None else tuple(tokens), draft.meta | line.meta)


def _line(draft: Draft, report: ConversionReport) -> JsonLine:
    try:
        # By way of JSON: strict validation takes lists for tuples there.
        line = JsonLine.model_validate_json(json.dumps({**draft.extras, "text": draft.text, "spans": []}))
    except ValidationError:
        line = None
    if line is None or line.fault():
        report.lose("pages, words and open labels that do not fit the text any more")
        return JsonLine(text=draft.text)
    return line


def used_labels(examples: Iterable[InterchangeDocument]) -> frozenset[str]:
    """All labels of the spans."""
    return frozenset(span.label for example in examples for span in example.spans)


def extras(
    example: InterchangeDocument, used: frozenset[str], *, has_tokens: bool = False, has_meta: bool = False
) -> dict[str, Any]:
    """What of the example goes under `KEY`: all but text, name and spans that a reader would not find out by itself.

    `used` are the labels of all examples of the file.
    """
    row = row_of(example.labelled)
    document = example.labelled.document
    if document.words == document_from_text(document.text, "").words:
        del row["words"]
    if example.labelled.closed == used:
        del row["closed"]
    for key in ("text", "source", "spans"):
        del row[key]
    if example.tokens is not None and not has_tokens:
        row["tokens"] = [list(borders) for borders in example.tokens]
    if example.meta and not has_meta:
        row["meta"] = dict(example.meta)
    return row


def lose_extras(row: Mapping[str, Any], report: ConversionReport) -> None:
    """Count what `extras` holds as lost, for a format that has no place for it or is to be written plain."""
    names = {
        "words": "documents' own words, with their places on the pages",
        "pages": "documents' pages",
        "closed": "documents' lists of labels that are marked throughout",
        "open_spans": "stretches where a label is unknown",
        "tokens": "documents' own tokens",
        "meta": "documents' metadata",
    }
    for key in row:
        report.lose(names.get(key, f"documents' {key}"))


def with_extras(
    row: dict[str, Any], more: dict[str, Any], options: InterchangeOptions, report: ConversionReport
) -> dict[str, Any]:
    """The row of a format that has metadata, with the extras under `KEY` unless it is to be plain."""
    if options.plain:
        lose_extras(more, report)
        return row
    return row | ({KEY: more} if more else {})


def checked_span(start: object, end: object, label: object, text: str, where: str) -> Span:
    """A span, if it lies inside the text; raises `CorpusError`."""
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(label, str) or not label:
        raise CorpusError(f"{where}: a span needs two whole numbers and a label")
    if not 0 <= start < end <= len(text):
        raise CorpusError(f"{where}: the span {start}–{end} does not lie inside the text of {len(text)} characters")
    return Span(start, end, label)
