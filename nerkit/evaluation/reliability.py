"""Whether confidences mean what they say: of the entities with confidence 0.9 nine in ten should be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Entity
from nerkit.evaluation.span_scores import judged
from nerkit.extras import require
from nerkit.output import whole

BINS = 15
RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class JudgedEntity:
    """An entity that was found: its label, its confidence, and whether it is right."""

    label: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """`count` entities of neighbouring confidence: the mean of it, and the share that is right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Reliability:
    """Bins of equal mass, the least confident entities first (Nguyen & O'Connor 2015)."""

    bins: tuple[Bin, ...]
    ece: float
    """Expected calibration error: mean gap of confidence and accuracy over entities (Naeini et al. 2015)."""
    floor: float
    """The error that so many entities would show by chance if every confidence were exactly right."""

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        bins = [{"count": b.count, "confidence": b.confidence, "accuracy": b.accuracy} for b in self.bins]
        return {"ece": self.ece, "floor": self.floor, "entities": sum(b.count for b in self.bins), "bins": bins}


def outcomes(gold: Sequence[LabelledDocument], predicted: Sequence[Iterable[Entity]]) -> list[JudgedEntity]:
    """The entities of all documents of which is known whether they are right."""
    return [
        JudgedEntity(entity.label, entity.confidence, right)
        for document, entities in zip(gold, predicted, strict=True)
        for entity, right in judged(document, entities)
    ]


def reliability(found: Sequence[JudgedEntity], bins: int = BINS, *, seed: int = 0) -> Reliability:
    """The reliability of confidences in `bins` bins of equal mass, fewer where there are fewer entities."""
    if not found:
        return Reliability((), 0.0, 0.0)
    ordered = sorted(found, key=lambda outcome: outcome.confidence)
    confidence = np.array([outcome.confidence for outcome in ordered])
    right = np.array([outcome.right for outcome in ordered], dtype=np.float64)
    count = len(ordered)
    borders = np.unique(np.linspace(0, count, min(bins, count) + 1).astype(np.int64))
    sizes = np.diff(borders)
    # shape: (…, entities) → (…, bins)
    claimed = np.add.reduceat(confidence, borders[:-1])
    correct = np.add.reduceat(right, borders[:-1])
    draws = np.random.default_rng(seed).random((RESAMPLES, count)) < confidence
    by_chance = np.add.reduceat(draws.astype(np.float64), borders[:-1], axis=1)
    return Reliability(
        tuple(Bin(int(n), float(c / n), float(r / n)) for n, c, r in zip(sizes, claimed, correct, strict=True)),
        ece=float(np.abs(claimed - correct).sum() / count),
        floor=float(np.abs(claimed - by_chance).sum(axis=1).mean() / count),
    )


def by_label(found: Iterable[JudgedEntity]) -> dict[str, list[JudgedEntity]]:
    """The outcomes of each label, labels in alphabetical order."""
    groups: dict[str, list[JudgedEntity]] = defaultdict(list)
    for outcome in found:
        groups[outcome.label].append(outcome)
    return dict(sorted(groups.items()))


def thresholds(found: Iterable[JudgedEntity], precision: float) -> dict[str, float]:
    """For each label the lowest confidence from which on its entities have this precision.

    Where none will do, a threshold above 1: the label cannot be had at this precision.
    """
    return {label: _threshold(group, precision) for label, group in by_label(found).items()}


def _threshold(found: Sequence[JudgedEntity], precision: float) -> float:
    ordered = sorted(found, key=lambda outcome: -outcome.confidence)
    right, lowest = 0, 1.01
    for count, (outcome, behind) in enumerate(zip(ordered, [*ordered[1:], None], strict=True), start=1):
        right += outcome.right
        tied = behind is not None and behind.confidence == outcome.confidence
        if not tied and right >= precision * count:
            lowest = outcome.confidence
    return lowest


def plot(found: Sequence[JudgedEntity], path: Path) -> None:
    """Draw the reliability of all confidences as a PNG: on the diagonal they mean what they say.

    Raises `OutputError`.
    """
    require("train", "matplotlib")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    measured = reliability(found)
    figure = Figure(figsize=(5, 6), layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    above.plot((0, 1), (0, 1), color="grey", linewidth=0.8, linestyle="--")
    above.plot([b.confidence for b in measured.bins], [b.accuracy for b in measured.bins], marker="o")
    above.set_ylabel("share that is right")
    above.set_title(f"{len(found)} entities, ECE {measured.ece:.3f} (by chance {measured.floor:.3f})")
    below.hist([outcome.confidence for outcome in found], bins=20, range=(0, 1))
    below.set_yscale("log")
    below.set_ylabel("entities")
    below.set_xlabel("confidence")
    with whole(path) as part:
        figure.savefig(part, format="png", dpi=120)
