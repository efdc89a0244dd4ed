"""Which candidates a record shows: the best one of a field of one value, all sound ones of a field of many."""

from __future__ import annotations

from collections.abc import Sequence

from nerkit.records.grouping import Candidate
from nerkit.records.record import Alternative, FieldValue

REPETITION_BONUS = 0.1
"""What many mentions add to a score at most: the first repetition adds half of it, the second a sixth, and so on."""

POSITION_BONUS = 0.2
"""What standing first adds to the score of a field that is stated at the head; standing last adds nothing."""

NO_NUMBER_PENALTY = 0.3
"""What an address without any digit loses: a street or a postal code nearly always has one, a slogan has none."""

AT_THE_HEAD = frozenset(
    {"title", "agreement_date", "effective_date", "invoice_number", "invoice_date", "seller", "address"}
)
"""Fields whose value stands at the head of the document; later mentions often cite other documents or parties."""


def score(field: str, candidate: Candidate, length: int) -> float:
    """How good a candidate is for a field of one value, in a text of `length` characters.

    Its confidence, plus a bonus for mentions that say the same, plus one for an early place where the field has one; an
    address without a number loses some.
    """
    repeated = REPETITION_BONUS * (1 - 1 / len(candidate.mentions))
    early = POSITION_BONUS * (1 - candidate.start / max(1, length)) if field in AT_THE_HEAD else 0.0
    wordy = NO_NUMBER_PENALTY if field == "address" and not any(map(str.isdigit, candidate.value)) else 0.0
    return candidate.confidence + repeated + early - wordy


def best(field: str, candidates: Sequence[Candidate], length: int) -> tuple[FieldValue, ...]:
    """The best candidate as the field's only value, the others as its alternatives in order of score.

    Ties go to the candidate that stands first.
    """
    ranked = sorted(candidates, key=lambda candidate: (-score(field, candidate, length), candidate.start))
    return (shown(ranked[0], others=ranked[1:]),) if ranked else ()


def shown(candidate: Candidate, *, others: Sequence[Candidate] = (), role: str | None = None) -> FieldValue:
    """A candidate as the value of a field."""
    readings = tuple(_alternative(candidate, reading) for reading in candidate.readings)
    return FieldValue(
        value=candidate.value,
        confidence=candidate.confidence,
        entities=candidate.entities,
        currency=candidate.currency,
        role=role,
        ambiguous=bool(candidate.readings),
        alternatives=readings + tuple(_alternative(other, other.value) for other in others),
        note=candidate.note,
    )


def _alternative(candidate: Candidate, value: str) -> Alternative:
    return Alternative(value, candidate.confidence, candidate.entities, candidate.currency)
