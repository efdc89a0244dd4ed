"""Which offer answers which question: by likeness of names and by type, each offer to one question at most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.fields.likeness import SAME_THING, VectorOf, likeness
from nerkit.fields.offer import Offer
from nerkit.fields.wanted import WantedField

LEAST = 0.4
"""An answer less probable than this is none."""

_TYPED = {
    "date": ("date",),
    "number": ("amount", "percent", "number", "quantity"),
    "integer": ("number", "quantity", "amount"),
}
"""Types of offers that fit a type that is asked for."""

_SLOPE, _MIDDLE = 9.0, 0.62
"""How likeness becomes a probability: log-odds of 0 at the middle."""

_UNFIT = 0.35
"""What is left of the probability of an offer of another type."""


@dataclass(frozen=True)
class Match:
    """An offer for a question and the probability that it answers it."""

    offer: int
    probability: float


def matches(wanted: Sequence[WantedField], offered: Sequence[Offer], vector_of: VectorOf | None) -> list[list[Match]]:
    """For each question its offers, the best first; one that answers another question better is not among them."""
    table = [
        [Match(i, p) for i, offer in enumerate(offered) if (p := _probability(one, offer, vector_of)) >= LEAST]
        for one in wanted
    ]
    best: dict[tuple[int, str], float] = {}
    for row in table:
        for match in row:
            place = _place(offered[match.offer])
            best[place] = max(best.get(place, 0.0), match.probability)
    kept = [[match for match in row if match.probability >= best[_place(offered[match.offer])]] for row in table]
    return [sorted(row, key=lambda match: (-match.probability, match.offer)) for row in kept]


def _place(offer: Offer) -> tuple[int, str]:
    return offer.start, offer.text


def _probability(wanted: WantedField, offer: Offer, vector_of: VectorOf | None) -> float:
    alike = max(likeness(said, name, vector_of) for said in wanted.said for name in offer.names)
    alike = max(alike, *(SAME_THING * likeness(said, name) for said in wanted.said for name in offer.like), 0.0)
    odds = _SLOPE * (alike - _MIDDLE)
    fits = _UNFIT if _unfit(wanted, offer) else 1.0
    return offer.confidence * fits / (1 + math.exp(-odds))


def _unfit(wanted: WantedField, offer: Offer) -> bool:
    fitting = _TYPED.get(wanted.type)
    return fitting is not None and offer.type not in fitting
