"""Why a field holds what it holds: its candidates, how probable each is, and what speaks for and against it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nerkit.document import Document, Entity
from nerkit.errors import FieldError
from nerkit.labels import Schema, builtin
from nerkit.labels.words import with_words
from nerkit.records.choosing.choice import Choice, Scored, choose
from nerkit.records.choosing.ranking import rank
from nerkit.records.choosing.scorer import Scorer, default
from nerkit.records.mentions import Readings
from nerkit.records.record import shares

BUT_ONE = "another value is likelier, and one alone is right"

SHOWN = 8
"""Candidates that are shown at most."""


@dataclass(frozen=True)
class Explained:
    """A candidate: its value, how probable it is, whether the record shows it, and its reasons.

    Of the candidates for a field of one value one alone can be right: together they come to 1 at most.

    `reasons` are what each feature, and each check that it was chosen with, adds to its log-odds; the weightiest first.
    `entities` are the mentions that say so.
    """

    value: str
    probability: float
    chosen: bool
    reasons: dict[str, float]
    entities: tuple[int, ...]
    currency: str | None = None


@dataclass(frozen=True)
class Explanation:
    """The candidates of a field, best first; one less probable than `least` is not shown in a record."""

    field: str
    least: float
    candidates: tuple[Explained, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of this explanation."""
        return {
            "field": self.field,
            "least": self.least,
            "candidates": [
                {
                    "value": candidate.value,
                    **({"currency": candidate.currency} if candidate.currency else {}),
                    "probability": round(candidate.probability, 4),
                    "chosen": candidate.chosen,
                    "why": {reason: round(points, 2) for reason, points in candidate.reasons.items()},
                    "entities": list(candidate.entities),
                }
                for candidate in self.candidates
            ],
        }


def explain(
    field: str,
    document: Document,
    entities: Sequence[Entity],
    kind: str,
    *,
    schema: Schema | None = None,
    scorer: Scorer | None = None,
) -> Explanation:
    """Why a record of this kind holds what it holds in a field; no candidates where the kind has no such field.

    Raises `FieldError` as `check_field` does.
    """
    schema, scorer = schema or builtin(), scorer or default()
    check_field(field, schema)
    if kind not in schema.kinds or field not in schema.kinds[kind].fields:
        return Explanation(field, scorer.least, ())
    read = Readings.of(document, entities, schema)
    schema = with_words(schema, read.context.language)
    ranked = rank(document, read.likely, schema.kinds[kind], schema, scorer, read.context)
    if field in schema.kinds[kind].many:
        found = ranked[field]
        chosen = [scored for scored in found if scored.score >= scorer.threshold]
    else:
        one = {name: scored for name, scored in ranked.items() if name in schema.kinds[kind].one}
        choice = choose(one, schema.checks, scorer).get(field, Choice(None, ()))
        chosen = [choice.chosen] if choice.chosen else []
        found = [*chosen, *choice.others]
    probabilities = [scored.probability for scored in found]
    if field in schema.kinds[kind].one:
        sure = sum(probabilities[: len(chosen)])
        probabilities[len(chosen) :] = shares(probabilities[len(chosen) :], 1 - sure)
    shown = zip(found[:SHOWN], probabilities, strict=False)
    return Explanation(
        field, scorer.least, tuple(_explained(field, s, probability, s in chosen, scorer) for s, probability in shown)
    )


def check_field(field: str, schema: Schema) -> None:
    """Raises `FieldError` for a field that no kind of the schema has, and for one that is not filled by scores."""
    known = dict.fromkeys(name for kind in schema.kinds.values() for name in kind.fields if name != kind.parties)
    if field not in known and any(field == kind.parties for kind in schema.kinds.values()):
        raise FieldError(f"{field} is not filled by scores: the parties are those that the preamble names")
    if field not in known:
        raise FieldError(f"there is no field {field!r}; choose one of {', '.join(known)}")


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))


def _explained(field: str, scored: Scored, probability: float, chosen: bool, scorer: Scorer) -> Explained:
    reasons = scorer.contributions(field, scored.features) | dict(scored.agreements)
    if probability < scored.probability:
        reasons[BUT_ONE] = _log_odds(probability) - _log_odds(scored.probability)
    # The weightiest first, but what the other candidates say last: it is no reason of this one.
    ordered = dict(sorted(reasons.items(), key=lambda reason: (reason[0] == BUT_ONE, -abs(reason[1]))))
    return Explained(
        value=scored.candidate.value,
        probability=probability,
        chosen=chosen,
        reasons={reason: points for reason, points in ordered.items() if abs(points) >= 0.005},
        entities=scored.candidate.entities,
        currency=scored.candidate.currency,
    )
