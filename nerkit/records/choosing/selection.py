"""How a chosen candidate becomes the value of a field."""

from __future__ import annotations

from collections.abc import Sequence

from nerkit.records.choosing.candidate_features import is_own
from nerkit.records.choosing.choice import Scored
from nerkit.records.grouping import Candidate
from nerkit.records.record import Alternative, FieldValue

SHOWN = 0.05
"""A candidate less probable than this is no alternative worth showing."""


def shown(candidate: Candidate, confidence: float, *, role: str | None = None) -> FieldValue:
    """A candidate as the value of a field, so sure."""
    return _value(candidate, confidence, candidate.entities, (), role)


def value_of(name: str, chosen: Scored, others: Sequence[Scored] = ()) -> FieldValue:
    """A scored candidate as the value of a field, with the probability of its score; others are its alternatives."""
    candidate = chosen.candidate
    alternatives = tuple(
        _alternative(other.candidate, other.candidate.value, other.probability, _entities(name, other.candidate))
        for other in others
        if other.probability >= SHOWN
    )
    return _value(candidate, chosen.probability, _entities(name, candidate), alternatives)


def _value(
    candidate: Candidate,
    confidence: float,
    entities: tuple[int, ...],
    others: tuple[Alternative, ...],
    role: str | None = None,
) -> FieldValue:
    readings = tuple(_alternative(candidate, reading, confidence, entities) for reading in candidate.readings)
    return FieldValue(
        value=candidate.value,
        confidence=confidence,
        entities=entities,
        currency=candidate.currency,
        unit=candidate.unit,
        role=role,
        ambiguous=bool(candidate.readings),
        alternatives=readings + others,
        note=candidate.note,
    )


def _alternative(candidate: Candidate, value: str, confidence: float, entities: tuple[int, ...]) -> Alternative:
    return Alternative(value, confidence, entities, candidate.currency, candidate.unit)


def _entities(name: str, candidate: Candidate) -> tuple[int, ...]:
    """The mentions that the tagger took for the field itself, or all where there is none."""
    own = sorted(mention.index for mention in candidate.mentions if is_own(name, mention))
    return tuple(own) or candidate.entities
