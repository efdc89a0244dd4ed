"""Span scores and record scores of one evaluation, as a table for people and as JSON for programs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rich.console import Console, Group
from rich.table import Table

from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Document, Entity
from nerkit.evaluation.calibration import Outcome, by_label, outcomes, reliability
from nerkit.evaluation.records import RecordDict, record_scores
from nerkit.evaluation.scores import Scores
from nerkit.evaluation.spans import span_scores
from nerkit.records.record import Record


class Result(Protocol):
    """What the pipeline gives for one document."""

    @property
    def entities(self) -> Iterable[Entity]:
        """The entities that were found."""

    @property
    def record(self) -> Record:
        """The record built from them."""


class Pipeline(Protocol):
    """Anything that turns a document into entities and a record."""

    def __call__(self, document: Document, /) -> Result:
        """Tags one document that is already read."""


@dataclass(frozen=True)
class Report:
    """The scores of `documents` documents."""

    documents: int
    spans: Scores
    records: Scores
    found: Sequence[Outcome] = ()
    """The entities that were found, with their confidence and whether they are right."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        labels = by_label(self.found).items()
        return {
            "documents": self.documents,
            "spans": self.spans.to_dict(),
            "records": self.records.to_dict(),
            "calibration": reliability(self.found).to_dict()
            | {"by_label": {label: reliability(group).to_dict() for label, group in labels}},
        }

    def __rich__(self) -> Group:
        tables = [
            score_table(title, scores)
            for title, scores in (("Entities", self.spans), ("Records", self.records))
            if scores.by_name
        ]
        return Group(*tables, *([confidence_table(self.found)] if self.found else []))

    def __str__(self) -> str:
        page = io.StringIO()
        Console(file=page, width=100).print(self)
        return page.getvalue().rstrip()


def score_table(title: str, scores: Scores) -> Table:
    """A row for each name, the micro average last, with its interval where there is one."""
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for column in ("P", "R", "F1", "wanted"):
        table.add_column(column, justify="right")
    rows = [*sorted(scores.by_name.items()), ("micro", scores.micro)]
    for name, counts in rows:
        rates = (f"{rate:.3f}" for rate in (counts.precision, counts.recall, counts.f1))
        table.add_row(name, *rates, str(counts.wanted), end_section=name == rows[-2][0] if len(rows) > 1 else False)
    if scores.interval:
        low, high = scores.interval
        table.caption = f"micro F1 {scores.micro.f1:.4f}, 95 % interval {low:.4f} to {high:.4f}"
    return table


def confidence_table(found: Sequence[Outcome]) -> Table:
    """A row for each label, all labels last: how sure the entities are, how many are right, and the gap."""
    table = Table(title="Confidence", title_justify="left", caption="ECE: expected calibration error, 15 equal bins")
    table.add_column("")
    for column in ("found", "confidence", "right", "ECE", "by chance"):
        table.add_column(column, justify="right")
    groups = [*by_label(found).items(), ("all", found)]
    for number, (label, group) in enumerate(groups, start=1):
        measured = reliability(group)
        confidence = sum(outcome.confidence for outcome in group) / len(group)
        right = sum(outcome.right for outcome in group) / len(group)
        figures = (f"{figure:.3f}" for figure in (confidence, right, measured.ece, measured.floor))
        table.add_row(label, str(len(group)), *figures, end_section=number == len(groups) - 1)
    return table


def evaluate(pipeline: Pipeline, documents: Iterable[LabelledDocument]) -> Report:
    """Runs `pipeline` on every document and scores its entities and records against the document's labels.

    Documents without a gold record are scored by their spans alone.
    """
    gold: list[LabelledDocument] = []
    entities: list[list[Entity]] = []
    records: list[RecordDict] = []
    for labelled in documents:
        result = pipeline(labelled.document)
        gold.append(labelled)
        entities.append(list(result.entities))
        records.append(result.record.to_dict()["record"])
    with_record = [i for i, labelled in enumerate(gold) if labelled.record]
    return Report(
        documents=len(gold),
        spans=span_scores(gold, entities),
        records=record_scores([gold[i] for i in with_record], [records[i] for i in with_record]),
        found=outcomes(gold, entities),
    )
