"""How two reports about the same documents compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rich.console import Group
from rich.table import Table as Grid

from nerkit.evaluation.evaluation_report import EvaluationReport
from nerkit.evaluation.judged_spans import table
from nerkit.evaluation.significance import Difference, difference
from nerkit.evaluation.text_tables import as_text, grid_of


@dataclass(frozen=True)
class Comparison:
    """Two reports about the same documents: how much better the first is, and whether that means anything."""

    ours: EvaluationReport
    theirs: EvaluationReport

    @cached_property
    def spans(self) -> Difference:
        """The difference of the strict micro F1 of spans."""
        return difference(*(each.span_table.micro for each in self._both))["micro"]

    @cached_property
    def records(self) -> Difference:
        """The difference of the micro F1 of record values."""
        return difference(*(each.record_table.micro for each in self._both))["micro"]

    @cached_property
    def labels(self) -> dict[str, Difference]:
        """The difference of the strict F1 of each label; p counts how many labels were asked about."""
        names = sorted({name for each in self._both for name in each.span_table.names})
        return difference(
            *(table(each.marks, each.documents, lambda mark: mark.span.label, names) for each in self._both)
        )

    @property
    def sentences(self) -> list[str]:
        """What it comes to, in words."""
        names = (self.ours.predictions.name, self.theirs.predictions.name)
        parts = []
        if self.ours.span_table.names or self.theirs.span_table.names:
            parts.append(self.spans.sentence("Entities", *names, self.ours.documents))
        if self.ours.record_table.names:
            parts.append(self.records.sentence("Records", *names, len(self.ours.record_table.counts)))
        clear = [name for name, difference in self.labels.items() if difference.means_something]
        if parts and self.labels:
            parts.append(
                f"Labels with a difference that chance does not explain: {', '.join(clear)}."
                if clear
                else "No single label differs by more than chance explains."
            )
        return parts

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "against": self.theirs.predictions.name,
            "spans": self.spans.to_dict(),
            "records": self.records.to_dict(),
            "labels": {name: each.to_dict() for name, each in self.labels.items()},
            "sentences": self.sentences,
        }

    def __rich__(self) -> Group:
        return Group(*self._tables())

    def __str__(self) -> str:
        return as_text(self)

    def _tables(self) -> Iterator[Grid | str]:
        """For the terminal: the differences by label, and the sentences that say what they come to."""
        if self.labels:
            grid = grid_of(f"F1 of entities against {self.theirs.predictions.name}", "difference", "95 % interval", "p")
            for label, row in self.labels.items():
                chance = f"{row.said_p}{' *' if row.means_something else ''}"
                grid.add_row(label, f"{row.f1.value:+.3f}", row.f1.said_interval("+.3f", " to "), chance)
            yield grid
        yield from self.sentences

    @property
    def _both(self) -> tuple[EvaluationReport, EvaluationReport]:
        return self.ours, self.theirs
