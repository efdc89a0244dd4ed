"""Net, tax and total chosen together: of amounts that compete for a field, those that add up are the more credible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product

from nerkit.records.checks import CENT
from nerkit.records.grouping import Candidate
from nerkit.records.record import FieldValue
from nerkit.records.selection import score, shown

FIELDS = ("net_amount", "tax_amount", "total_amount")

SUM_BONUS = 0.5
"""What a net, a tax and a total that add up gain together over ones that do not; a surer choice still wins."""

_CONTENDERS = 5
"""Candidates of each field that are tried, best first."""


def choose(candidates: Mapping[str, Sequence[Candidate]], length: int) -> dict[str, tuple[FieldValue, ...]]:
    """The values of the three fields, each with its other candidates as alternatives, in a text of `length` characters.

    The choice has the highest sum of scores, plus a bonus where net + tax = total; no net is larger than the total
    while there is another choice. Fields without candidates stay empty.
    """
    ranked = {
        field: sorted(candidates.get(field, ()), key=lambda c: (-score(field, c, length), c.start)) for field in FIELDS
    }

    def merit(choice: tuple[Candidate | None, ...]) -> tuple[bool, float]:
        net, tax, total = (Decimal(candidate.value) if candidate else None for candidate in choice)
        scores = sum(score(field, c, length) for field, c in zip(FIELDS, choice, strict=True) if c)
        adds_up = net is not None and tax is not None and total is not None and abs(net + tax - total) <= CENT
        sound = net is None or total is None or abs(net) <= abs(total) + CENT
        return sound, scores + SUM_BONUS * adds_up

    contenders: list[Sequence[Candidate | None]] = [ranked[field][:_CONTENDERS] or [None] for field in FIELDS]
    chosen = max(product(*contenders), key=merit)
    return {
        field: (shown(best, others=[other for other in ranked[field] if other is not best]),)
        for field, best in zip(FIELDS, chosen, strict=True)
        if best
    }
