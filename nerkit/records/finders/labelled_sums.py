"""Net, tax and total that their label words announce and that add up, though they are printed without decimals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from nerkit.document import Entity
from nerkit.records.finders.announced import AnnouncedValue
from nerkit.records.finders.search import Search

ADDED_UP = 0.9
"""How sure three amounts are behind words for net, tax and total that add up: chance hardly makes them."""

_MOST = Decimal("0.4")
"""No tax is a larger part of its net."""
_FEW = 12
"""Places of one label that are tried."""


def labelled_sums(search: Search) -> Iterator[Entity]:
    """The one net, tax and total that their words announce and that add up, where the tagger has seen no total."""
    kind = search.kind
    if kind is None or not kind.taxes:
        return
    names = [name.upper() for name in (kind.amounts.net_amount, kind.amounts.tax_amount, kind.amounts.total_amount)]
    if any(name not in search.schema.labels for name in names):
        return
    if any(one.label == names[-1] for one in search.sure(found=True)):
        return
    places = [list(search.announced.find(search.schema.labels[name]))[:_FEW] for name in names]
    sums = {tuple(map(_number, three)): three for three in product(*places) if _add_up(*three)}
    if len(sums) == 1:
        (three,) = sums.values()
        for name, one in zip(names, three, strict=True):
            yield search.entity(name, (one.start, one.end), ADDED_UP)


def _number(one: AnnouncedValue) -> Decimal:
    return Decimal(one.value.value or 0)


def _add_up(net: AnnouncedValue, tax: AnnouncedValue, total: AnnouncedValue) -> bool:
    """Whether the first two, at places of their own, are the third, and the second can be a tax."""
    if len({net.start, tax.start, total.start}) < len((net, tax, total)):
        return False
    base, part, whole = map(_number, (net, tax, total))
    return base + part == whole and base * part > 0 and abs(part) <= _MOST * abs(base)
