"""What moved between two tables of yardsticks, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nerkit.benchmarks.yardsticks.table import FigureCounts, YardstickFigure, YardstickTable

TOLERANCE = 0.002
"""How far a figure may fall: a value or two of a corpus, which any change of a rule may cost."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A figure of a yardstick in the old and in the new table; None where a table does not have it."""

    yardstick: str
    of: str
    old: YardstickFigure | None
    new: YardstickFigure | None

    @property
    def difference(self) -> float:
        """New F1 minus old; 0 where one of them is not there."""
        return round(self.new.f1 - self.old.f1, 5) if self.old and self.new else 0.0

    @property
    def moved(self) -> bool:
        """Whether any count is another one."""
        return self.old != self.new

    def fell(self, tolerance: float = TOLERANCE) -> bool:
        """Whether F1 is lower by more than `tolerance`."""
        return self.difference < -tolerance

    def __str__(self) -> str:
        name = f"{self.yardstick:18}{self.of:10}"
        if self.new is None:
            return f"{name}not measured"
        if self.old is None:
            return f"{name}{self.new.f1:.4f}, new"
        if not self.moved:
            return f"{name}{self.new.f1:.4f}, the same"
        return f"{name}{self.old.f1:.4f} → {self.new.f1:.4f}  {self.difference:+.4f}"

    def names(self) -> Iterator[str]:
        """The fields or labels whose counts are others, a line each."""
        old, new = (figure.by_name if figure else {} for figure in (self.old, self.new))
        if not (self.old and self.new):
            return
        for name in sorted(old.keys() | new.keys()):
            before, now = old.get(name), new.get(name)
            if before != now:
                yield f"{name}: {_counts(before)} → {_counts(now)}"


def movements(old: YardstickTable, new: YardstickTable) -> list[Movement]:
    """Every figure of either table, in the order of the old one."""
    pairs: dict[tuple[str, str], list[YardstickFigure | None]] = {}
    for place, table in enumerate((old, new)):
        for name, result in table.yardsticks.items():
            for of, figure in result.figures.items():
                pairs.setdefault((name, of), [None, None])[place] = figure
    return [Movement(name, of, *figures) for (name, of), figures in pairs.items()]


def _counts(counted: FigureCounts | None) -> str:
    if counted is None:
        return "none"
    return f"F1 {counted.f1:.3f} ({counted.hits} right, {counted.extra} extra, {counted.missed} missed)"
