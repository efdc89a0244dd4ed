"""A learning curve: dev F1 at growing numbers of documents, the law that it follows, and what the law says of more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nerkit.evaluation.counts import Array, Figure, f1, weights
from nerkit.training.power_law import LEAST_SIZES, PowerLaw, fit

_LITTLE = 0.01
"""A gain in F1 below which a curve counts as saturated."""

LEAST_DEV = 10
"""Dev documents below which nothing is said of more documents: samples of so few are all alike."""

_LARGE = 0.05
"""How far the scores may lie from the law before it is no longer believed."""


@dataclass(frozen=True)
class CurvePoint:
    """One training run on a share of the documents: its hits, extra and missed spans in each dev document."""

    share: float
    seed: int
    documents: int
    counts: Array
    """*Shape:* (dev documents, 3)."""

    @property
    def f1(self) -> float:
        """Strict micro F1 on the dev documents."""
        return float(f1(self.counts.sum(axis=0)))


@dataclass(frozen=True)
class LearningCurve:
    """The runs of a config on growing shares of its training documents, in order of share and seed."""

    name: str
    points: Sequence[CurvePoint]

    @cached_property
    def sizes(self) -> Array:
        """The numbers of documents that were trained on. *Shape:* (sizes)."""
        return np.array(sorted({point.documents for point in self.points}), dtype=np.float64)

    @cached_property
    def scores(self) -> Array:
        """Mean F1 over the runs of each size, then the same for other dev documents and other seeds of the same sort.

        Both are drawn with replacement; the dev documents are the same for all runs. *Shape:* (1 + samples, sizes).
        """
        rng = np.random.default_rng(0)
        columns = []
        for size in self.sizes:
            counts = np.stack([point.counts for point in self.points if point.documents == size], axis=1)
            value = f1(counts.sum(axis=0)).mean()
            # shape: (samples, dev documents) × (dev documents, runs, 3) → (samples, runs)
            drawn = f1(np.tensordot(weights(len(counts)), counts, axes=1))
            runs = rng.integers(drawn.shape[1], size=drawn.shape)
            columns.append(np.append(value, np.take_along_axis(drawn, runs, axis=1).mean(axis=1)))
        return np.stack(columns, axis=1)

    @cached_property
    def law(self) -> PowerLaw:
        """The power law through the scores, then through each sample of them.

        Where there are more sizes than a law needs, each sample leaves one out, each size in turn: what a single size
        decides is not known. The smallest ones often lie below the law of the others (Hestness et al. 2017).
        """
        law = fit(self.sizes, self.scores)
        count = len(self.sizes)
        for left_out in range(count) if count > LEAST_SIZES else ():
            rows = slice(1 + left_out, None, count)
            scores = np.delete(self.scores[rows], left_out, axis=1)
            part = fit(np.delete(self.sizes, left_out), scores, law.scale)
            law.a[rows], law.b[rows], law.c[rows] = part.a, part.b, part.c
        return law

    def figures(self) -> list[Figure]:
        """Dev F1 at each size with its 95 % interval."""
        return [_figure(column) for column in self.scores.T]

    def predicted(self, documents: float) -> Figure:
        """Dev F1 that the law says for so many documents, with its 95 % interval."""
        return _figure(self.law.at(documents)[:, 0])

    @property
    def gain(self) -> Figure:
        """What the law says twice the documents would add to dev F1."""
        now, then = self.law.at(np.array([self.sizes[-1], 2 * self.sizes[-1]])).T
        # A law that lies below the last runs still cannot add more than they leave.
        return _figure(np.clip(then - now, 0, np.maximum(0, 1 - self.scores[:, -1])))

    @property
    def looks_ahead(self) -> bool:
        """Whether there are enough dev documents to say anything of more documents."""
        return len(self.points[0].counts) >= LEAST_DEV

    @property
    def misfit(self) -> float:
        """How far the scores lie from the law: root mean square, in F1."""
        return float(np.sqrt(((self.law.at(self.sizes)[0] - self.scores[0]) ** 2).mean()))

    @property
    def saturated(self) -> bool | None:
        """Whether twice the documents bring less than a point of F1; None where the runs do not decide it."""
        gain = self.gain
        if self.misfit > _LARGE or not self.looks_ahead:
            return None
        return True if gain.high < _LITTLE else False if gain.low >= _LITTLE else None

    @property
    def sentence(self) -> str:
        """What doubling would bring, and whether the curve has saturated."""
        gain, documents = self.gain, int(self.sizes[-1])
        if not self.looks_ahead:
            dev = len(self.points[0].counts)
            have = f"{dev} dev document{'s' * (dev != 1)}"
            return f"{have}: too few to say what more documents would bring; mark {LEAST_DEV} or more for dev."
        if self.misfit > _LARGE:
            off = f"{100 * self.misfit:.0f} points of F1"
            return f"The runs are {off} off a power law: train on other shares, or with more seeds, to look ahead."
        points = f"about {100 * gain.value:.1f} points of dev F1"
        interval = f"95 % interval {100 * gain.low:.1f} to {100 * gain.high:.1f}"
        verdict = {
            True: "the curve has saturated: more documents of this sort bring little",
            False: "the curve has not saturated: more documents pay",
            None: "whether the curve has saturated cannot be told from these runs",
        }[self.saturated]
        return f"Twice the {documents} documents would bring {points} ({interval}): {verdict}."

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        law, last = self.law, self.sizes[-1]
        rows = [
            {
                "documents": int(size),
                "f1": figure.to_dict(),
                "runs": [
                    {"share": p.share, "seed": p.seed, "f1": p.f1} for p in self.points if p.documents == int(size)
                ],
            }
            for size, figure in zip(self.sizes, self.figures(), strict=True)
        ]
        return {
            "name": self.name,
            "points": rows,
            # As a - b·n^-c with n in documents.
            "law": {"a": float(law.a[0]), "b": float(law.b[0] * last ** law.c[0]), "c": float(law.c[0])},
            "twice": {"documents": 2 * int(last), "f1": self.predicted(2 * last).to_dict()}
            if self.looks_ahead
            else None,
            "misfit": self.misfit,
            "gain": self.gain.to_dict() if self.looks_ahead else None,
            "saturated": self.saturated,
            "sentence": self.sentence,
        }


def _figure(samples: Array) -> Figure:
    """The first is the figure itself, the others are what it could have been."""
    low, high = np.quantile(samples[1:], (0.025, 0.975))
    return Figure(float(samples[0]), float(low), float(high))
