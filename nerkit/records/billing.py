"""What invoices and receipts have beside their fields: line items, taxes by rate, and whether all of it adds up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from nerkit.document import Document
from nerkit.records.cells import Tax
from nerkit.records.charges import sums_with
from nerkit.records.checks import CENT, amount, within_a_cent
from nerkit.records.line_items import Lines, adds_up, line_items
from nerkit.records.mentions import Mention
from nerkit.records.record import Check, FieldValue, Record
from nerkit.records.taxes import taxes
from nerkit.values.value import Context

KINDS = ("invoice", "receipt")
"""The kinds of document that have lines."""

PROVEN = 0.95
"""How probable a tax rate is because it leads from a base to a tax that both stand beside it: 45 of 48 were right."""

Fields = Mapping[str, tuple[FieldValue, ...]]


def with_lines(record: Record, document: Document, context: Context, percents: Sequence[Mention] = ()) -> Record:
    """The record with the line items and taxes of its document, and the checks on them; other kinds stay as they are.

    A receipt seldom says which column is which: its lines are given only where they add up to its net or its total.
    A rate whose base and tax stand in the text and agree is a tax rate, whatever the tagger took it for: `percents` are
    the mentions of percentages with no role.
    """
    if record.kind not in KINDS:
        return record
    stated = [value for value in (amount(record.fields, f"{name}_amount") for name in ("net", "total")) if value]
    lines = line_items(document, context, stated)
    if record.kind == "receipt" and not any(abs(_sum(lines) - value) <= CENT for value in stated):
        lines = Lines()
    found = taxes(document, context, lines, record.fields)
    checks = (*_line_checks(lines, record.fields), *_tax_checks(found, record.fields))
    rates = record.fields.get("tax_rate", ())
    fields = {**record.fields, "tax_rate": (*rates, *_proven(found, rates, percents))}
    return replace(record, fields=fields, line_items=lines.items, charges=lines.charges, taxes=found, checks=checks)


def _proven(found: Sequence[Tax], known: Sequence[FieldValue], percents: Sequence[Mention]) -> Iterator[FieldValue]:
    """The rates that arithmetic shows and the record does not have yet."""
    for tax in found:
        stated = tax.base and tax.amount and not tax.base.derived and not tax.amount.derived
        if stated and abs(_miss(tax)) <= CENT and all(Decimal(v.value) != tax.rate.number for v in known):
            places = tuple(m.index for m in percents if Decimal(m.text) == tax.rate.number)
            yield FieldValue(tax.rate.value, PROVEN, places, derived="rate × base = tax")


def _sum(lines: Lines) -> Decimal:
    return sum((item.number("amount") or Decimal(0) for item in lines.items), Decimal(0))


def _line_checks(lines: Lines, fields: Fields) -> Iterator[Check]:
    multiplied = [
        (number, adds_up(item))
        for number, item in enumerate(lines.items, 1)
        if {"quantity", "unit_price", "amount"} <= item.cells.keys()
    ]
    if multiplied:
        wrong = [str(number) for number, right in multiplied if not right]
        said = f"not on line {', '.join(wrong[:5])}{' and others' * (len(wrong) > 5)}" if wrong else None
        yield Check("quantity × unit price = amount", not wrong, said)
    if lines.items:
        yield from _sums(lines, fields)


def _sums(lines: Lines, fields: Fields) -> Iterator[Check]:
    """Lines without tax add up to the net, lines with tax to the total; discounts and shipping may stand between."""
    total = _sum(lines)
    charged = sums_with(lines.items, lines.charges)
    for name in ("net", "total"):
        value = amount(fields, f"{name}_amount")
        if value is not None and abs(abs(total) - abs(value)) <= CENT:
            yield Check(f"lines = {name}", True)
            return
        if value is not None and any(abs(abs(number) - abs(value)) <= CENT for number in charged):
            yield Check(f"lines + charges = {name}", True)
            return
    if any(abs(abs(total) - abs(value)) <= CENT for value in lines.sums):
        yield Check("lines = sum that is stated", True)
        return
    net = amount(fields, "net_amount")
    if net is not None:
        yield within_a_cent("lines = net", abs(total) - abs(net))


def _tax_checks(found: tuple[Tax, ...], fields: Fields) -> Iterator[Check]:
    stated = [tax for tax in found if tax.base and tax.amount and not tax.base.derived]
    if stated:
        missed = [_miss(tax) for tax in stated]
        yield within_a_cent("rate × base = tax", max(missed, key=abs))
    tax, amounts = amount(fields, "tax_amount"), [each.amount.number for each in found if each.amount]
    if tax is not None and len(amounts) > 1:
        yield within_a_cent("taxes by rate = tax", abs(sum(amounts, Decimal(0))) - abs(tax))


def _miss(tax: Tax) -> Decimal:
    base = tax.base.number if tax.base else Decimal(0)
    return abs(base) * tax.rate.number / 100 - abs(tax.amount.number if tax.amount else Decimal(0))
