"""What a total is rounded by to be paid in cash: a small part of it, whatever the words beside it say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from nerkit.labels import Relationship
from nerkit.records.choosing.choice import Scored

_LEAST_SHARE = 20
"""A total is at least so many times what it is rounded by: a cup of coffee at 1.22 is paid with 1.20 or 1.25."""


def without_large_roundings(
    ranked: Mapping[str, Sequence[Scored]], checks: Sequence[Relationship]
) -> dict[str, Sequence[Scored]]:
    """The candidates of each field, but for roundings that are too large for every candidate of their total."""
    kept = dict(ranked)
    for check in checks:
        if check.rounding is None or check.rounding not in ranked:
            continue
        totals = [abs(Decimal(scored.candidate.value)) for scored in ranked.get(check.fields[-1], ())]
        most = max(totals, default=Decimal(0)) / _LEAST_SHARE
        kept[check.rounding] = [
            scored for scored in ranked[check.rounding] if abs(Decimal(scored.candidate.value)) <= most
        ]
    return kept
