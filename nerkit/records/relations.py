"""How values lie to one another: whether what a schema says of fields holds, and the day so much later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from nerkit.labels import Relation
from nerkit.values.names import same_name

CENT = Decimal("0.01")
"""Tolerance of sums: totals are often rounded from unrounded lines."""

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def holds(relation: Relation, values: Sequence[str]) -> bool | None:
    """Whether a relation holds between canonical values, in the order of its fields; None where it says nothing."""
    if relation == "differ":
        return not any(same_name(a, b) for i, a in enumerate(values) for b in values[i + 1 :])
    try:
        if relation == "order":
            days = [date.fromisoformat(value) for value in values]
            return all(earlier <= later for earlier, later in pairwise(days))
        amounts = [Decimal(value) for value in values]
    except (ValueError, InvalidOperation):
        return None
    if relation == "at_most":
        return all(abs(a) <= abs(b) + CENT for a, b in pairwise(amounts))
    if not amounts[-1]:
        return None  # nothing adds up to nothing
    return abs(sum(amounts[:-1]) - amounts[-1]) <= CENT


def later(start: date, duration: str) -> date | None:
    """The same day so much later: a term of one year from 2014-02-10 ends on 2015-02-10."""
    match = _DURATION.fullmatch(duration)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    try:
        return start + relativedelta(years=years, months=months, weeks=weeks, days=days)
    except (ValueError, OverflowError):
        return None
