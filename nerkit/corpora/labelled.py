"""A document with labels: what every corpus reader gives and what training and evaluation take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nerkit.document import Document

GoldRecord = Mapping[str, list[list[str]]]
"""{field: [accepted readings of one wanted value, …]}; `nerkit.evaluation.compare` says which values are equal."""


@dataclass(frozen=True, slots=True)
class Span:
    """`document.text[start:end]` is an entity with this label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class LabelledDocument:
    """A document and what its corpus says about it.

    `closed` are the labels of which the corpus marks every mention, or which cannot occur in it: where no span stands,
    they are absent. All other labels are unknown outside the spans, and training leaves them open. `open_spans` are
    stretches where one label is unknown although it is closed elsewhere. `record` is the gold record, `tolerated` and
    `unasked` the values and the fields that count neither way. Documents of one `group`, as parts of one agreement or
    forms of one sender, are alike beforehand: where documents are divided, a group stays together.
    """

    document: Document
    spans: tuple[Span, ...] = ()
    closed: frozenset[str] = frozenset()
    open_spans: tuple[Span, ...] = ()
    kind: str | None = None
    record: GoldRecord = field(default_factory=dict)
    tolerated: Mapping[str, list[str]] = field(default_factory=dict)
    group: str | None = None
    unasked: frozenset[str] = frozenset()
