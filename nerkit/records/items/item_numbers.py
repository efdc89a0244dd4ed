"""Numbers in the cells of a table: what they can mean, and whether quantity × price gives the amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from nerkit.locales.folding import plain
from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.money import find_amounts, read_amount
from nerkit.values.value import Context

_HALF_CENT = Decimal("0.005")
_HUNDRED = Decimal(100)
_AROUND = re.compile(r"[-+()*\s]*(?:[A-Z]\d?)?[-+()*\s]*")  # a minus, brackets, and the letter of a tax rate
_NUMBER = re.compile(NUMERAL, re.ASCII)
_LONGEST = 40
_DIGITS = 11  # of a sum of money at most: longer numbers are telephones and accounts


def is_money(text: str) -> bool:
    """Whether a text is one number, with a currency or a sign perhaps, and nothing else."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return False
    found = [hit for hit in find_amounts(text) if readings(hit.numeral)]
    if not found or len(re.sub(r"\D", "", found[0].numeral)) > _DIGITS:
        return False
    return _AROUND.fullmatch(text[: found[0].start] + text[found[0].end :]) is not None


def numeral(text: str) -> tuple[int, int] | None:
    """Where the first number of a text stands."""
    match = _NUMBER.search(plain(text[:_LONGEST]))
    return match.span() if match else None


def numbers(text: str, context: Context) -> tuple[Decimal, ...]:
    """What the number of a cell can mean, the best reading first; none where there is no number."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return ()
    value = read_amount(text, context)
    return () if value.value is None else tuple(map(Decimal, (value.value, *value.alternatives)))


def consistent(
    quantities: Sequence[Decimal],
    prices: Sequence[Decimal],
    amounts: Sequence[Decimal],
    discounts: Sequence[Decimal] = (),
) -> tuple[Decimal, Decimal, Decimal] | None:
    """The first readings of quantity, price and amount that go together; signs do not count, prices may be rounded.

    A discount is a percentage of the price; where it is given, it may count or not.
    """
    for quantity, price, amount in product(quantities, prices, amounts):
        for less in (*discounts, Decimal(0)):
            expected = abs(quantity * price) * (1 - less / _HUNDRED)
            places = price.as_tuple().exponent
            rounded = Decimal(5).scaleb(min(-1, places if isinstance(places, int) else 0) - 1)
            if abs(expected - abs(amount)) <= abs(quantity) * min(rounded, _HALF_CENT) + 2 * _HALF_CENT:
                return quantity, price, amount
    return None
