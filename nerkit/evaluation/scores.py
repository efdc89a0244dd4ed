"""Precision, recall and F1 from counts; counts add up, rates never do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found and is right, what was found and is wrong, what is wanted and was not found."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.extra + other.extra, self.missed + other.missed)

    @property
    def wanted(self) -> int:
        """How many values or spans the gold holds."""
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 where nothing was found."""
        return self.hits / max(1, self.hits + self.extra)

    @property
    def recall(self) -> float:
        """Share of what is wanted that was found; 0 where nothing is wanted."""
        return self.hits / max(1, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing was found and nothing is wanted."""
        return 2 * self.hits / max(1, 2 * self.hits + self.extra + self.missed)

    def to_dict(self) -> dict[str, Any]:
        """Rates and counts, ready for JSON."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "hits": self.hits,
            "extra": self.extra,
            "missed": self.missed,
        }


@dataclass(frozen=True)
class Scores:
    """Counts by label or field; `interval` is the 95 % bootstrap interval of the micro F1 where it was computed."""

    by_name: Mapping[str, Counts]
    interval: tuple[float, float] | None = None

    @property
    def micro(self) -> Counts:
        """All counts together: every span or value weighs the same."""
        return sum(self.by_name.values(), Counts())

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the names that the gold holds at all: every name weighs the same."""
        scores = [counts.f1 for counts in self.by_name.values() if counts.wanted]
        return sum(scores) / max(1, len(scores))

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "micro": self.micro.to_dict(),
            "macro_f1": self.macro_f1,
            "interval": list(self.interval) if self.interval else None,
            "by_name": {name: counts.to_dict() for name, counts in sorted(self.by_name.items())},
        }
