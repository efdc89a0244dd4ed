"""How values lie to one another: whether what a schema says of fields holds, and by how much not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from nerkit.labels import Relation
from nerkit.values.iso_durations import length_of
from nerkit.values.names import same_name

CENT = Decimal("0.01")
"""Tolerance of sums: totals are often rounded from unrounded lines."""

_WIDE = Context(prec=200)


def to_cents(number: Decimal) -> Decimal:
    """The number rounded to cents, however large it is: a product of what a document states may have sixty digits."""
    return number.quantize(CENT, context=_WIDE)


def holds(relation: Relation, values: Sequence[str]) -> bool | None:
    """Whether a relation holds between canonical values, in the order of its fields; None where it says nothing."""
    if relation == "differ":
        return not any(same_name(a, b) for i, a in enumerate(values) for b in values[i + 1 :])
    try:
        if relation == "order":
            return all(earlier <= later for earlier, later in pairwise(map(date.fromisoformat, values)))
        if relation == "at_most":
            if not Decimal(values[0]):
                return None  # nothing is at most anything
            return all(abs(a) <= abs(b) + CENT for a, b in pairwise(map(Decimal, values)))
        if relation == "sum" and not Decimal(values[-1]):
            return None  # nothing adds up to nothing
        missed = misses(relation, values)
    except (ValueError, InvalidOperation):
        return None
    if isinstance(missed, Decimal):
        return abs(missed) <= CENT
    return None if missed is None else missed in (-1, 0)


def parts_with(rounding: str | None, values: Sequence[str]) -> tuple[str, ...]:
    """The values of a sum with what its total is rounded by among the parts, whichever sign that is printed with."""
    if rounding is None:
        return tuple(values)
    *parts, whole = values
    signed = ((*parts, sign + rounding.lstrip("-"), whole) for sign in ("", "-"))
    return next((each for each in signed if holds("sum", each)), (*parts, rounding, whole))


def misses(relation: Relation, values: Sequence[str]) -> Decimal | int | None:
    """By how much a sum or a tax is off, or by how many days an end is late; None for what has no measure.

    Raises ValueError or InvalidOperation where a value is no date or number.
    """
    if relation == "sum":
        *parts, whole = map(Decimal, values)
        return sum(parts, Decimal(0)) - whole
    if relation == "rate":
        base, percent, tax = map(Decimal, values)
        return base * percent / 100 - tax
    if relation == "order" and len(values) == 2:
        return (date.fromisoformat(values[0]) - date.fromisoformat(values[1])).days
    if relation == "lasts":
        start, length, end = values
        expected = later(date.fromisoformat(start), length)
        return (date.fromisoformat(end) - expected).days if expected else None
    return None


def later(start: date, duration: str) -> date | None:
    """The same day so much later: a term of one year from 2014-02-10 ends on 2015-02-10."""
    return _moved(start, duration, 1)


def earlier(end: date, duration: str) -> date | None:
    """The same day so much earlier: notice of three months to 2028-03-31 is given by 2027-12-31."""
    return _moved(end, duration, -1)


def _moved(day: date, duration: str, times: int) -> date | None:
    lasts = length_of(duration)
    if lasts is None or not any(lasts) or lasts.hours or lasts.all_days % 1:
        return None
    try:
        return day + times * relativedelta(months=lasts.all_months, days=int(lasts.all_days))
    except (ValueError, OverflowError):
        return None
