"""Scores of records against gold records, with the same rules as the project's yardstick script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from nerkit.evaluation.compare import comparable
from nerkit.evaluation.scores import Counts, Scores
from nerkit.evaluation.table import Figure, Table, Triple, f1, figures

RecordDict = Mapping[str, Sequence[Mapping[str, Any]]]
"""The "record" part of the output: {field: [{"value": …, …}, …]}."""


class HasGold(Protocol):
    """Anything with a gold record: a `LabelledDocument` or a `Gold`."""

    @property
    def record(self) -> Mapping[str, list[list[str]]]:
        """For each field the wanted values, each as its accepted readings."""

    @property
    def tolerated(self) -> Mapping[str, list[str]]:
        """For each field the values that count neither way."""


@dataclass(frozen=True)
class Gold:
    """A gold record: for each field the wanted values, each as its accepted readings; and what counts neither way."""

    record: Mapping[str, list[list[str]]]
    tolerated: Mapping[str, list[str]] = field(default_factory=dict)


def record_scores(gold: Sequence[HasGold], predictions: Sequence[RecordDict | None], *, seed: int = 0) -> Scores:
    """Counts by field over documents, with a bootstrap interval of the micro F1 over documents.

    `predictions` holds the record of each document of `gold`, in the same order; None where there is none. Fields that
    no gold record holds are not scored. Raises ValueError where the two are not of the same length.
    """
    counted = record_table(gold, predictions)
    interval = bootstrap([Counts(*map(int, row)) for row in counted.counts.sum(axis=1).tolist()], seed=seed)
    return Scores(counted.by_name(), interval if len(counted.counts) else None)


def record_table(gold: Sequence[HasGold], predictions: Sequence[RecordDict | None]) -> Table:
    """The counts of every document by field; otherwise as `record_scores`."""
    fields = sorted({name for document in gold for name in document.record})
    rows = [
        (number, name, _count(name, document, record or {}))
        for number, (document, record) in enumerate(zip(gold, predictions, strict=True))
        for name in fields
    ]
    return Table.of(rows, len(gold), fields)


def whole_records(table: Table) -> Figure:
    """The share of documents whose record is right in every field: nothing missed, nothing extra."""
    flawless = (table.counts[:, :, 1:].sum(axis=(1, 2), keepdims=True) == 0).astype(np.float64)
    return figures(flawless, lambda sums: sums[..., 0] / max(1, len(flawless)))[0]


def bootstrap(documents: Sequence[Counts], *, seed: int = 0) -> tuple[float, float]:
    """The 95 % interval of the micro F1 when documents are drawn anew with replacement."""
    table = np.array([[[counts.hits, counts.extra, counts.missed]] for counts in documents], dtype=np.float64)
    figure = figures(table.reshape(-1, 1, 3), f1, seed=seed)[0]
    return figure.low, figure.high


def score_files(predictions: Path, gold: Path, *, seed: int = 0) -> tuple[Scores, int]:
    """Scores of a file of output lines against a file of gold lines, and how many gold documents have no output.

    Documents are matched by file name. A gold line is {"source", "record", "tolerated"?}, an output line is what
    `nerkit tag --format jsonl` prints.
    """
    wanted = {_name(row): Gold(row["record"], row.get("tolerated", {})) for row in _lines(gold)}
    found = {_name(row): row.get("record") for row in _lines(predictions)}
    scores = record_scores(list(wanted.values()), [found.get(name) for name in wanted], seed=seed)
    return scores, len(wanted.keys() - found.keys())


def _count(name: str, gold: HasGold, record: RecordDict) -> Triple:
    nothing = {None, ""}
    tolerated = _forms(name, (value for value in gold.tolerated.get(name, []) if value is not None))
    found = _forms(name, (row["value"] for row in record.get(name, []))) - nothing - tolerated
    readings = (_forms(name, accepted) - nothing for accepted in gold.record.get(name, []))
    wanted = [forms for forms in readings if forms]
    right = {form for form in found if any(form in forms for forms in wanted)}
    hits = sum(bool(forms & found) for forms in wanted)
    return hits, len(found - right), len(wanted) - hits


def _forms(name: str, values: Iterable[object]) -> set[str | None]:
    return {comparable(name, value) for value in values}


def _name(row: Mapping[str, Any]) -> str:
    return Path(row["source"]).name


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
