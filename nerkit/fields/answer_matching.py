"""Which offer answers which question: by likeness of names and by type, each offer to one question at most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.fields.asked_type import asks_for_address, counted_length, may_be_address
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

_NEVER_PLACED = ("date", "amount", "percent", "duration", "phone", "email", "url", "iban")
"""Types of offers that are no postal address, whatever they look like."""

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
    names = _said(wanted, offer)
    alike = max(likeness(said, name, vector_of) for said in names for name in offer.names)
    alike = max(alike, *(SAME_THING * likeness(said, name) for said in names for name in offer.like), 0.0)
    odds = _SLOPE * (alike - _MIDDLE)
    fits = _UNFIT if _unfit(wanted, offer) else 1.0
    return offer.confidence * fits / (1 + math.exp(-odds))


def _said(wanted: WantedField, offer: Offer) -> tuple[str, ...]:
    """The names of a field; where a length of time answers how many months it has, also without the months."""
    counted = counted_length(wanted.said) if offer.type == "duration" else None
    return (*wanted.said, counted.name) if counted else wanted.said


def _unfit(wanted: WantedField, offer: Offer) -> bool:
    if wanted.type == "string" and any(map(asks_for_address, wanted.said)):
        return not _may_be_address(offer)
    if wanted.type in ("number", "integer") and offer.type == "duration":
        return counted_length(wanted.said) is None
    fitting = _TYPED.get(wanted.type)
    return fitting is not None and offer.type not in fitting


def _may_be_address(offer: Offer) -> bool:
    """Whether an offer is called an address or looks like one: the name of who has an address is none."""
    called = any(map(asks_for_address, offer.names))
    return called or (offer.type not in _NEVER_PLACED and may_be_address(offer.text))
