"""Whether one model is better than another on the same documents, or whether the documents only fell that way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nerkit.evaluation.counts import Array, CountTable, Figure, f1, figures

SHUFFLES = 10_000
_BLOCK = 500
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of one model minus F1 of another: its 95 % interval by a paired bootstrap over documents, and p.

    `p` is how often a difference as large comes when the two outputs of each document are swapped at random
    (approximate randomisation, Noreen 1989).
    """

    f1: Figure
    p: float

    @property
    def means_something(self) -> bool:
        """Whether p is below 0.05."""
        return self.p < LEVEL

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"f1": self.f1.to_dict(), "p": self.p, "means_something": self.means_something}

    @property
    def said_p(self) -> str:
        """The p to print: three digits, or that it is less than they can show."""
        return "< 0.001" if self.p < 0.001 else f"{self.p:.3f}"

    def sentence(self, what: str, ours: str, theirs: str, documents: int) -> str:
        """What the difference of `what` between two models says, in words."""
        points, low, high = (100 * value for value in (self.f1.value, self.f1.low, self.f1.high))
        if self.f1.low == self.f1.high == 0:
            return f"{what}: {ours} and {theirs} do the same in every document."
        side = f"{abs(points):.1f} points of F1 {'above' if points >= 0 else 'below'}"
        chance = self.said_p if self.said_p.startswith("<") else f"= {self.said_p}"
        interval = "" if self.f1.alone else f"95 % interval {low:+.1f} to {high:+.1f}, "
        figures = f"{interval}p {chance}"
        verdict = (
            "more than chance explains"
            if self.means_something
            else f"on {documents} document{'s' * (documents != 1)} that cannot be told from chance"
        )
        return f"{what}: {ours} is {side} {theirs} ({figures}): {verdict}."


def difference(ours: CountTable, theirs: CountTable, *, seed: int = 0) -> dict[str, Difference]:
    """The difference for each name; both tables are about the same documents and names, in the same order.

    Where there are several names, their p is Holm's (1979): the more one asks, the more falls by chance.
    Raises ValueError where the tables do not match.
    """
    if ours.names != theirs.names or ours.counts.shape != theirs.counts.shape:
        raise ValueError("the two tables are not about the same documents and names")
    both = np.stack([ours.counts, theirs.counts], axis=1)  # shape: (documents, 2, names, 3)

    def gap(counts: Array) -> Array:
        return f1(counts[..., 0, :, :]) - f1(counts[..., 1, :, :])

    observed = figures(both, gap, seed=seed)
    rows = {
        name: Difference(figure, p)
        for name, figure, p in zip(ours.names, observed, _by_swapping(both, seed), strict=True)
    }
    return _holm(rows)


def _by_swapping(both: Array, seed: int) -> list[float]:
    """The p of each name. Swapping a document's outputs turns the sign of half their difference: F1 is of mean ± it."""
    rng = np.random.default_rng(seed)
    mean, half = both.mean(axis=1), (both[:, 0] - both[:, 1]) / 2
    total = mean.sum(axis=0)

    def gap(turned: Array) -> Array:
        return np.abs(f1(total + turned) - f1(total - turned))

    observed = gap(half.sum(axis=0))
    as_large = np.zeros(len(observed))
    for _ in range(SHUFFLES // _BLOCK):
        signs = rng.choice((-1.0, 1.0), size=(_BLOCK, len(both)))
        # A hair of room: the observed difference itself may come out in another order of sums.
        as_large += (gap(np.tensordot(signs, half, axes=1)) >= observed - 1e-12).sum(axis=0)
    return [float(p) for p in (1 + as_large) / (1 + SHUFFLES)]


def _holm(rows: Mapping[str, Difference]) -> dict[str, Difference]:
    adjusted: dict[str, Difference] = {}
    highest = 0.0
    for rank, (name, row) in enumerate(sorted(rows.items(), key=lambda item: item[1].p)):
        highest = max(highest, min(1.0, row.p * (len(rows) - rank)))
        adjusted[name] = replace(row, p=highest)
    return {name: adjusted[name] for name in rows}
