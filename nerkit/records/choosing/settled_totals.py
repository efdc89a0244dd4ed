"""A total of nothing beside another total is the balance of what was paid: the other one is the document's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from nerkit.labels import Relationship
from nerkit.records.choosing.candidate_features import own_confidence
from nerkit.records.choosing.choice import Scored

_PLAIN = 0.5
"""How sure the tagger is of another total at least: one that was given for nothing has no other."""


def without_settled_totals(
    ranked: Mapping[str, Sequence[Scored]], checks: Sequence[Relationship]
) -> dict[str, Sequence[Scored]]:
    """The candidates of each field; of a field that others add up to, those that are nothing only where all are."""
    kept = dict(ranked)
    for name in {check.fields[-1] for check in checks if check.relation == "sum"} & kept.keys():
        something = [scored for scored in kept[name] if Decimal(scored.candidate.value)]
        if any(own_confidence(name, scored.candidate) >= _PLAIN for scored in something):
            kept[name] = something
    return kept
