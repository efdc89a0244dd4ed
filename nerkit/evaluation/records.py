"""Scores of records against gold records: which values were found, which are extra, which were missed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from nerkit.evaluation.compare import comparable
from nerkit.evaluation.counts import CountTable, Figure, Triple, f1, figures
from nerkit.evaluation.scores import Counts, Scores

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

    @property
    def unasked(self) -> Collection[str]:
        """The fields that count neither way."""


@dataclass(frozen=True)
class Gold:
    """A gold record: for each field the wanted values, each as its accepted readings; and what counts neither way."""

    record: Mapping[str, list[list[str]]]
    tolerated: Mapping[str, list[str]] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WrongField:
    """A field of one record that is not right: the values that were missed (their first readings), and those extra."""

    field: str
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"field": self.field, "missed": list(self.missed), "extra": list(self.extra)}


def field_errors(gold: HasGold, record: RecordDict | None, fields: Iterable[str]) -> list[WrongField]:
    """Those of `fields` that are not right in `record`."""
    judged = (_judged(name, gold, record or {}) for name in fields if name not in gold.unasked)
    return [error for error in judged if error.missed or error.extra]


def record_scores(gold: Sequence[HasGold], predictions: Sequence[RecordDict | None], *, seed: int = 0) -> Scores:
    """Counts by field over documents, with a bootstrap interval of the micro F1 over documents.

    `predictions` holds the record of each document of `gold`, in the same order; None where there is none. Fields that
    no gold record holds are not scored. Raises ValueError where the two are not of the same length.
    """
    counted = record_table(gold, predictions)
    interval = bootstrap([Counts(*map(int, row)) for row in counted.counts.sum(axis=1).tolist()], seed=seed)
    return Scores(counted.by_name(), interval if len(counted.counts) else None)


def record_table(gold: Sequence[HasGold], predictions: Sequence[RecordDict | None]) -> CountTable:
    """The counts of every document by field; otherwise as `record_scores`."""
    fields = sorted({name for document in gold for name in document.record})
    rows = [
        (number, name, _count(name, document, record or {}))
        for number, (document, record) in enumerate(zip(gold, predictions, strict=True))
        for name in fields
        if name not in document.unasked
    ]
    return CountTable.of(rows, len(gold), fields)


def whole_records(table: CountTable) -> Figure:
    """The share of documents whose record is right in every field: nothing missed, nothing extra."""
    flawless = (table.counts[:, :, 1:].sum(axis=(1, 2), keepdims=True) == 0).astype(np.float64)
    return figures(flawless, lambda sums: sums[..., 0] / max(1, len(flawless)))[0]


def bootstrap(documents: Sequence[Counts], *, seed: int = 0) -> tuple[float, float] | None:
    """The 95 % interval of the micro F1 when documents are drawn anew with replacement; one has none."""
    table = np.array([[[counts.hits, counts.extra, counts.missed]] for counts in documents], dtype=np.float64)
    return figures(table.reshape(-1, 1, 3), f1, seed=seed)[0].interval


def score_files(predictions: Path, gold: Path, *, seed: int = 0) -> tuple[Scores, int]:
    """Scores of a file of output lines against a file of gold lines, and how many gold documents have no output.

    Documents are matched by file name. A gold line is {"source", "record", "tolerated"?, "unasked"?}, an output line is
    what `nerkit tag --format jsonl` prints.
    """
    wanted = {name_of(row): gold_of(row) for row in lines_of(gold)}
    found = {name_of(row): row.get("record") for row in lines_of(predictions)}
    scores = record_scores(list(wanted.values()), [found.get(name) for name in wanted], seed=seed)
    return scores, len(wanted.keys() - found.keys())


def gold_of(row: Mapping[str, Any]) -> Gold:
    """The gold record of a line of gold."""
    return Gold(row["record"], row.get("tolerated", {}), frozenset(row.get("unasked", ())))


def _count(name: str, gold: HasGold, record: RecordDict) -> Triple:
    judged = _judged(name, gold, record)
    wanted = sum(bool(said(name, accepted)) for accepted in gold.record.get(name, []))
    return wanted - len(judged.missed), len(judged.extra), len(judged.missed)


def _judged(name: str, gold: HasGold, record: RecordDict) -> WrongField:
    """What is missed and what is extra in a field; values that are equal count once."""
    tolerated = said(name, (value for value in gold.tolerated.get(name, []) if value is not None))
    values = (row["value"] for row in record.get(name, []))
    found = {form: str(value) for value in values for form in said(name, [value]) - tolerated}
    wanted = [(str(accepted[0]), said(name, accepted)) for accepted in gold.record.get(name, []) if accepted]
    right = accepted_forms(name, gold)
    missed = tuple(first for first, forms in wanted if forms and not forms & found.keys())
    return WrongField(name, missed, tuple(value for form, value in found.items() if form not in right))


def accepted_forms(name: str, gold: HasGold) -> set[str]:
    """The comparable forms of all accepted readings of a field's values."""
    return said(name, (value for accepted in gold.record.get(name, []) for value in accepted))


def said(name: str, values: Iterable[object]) -> set[str]:
    """The comparable forms of values, without those that say nothing."""
    return {form for value in values if (form := comparable(name, value))}


def name_of(row: Mapping[str, Any]) -> str:
    """The name of the file that a line is about."""
    return Path(row["source"]).name


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
