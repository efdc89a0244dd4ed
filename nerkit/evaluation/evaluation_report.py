"""All that one evaluation says: figures of spans, words and records, and their errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from rich.console import Group
from rich.table import Table as Grid

from nerkit.corpora.labelled import LabelledDocument
from nerkit.evaluation.confusion import Confusion, confusion
from nerkit.evaluation.counts import CountTable, Figure, document_f1
from nerkit.evaluation.judged_spans import JudgedSpan, marks, table, threshold_table
from nerkit.evaluation.matching import MEASURES, categories, measure_table
from nerkit.evaluation.predictions import Predictions, Predictor, predict
from nerkit.evaluation.records import WrongField, field_errors, record_table, whole_records
from nerkit.evaluation.reliability import JudgedEntity, by_label, reliability
from nerkit.evaluation.scores import Scores
from nerkit.evaluation.slices import slice_tables
from nerkit.evaluation.text_tables import as_text, confidence_table, grid_of, rates_table, score_table, short_names
from nerkit.evaluation.token_scores import token_table

_MISTAKEN, _WORST = 12, 10
"""How many rows the tables of what is worst have; all of them are in JSON."""


@dataclass(frozen=True)
class EvaluationReport:
    """The figures of predictions about the documents of a corpus; computed when they are asked for."""

    gold: Sequence[LabelledDocument]
    predictions: Predictions

    @classmethod
    def of(cls, gold: Sequence[LabelledDocument], predictions: Predictions) -> EvaluationReport:
        """The report; where the predictions are about another text than the corpus's, of records alone."""
        if not predictions.same_text:
            gold = [replace(each, spans=(), closed=frozenset(), open_spans=()) for each in gold]
            nothing = [replace(each, entities=()) for each in predictions.documents]
            predictions = replace(predictions, documents=nothing)
        return cls(gold, predictions)

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return len(self.gold)

    @cached_property
    def marks(self) -> list[JudgedSpan]:
        """Every span that is wanted or was found, but for what the corpus leaves unknown."""
        return marks(self.gold, [each.entities for each in self.predictions.documents])

    @cached_property
    def span_table(self) -> CountTable:
        """Strict counts by label."""
        return table(self.marks, self.documents, lambda mark: mark.span.label)

    @cached_property
    def measures(self) -> CountTable:
        """Points by each of `MEASURES`, all labels together."""
        return measure_table(self._sides())

    @cached_property
    def categories(self) -> dict[str, Counter[str]]:
        """For each of `MEASURES` how many spans are correct, partial, incorrect, missing, spurious."""
        return {
            name: sum((categories(wanted, found, name) for wanted, found in self._sides()), Counter())
            for name in MEASURES
        }

    @cached_property
    def token_table(self) -> CountTable:
        """Counts of words by label."""
        return token_table(self.gold, [each.entities for each in self.predictions.documents])

    @cached_property
    def record_table(self) -> CountTable:
        """Counts of record values by field, of the documents that have a gold record."""
        both = [(g, p.record) for g, p in zip(self.gold, self.predictions.documents, strict=True) if g.record]
        return record_table([gold for gold, _ in both], [record for _, record in both])

    @property
    def whole_records(self) -> Figure:
        """The share of documents whose record is right in every field."""
        return whole_records(self.record_table)

    @cached_property
    def confusion(self) -> Confusion:
        """What was taken for what."""
        return confusion(self.gold, [each.entities for each in self.predictions.documents])

    @cached_property
    def thresholds(self) -> CountTable:
        """Strict counts of the entities from a confidence on."""
        return threshold_table(self.marks, self.documents)

    @cached_property
    def slices(self) -> dict[str, CountTable]:
        """Strict counts of parts of the corpus."""
        return slice_tables(self.marks, self.gold)

    @property
    def found(self) -> list[JudgedEntity]:
        """The entities that were found, with their confidence and whether they are right."""
        return [JudgedEntity(m.span.label, m.confidence, m.wanted) for m in self.marks if m.confidence is not None]

    @property
    def spans(self) -> Scores:
        """Strict counts of spans by label over all documents, and the interval of their micro F1."""
        return _scores(self.span_table)

    @property
    def records(self) -> Scores:
        """Counts of record values by field over all documents, and the interval of their micro F1."""
        return _scores(self.record_table)

    @cached_property
    def field_errors(self) -> list[list[WrongField]]:
        """For each document the fields of its record that are not right; none where it has no gold record."""
        fields = self.record_table.names
        return [
            field_errors(gold, found.record, fields) if gold.record else []
            for gold, found in zip(self.gold, self.predictions.documents, strict=True)
        ]

    def worst(self) -> list[int]:
        """The numbers of the documents with errors: those with the most in their spans first, then in their records."""
        spans = self.span_table.counts[:, :, 1:].sum(axis=(1, 2))
        fields = np.array([len(errors) for errors in self.field_errors])
        return [int(i) for i in np.lexsort((-fields, -spans)) if spans[i] or fields[i]]

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        labels = by_label(self.found).items()
        return {
            "predictions": self.predictions.name,
            "documents": self.documents,
            "notes": list(self.predictions.notes),
            "spans": self.span_table.to_dict(),
            "measures": {
                name: rates.to_dict() | {"categories": dict(self.categories[name])}
                for name, rates in self.measures.rates().items()
            },
            "words": self.token_table.to_dict(),
            "records": self.record_table.to_dict() | {"whole": self.whole_records.to_dict()},
            "confusion": self.confusion.to_dict(),
            "calibration": reliability(self.found).to_dict()
            | {"by_label": {label: reliability(group).to_dict() for label, group in labels}},
            "thresholds": {name: rates.to_dict() for name, rates in self.thresholds.rates().items()},
            "slices": {
                name: {part: rates.to_dict() for part, rates in parts.rates().items()}
                for name, parts in self.slices.items()
            },
            "worst": [self._document(number) for number in self.worst()],
        }

    def __rich__(self) -> Group:
        return Group(*self._tables())

    def __str__(self) -> str:
        return as_text(self)

    def _tables(self) -> Iterator[Grid | str]:
        """For the terminal, what matters most first."""
        for note in self.predictions.notes:
            yield f"note: {note}\n"
        if self.span_table.names:
            yield score_table("Entities", self.span_table)
            yield rates_table("Entities, by measure", self.measures.rates())
            yield rates_table("Words", self.token_table.micro.rates() | {"macro": None}, self.token_table.macro_f1())
        if self.record_table.names:
            grid = score_table("Records", self.record_table)
            grid.caption = f"{grid.caption}\nwhole records right: {self.whole_records}"
            yield grid
        if self.found:
            yield confidence_table(self.found)
        for name, parts in self.slices.items():
            yield rates_table(f"Entities by {name}", parts.rates())
        if mistaken := self.confusion.mistaken():
            grid = grid_of("Wanted, and what was found instead", "found", "times")
            for wanted, found, count in mistaken[:_MISTAKEN]:
                grid.add_row(wanted, found, str(count))
            yield grid
        if worst := self.to_dict()["worst"]:
            grid = grid_of("Worst documents", "missed", "extra", "F1", "wrong fields")
            names = short_names([row["source"] for row in worst])
            for row, name in list(zip(worst, names, strict=True))[:_WORST]:
                counted = row["hits"] + row["missed"] + row["extra"]
                f1 = f"{row['f1']:.3f}" if counted else "–"
                grid.add_row(name, str(row["missed"]), str(row["extra"]), f1, str(len(row["fields"])))
            yield grid

    def _sides(self) -> list[tuple[list[Any], list[Any]]]:
        """For each document its wanted spans and those that were found."""
        sides: list[tuple[list[Any], list[Any]]] = [([], []) for _ in self.gold]
        for mark in self.marks:
            if mark.wanted:
                sides[mark.document][0].append(mark.span)
            if mark.confidence is not None:
                sides[mark.document][1].append(mark.span)
        return sides

    def _document(self, number: int) -> dict[str, Any]:
        hits, extra, missed = map(int, self.span_table.counts[number].sum(axis=0))
        return {
            "source": self.gold[number].document.source,
            "f1": document_f1(self.span_table)[number],
            **{"hits": hits, "extra": extra, "missed": missed},
            "fields": [error.to_dict() for error in self.field_errors[number]],
        }


def evaluate(pipeline: Predictor, documents: Iterable[LabelledDocument], name: str = "model") -> EvaluationReport:
    """Runs `pipeline` on every document and scores its entities and records against the document's labels.

    Documents without a gold record are scored by their spans alone.
    """
    gold = list(documents)
    return EvaluationReport.of(gold, predict(pipeline, gold, name))


def _scores(table: CountTable) -> Scores:
    interval = table.micro.rates()["micro"].f1.interval
    return Scores(table.by_name(), interval if len(table.counts) and table.names else None)
