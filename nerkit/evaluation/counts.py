"""Counts of every document, and the rates they give with their 95 % bootstrap intervals over documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nerkit.evaluation.scores import Counts

Array = NDArray[np.float64]

RESAMPLES = 1000

Triple = tuple[float, float, float]
"""Hits, extra, missed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval: what it would be on other documents of the same sort.

    A figure that is `alone` is of one document, which says nothing of others: its ends are the value, and never shown.
    """

    value: float
    low: float
    high: float
    alone: bool = False

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends, where there is an interval."""
        return None if self.alone else (self.low, self.high)

    def said_interval(self, digits: str = ".3f", between: str = " – ") -> str:
        """The interval to print; a dash where there is none."""
        return "–" if self.alone else f"{self.low:{digits}}{between}{self.high:{digits}}"

    def __str__(self) -> str:
        return f"{self.value:.3f}" + ("" if self.alone else f" ({self.said_interval()})")

    def to_dict(self) -> dict[str, float | None]:
        """Ready for JSON."""
        low, high = self.interval or (None, None)
        return {"value": self.value, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1 of some counts; the counts are fractions where parts of a span earn half a point."""

    precision: Figure
    recall: Figure
    f1: Figure
    hits: float
    extra: float
    missed: float

    @property
    def wanted(self) -> float:
        """How many values, spans or tokens the gold holds."""
        return self.hits + self.missed

    @property
    def found(self) -> float:
        """How many were found, right or not."""
        return self.hits + self.extra

    @property
    def said_precision(self) -> Figure | None:
        """The precision; None where nothing was found, so that there is none."""
        return self.precision if self.found else None

    @property
    def said_recall(self) -> Figure | None:
        """The recall; None where nothing is wanted, so that there is none."""
        return self.recall if self.wanted else None

    def to_dict(self) -> dict[str, Any]:
        """Rates, counts and intervals, ready for JSON."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {
            **{name: figure.value for name, figure in figures.items()},
            **{"hits": self.hits, "extra": self.extra, "missed": self.missed},
            "intervals": {name: _listed(figure) for name, figure in figures.items()},
        }


@dataclass(frozen=True)
class CountTable:
    """For every document and every name (a label, a field, a slice) the hits, what is extra, and what was missed."""

    names: tuple[str, ...]
    counts: Array
    """*Shape:* (documents, names, 3)."""

    @classmethod
    def of(
        cls, rows: Iterable[tuple[int, str, Triple]], documents: int, names: Iterable[str] | None = None
    ) -> CountTable:
        """The table of rows (number of the document, name, (hits, extra, missed)); what has one place adds up.

        `names` fixes the names and their order; without them they are the names that occur, sorted.
        """
        rows = list(rows)
        chosen = tuple(sorted({name for _, name, _ in rows}) if names is None else names)
        place = {name: i for i, name in enumerate(chosen)}
        counts = np.zeros((documents, len(chosen), 3))
        for document, name, triple in rows:
            counts[document, place[name]] += triple
        return cls(chosen, counts)

    @property
    def micro(self) -> CountTable:
        """All names together: every span or value weighs the same."""
        return CountTable(("micro",), self.counts.sum(axis=1, keepdims=True))

    def rates(self, *, seed: int = 0) -> dict[str, Rates]:
        """The rates of each name over all documents."""
        totals = self.counts.sum(axis=0)
        columns = [figures(self.counts, rate, seed=seed) for rate in (precision, recall, f1)]
        return {
            name: Rates(columns[0][i], columns[1][i], columns[2][i], *map(_whole, totals[i]))
            for i, name in enumerate(self.names)
        }

    def macro_f1(self, *, seed: int = 0) -> Figure:
        """Mean F1 of the names that the gold holds at all: every name weighs the same."""
        held = self.counts[:, (self.counts[:, :, 0] + self.counts[:, :, 2]).sum(axis=0) > 0]

        def macro(counts: Array) -> Array:
            mean: Array = f1(counts).sum(axis=-1, keepdims=True) / max(1, counts.shape[-2])
            return mean

        return figures(held, macro, seed=seed)[0]

    def by_name(self) -> dict[str, Counts]:
        """The counts of each name over all documents, for tables of whole numbers."""
        return {
            name: Counts(*map(int, row)) for name, row in zip(self.names, self.counts.sum(axis=0).tolist(), strict=True)
        }

    def to_dict(self) -> dict[str, Any]:
        """Rates and counts of all names and of each, ready for JSON."""
        micro = self.micro.rates()["micro"]
        return {
            "micro": micro.to_dict(),
            "macro_f1": self.macro_f1().value,
            "macro_f1_interval": _listed(self.macro_f1()),
            "interval": _listed(micro.f1),
            "by_name": {name: rates.to_dict() for name, rates in self.rates().items()},
        }


def figures(counts: Array, rate: Callable[[Array], Array], *, seed: int = 0) -> list[Figure]:
    """What `rate` makes of the sum over documents, with intervals.

    `counts` is of *shape* (documents, …); `rate` takes sums, (…) or (resamples, …), and gives (names) or
    (resamples, names).
    """
    values = rate(counts.sum(axis=0))
    # shape: (resamples, documents) × (documents, …) → (resamples, …)
    drawn = rate(np.tensordot(weights(len(counts), seed), counts, axes=1))
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    alone = len(counts) == 1
    return [Figure(float(v), float(l), float(h), alone) for v, l, h in zip(values, low, high, strict=True)]


@cache
def weights(documents: int, seed: int = 0) -> Array:
    """How often each document is drawn when as many as there are are drawn with replacement.

    *Shape:* (resamples, documents). The same for every figure about the same documents, so that figures can be paired.
    """
    if not documents:
        return np.zeros((RESAMPLES, 0))
    draws = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=RESAMPLES)
    return draws.astype(np.float64)


def precision(counts: Array) -> Array:
    """Share of what was found that is right, 0 where nothing was found. *Shape:* (…, 3) → (…)."""
    return counts[..., 0] / np.maximum(_LEAST, counts[..., 0] + counts[..., 1])


def recall(counts: Array) -> Array:
    """Share of what is wanted that was found, 0 where nothing is wanted. *Shape:* (…, 3) → (…)."""
    return counts[..., 0] / np.maximum(_LEAST, counts[..., 0] + counts[..., 2])


def f1(counts: Array) -> Array:
    """Harmonic mean of precision and recall, 0 where both are. *Shape:* (…, 3) → (…)."""
    return 2 * counts[..., 0] / np.maximum(_LEAST, 2 * counts[..., 0] + counts[..., 1] + counts[..., 2])


_LEAST = 0.25
"""Less than any sum of counts that is not 0: the least credit of a pair of spans is a half."""


def _whole(count: float) -> float:
    return int(count) if float(count).is_integer() else float(count)


def _listed(figure: Figure) -> list[float] | None:
    return None if figure.interval is None else list(figure.interval)


def document_f1(table: CountTable) -> Sequence[float]:
    """F1 of each document by itself."""
    return [float(value) for value in f1(table.counts.sum(axis=1))]
