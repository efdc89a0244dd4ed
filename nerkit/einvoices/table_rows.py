"""The tables of an e-invoice: its lines, the allowances and charges of the whole, and the taxes by rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext

from lxml import etree

from nerkit.document import StatedRow, StatedValue
from nerkit.einvoices.canonical import canonical, decimal_of, money_text
from nerkit.einvoices.syntax import Syntax
from nerkit.einvoices.xpaths import Finder

_TYPES = {
    "quantity": "number",
    "unit_price": "amount",
    "per": "number",
    "tax_rate": "percent",
    "rate": "percent",
    "amount": "amount",
    "base": "amount",
}
_SUMMED = ("allowances", "charges")
"""What a line has any number of."""
_PLACES = 10
_SINGLE = "price ÷ base quantity"
_NO_RATE = "no rate stated"


def line_items(find: Finder, syntax: Syntax, currency: str | None) -> tuple[StatedRow, ...]:
    """The lines. What a line has of allowances and charges comes as one `allowance`: what they add up to.

    The unit price is that of one unit, also where the XML gives the price of a hundred.
    """
    cells = syntax.tables["line_items"]
    return tuple(
        _line(find, row, dict(_cells(find, row, syntax, "line_items", currency)), currency)
        for row in find.nodes(find.root, cells["at"])
    )


def charges(find: Finder, syntax: Syntax, currency: str | None) -> tuple[StatedRow, ...]:
    """What is taken off the whole, with a negative amount, then what is added to it."""
    off, on = (
        [dict(_cells(find, row, syntax, table, currency)) for row in find.nodes(find.root, syntax.tables[table]["at"])]
        for table in ("allowances", "charges")
    )
    for row in off:
        if amount := row.get("amount"):
            row["amount"] = StatedValue(money_text(-Decimal(amount.value)), amount.path, currency)
    return tuple(row for row in (*off, *on) if "amount" in row)


def taxes(find: Finder, syntax: Syntax, currency: str | None) -> tuple[StatedRow, ...]:
    """The taxes by rate. What is not subject to tax has no rate: it is 0, as its tax is."""
    rows = (
        dict(_cells(find, row, syntax, "taxes", currency))
        for row in find.nodes(find.root, syntax.tables["taxes"]["at"])
    )
    return tuple({"rate": StatedValue("0", derived=_NO_RATE), **row} for row in rows if row)


def _cells(
    find: Finder, row: etree._Element, syntax: Syntax, table: str, currency: str | None
) -> Iterator[tuple[str, StatedValue]]:
    for cell, path in syntax.tables[table].items():
        if cell == "at" or (table == "line_items" and cell in _SUMMED):
            continue
        type = _TYPES.get(cell, "text")
        for text, place in find.texts(row, path)[:1]:
            if (value := canonical(type, text)) is not None:
                yield cell, StatedValue(value, place, currency if type == "amount" else None)


def _line(
    find: Finder, row: etree._Element, cells: dict[str, StatedValue], currency: str | None
) -> dict[str, StatedValue]:
    """The line with the price of one unit, and with its allowances and charges as one."""
    per, price = cells.pop("per", None), cells.get("unit_price")
    if per and price and Decimal(per.value) not in (0, 1):
        cells["unit_price"] = StatedValue(
            _quotient(price.value, per.value), price.path, price.currency, derived=_SINGLE
        )
    changes = [*_changes(find, row, "allowances", -1), *_changes(find, row, "charges", 1)]
    if changes:
        total = sum((number for number, _ in changes), Decimal(0))
        cells["allowance"] = StatedValue(money_text(total), changes[0][1], currency)
    return cells


def _changes(find: Finder, row: etree._Element, table: str, sign: int) -> Iterator[tuple[Decimal, str]]:
    for text, place in find.texts(row, find.syntax.tables["line_items"][table]):
        if (number := decimal_of(text)) is not None:
            yield sign * number, place


def _quotient(price: str, per: str) -> str:
    with localcontext() as context:
        context.prec = 60
        return money_text(round(Decimal(price) / Decimal(per), _PLACES))
