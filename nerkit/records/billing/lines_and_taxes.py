"""What invoices and receipts have beside their fields: line items, taxes by rate, and whether all of it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from nerkit.document import Document
from nerkit.labels import Kind, Label
from nerkit.records.billing.amount_signs import takes_from_total, with_one_sign
from nerkit.records.billing.charges import sums_with
from nerkit.records.billing.line_items import LineItems, adds_up, line_items
from nerkit.records.billing.rate_evidence import RateEvidence, proven_rates
from nerkit.records.billing.row_of_sums import from_row_of_sums
from nerkit.records.billing.stated_tables import StatedTables
from nerkit.records.billing.sums_by_arithmetic import from_tax_line, gross_for_net, only_amount, total_of_lines
from nerkit.records.billing.tax_totals import PROVEN, proven_by_total, with_totals
from nerkit.records.billing.taxes import taxes
from nerkit.records.checks import CENT, amount, within_a_cent
from nerkit.records.mentions import Mention
from nerkit.records.placed_values import TaxBreakdown, money
from nerkit.records.record import Check, FieldValue, Record
from nerkit.values.value import Context

Fields = Mapping[str, tuple[FieldValue, ...]]


def with_lines(
    record: Record,
    kind: Kind,
    document: Document,
    context: Context,
    mentions: Mapping[str, Sequence[Mention]] = MappingProxyType({}),
    percents: Sequence[Label] = (),
) -> Record:
    """The record with the line items and taxes that its kind has, and the checks on them.

    A receipt seldom says which column is which: lines of a kind whose lines are "proven" are given only where they add
    up to its net or its total, with their charges perhaps. Several taxes that lead to the total are one tax. A rate
    whose base and tax stand in the text and agree is a tax rate, whatever the tagger took it for, and a percentage
    without evidence is none. `mentions` are those of the document by type of value, `percents` the labels of
    percentages.
    """
    names = kind.amounts.net_amount, kind.amounts.tax_amount, kind.amounts.total_amount
    signed = {name: (value,) for name, value in with_one_sign(record.fields, names)}
    record = replace(record, fields={**record.fields, **signed})
    if takes_from_total(record.fields, names):
        record = replace(record, fields={name: own for name, own in record.fields.items() if name != names[0]})
    amounts = sorted(mentions.get("amount", ()), key=lambda mention: mention.entity.start)
    record = _with_sums(record, from_row_of_sums(record.fields, document, amounts, names))
    if kind.taxes:
        record = _with_sums(record, from_tax_line(record.fields, document, context, amounts, names))
        record = _with_sums(record, gross_for_net(record.fields, mentions.get("percent", ()), names))
    billed = _billed(record.fields, kind)
    lines, fields = LineItems(), dict(record.fields)
    found: tuple[TaxBreakdown, ...] = ()
    if kind.lines != "none":
        stated = [value for way in (billed, *_unrounded(billed)) for value in _wholes(way)]
        lines = line_items(document, context, stated)
        if kind.lines == "proven" and not _is_proven(lines, stated):
            lines = LineItems()
        record = replace(record, line_items=lines.items, charges=lines.charges)
        if kind.lines == "proven":
            record = _with_sums(record, total_of_lines(record.fields, lines, amounts, names))
    if kind.taxes:
        # What a receipt shows alone may be any of its amounts: its picture is often cut.
        only = only_amount(record.fields, amounts, names) if kind.lines != "proven" and not lines.items else ()
        if alone := dict(only):
            left = {name: own for name, own in record.fields.items() if name not in names}
            record = _with_sums(replace(record, fields=left), alone.items())
        fields = dict(record.fields)
        billed = _billed(fields, kind)
        found = taxes(document, context, lines, billed)
        for name in _rates_taken_for_amounts(fields, names, found, amounts):
            del fields[name]
        billed = _billed(fields, kind)
        way = next((way for way in (billed, *_unrounded(billed)) if proven_by_total(found, way)), billed)
        for own, summed in with_totals(found, way, mentions.get("amount", ())):
            fields[getattr(kind.amounts, own)] = (summed,)
        billed = _billed(fields, kind)
        evidence = RateEvidence(document, percents, context.language)
        known = {**record.fields, **billed}
        indexed = {mention.index: mention for mention in mentions.get("percent", ())}
        rates = tuple(evidence.sound(billed["tax_rate"], indexed, found, lines.items, known))
        name = kind.amounts.tax_rate
        proven = () if rates and name in kind.one else _proven(found, rates, billed, mentions.get("percent", ()))
        fields[name] = (*rates, *proven)
        record = replace(record, fields=fields, taxes=found)
    checks = [*record.checks, *(_line_checks(lines, billed) if kind.lines != "none" else ())]
    return replace(record, checks=(*checks, *(_tax_checks(found, billed) if kind.taxes else ())))


def with_stated_lines(record: Record, kind: Kind, tables: StatedTables) -> Record:
    """The record with tables that are stated in place of those of the page, and the checks on all of them.

    A kind has only the tables that its records have.
    """
    billed = _billed(record.fields, kind)
    lines = LineItems(record.line_items or (), charges=record.charges or ())
    if tables.items is not None:
        lines = LineItems(tables.items, charges=tables.charges or ())
    found = record.taxes if tables.taxes is None else tables.taxes
    checked: list[Check] = []
    if kind.lines != "none":
        record = replace(record, line_items=lines.items, charges=lines.charges)
        checked += _line_checks(lines, billed)
    if kind.taxes:
        record = replace(record, taxes=found)
        checked += _tax_checks(found or (), billed)
    return replace(record, checks=tuple(checked))


def _with_sums(record: Record, found: Iterable[tuple[str, FieldValue]]) -> Record:
    return replace(record, fields={**record.fields, **{name: (value,) for name, value in found}})


def _billed(fields: Fields, kind: Kind) -> Fields:
    """The fields that lines and taxes are held against, by the names that nerkit's own labels have."""
    return {own: fields.get(name, ()) for own, name in vars(kind.amounts).items()}


def _rates_taken_for_amounts(
    fields: Fields, names: Sequence[str], found: Sequence[TaxBreakdown], amounts: Sequence[Mention]
) -> list[str]:
    """The sums that stand nowhere but where a rate does: a table may print its rates like amounts ("12,00")."""
    rates = {span for tax in found if tax.base and not tax.base.derived for span in tax.rate.spans}
    at_rate = {one.index for one in amounts if (one.entity.start, one.entity.end) in rates}
    return [
        name for name in names if any(value.entities and at_rate >= {*value.entities} for value in fields.get(name, ()))
    ]


def _wholes(fields: Fields) -> Iterator[Decimal]:
    """The amounts that the lines may add up to."""
    for name in ("net_amount", "total_amount"):
        if value := amount(fields, name):
            yield value


def _unrounded(fields: Fields) -> Iterator[Fields]:
    """The fields with the total that was rounded to be paid in cash, whatever sign the rounding is printed with."""
    rounding, total = amount(fields, "rounding_amount"), amount(fields, "total_amount")
    if rounding and total:
        for number in (total - rounding, total + rounding):
            yield {**fields, "total_amount": (replace(fields["total_amount"][0], value=money(number)),)}


def _proven(
    found: Sequence[TaxBreakdown], known: Sequence[FieldValue], fields: Fields, percents: Sequence[Mention]
) -> Iterator[FieldValue]:
    """The rates that arithmetic shows and the record does not have yet."""
    rates = {Decimal(value.value) for value in known}
    places: dict[Decimal, list[int]] = {}
    for mention in percents:
        if mention.text:
            places.setdefault(Decimal(mention.text), []).append(mention.index)
    for tax in proven_rates(found, fields):
        rate = tax.rate.number
        if rate not in rates:
            rates.add(rate)
            yield FieldValue(tax.rate.value, PROVEN, tuple(places.get(rate, ())), derived="rate × base = tax")


def _is_proven(lines: LineItems, stated: Sequence[Decimal]) -> bool:
    """Whether lines add up to the net or the total, with their charges perhaps; to any sum where neither is known."""
    if not stated:
        return lines.sum_is_stated
    return any(
        abs(abs(number) - abs(value)) <= CENT for number in sums_with(lines.items, lines.charges) for value in stated
    )


def _sum(lines: LineItems) -> Decimal:
    return sum((item.number("amount") or Decimal(0) for item in lines.items), Decimal(0))


def _line_checks(lines: LineItems, fields: Fields) -> Iterator[Check]:
    multiplied = [
        (number, adds_up(item))
        for number, item in enumerate(lines.items, 1)
        if {"quantity", "unit_price", "amount"} <= item.cells.keys()
    ]
    if multiplied:
        wrong = [str(number) for number, right in multiplied if not right]
        said = f"not on line {', '.join(wrong[:5])}{' and others' * (len(wrong) > 5)}" if wrong else None
        yield Check("quantity × unit price = amount", not wrong, said, ("line_items",))
    if lines.items:
        yield from _sums(lines, fields)


def _sums(lines: LineItems, fields: Fields) -> Iterator[Check]:
    """Lines without tax add up to the net, lines with tax to the total; discounts and shipping may stand between."""
    total = _sum(lines)
    charged = sums_with(lines.items, lines.charges)
    for name in ("net", "total"):
        value = amount(fields, f"{name}_amount")
        if value is not None and abs(abs(total) - abs(value)) <= CENT:
            yield Check(f"lines = {name}", True, fields=("line_items", f"{name}_amount"))
            return
        if value is not None and any(abs(abs(number) - abs(value)) <= CENT for number in charged):
            yield Check(f"lines + charges = {name}", True, fields=("line_items", "charges", f"{name}_amount"))
            return
    if any(abs(abs(total) - abs(value)) <= CENT for value in lines.sums):
        yield Check("lines = sum that is stated", True, fields=("line_items",))
        return
    net = amount(fields, "net_amount")
    if net is not None:
        yield within_a_cent("lines = net", abs(total) - abs(net), "line_items", "net_amount")


def _tax_checks(found: tuple[TaxBreakdown, ...], fields: Fields) -> Iterator[Check]:
    stated = [tax for tax in found if tax.base and tax.amount and not tax.base.derived]
    if stated:
        missed = [_miss(tax) for tax in stated]
        yield within_a_cent("rate × base = tax", max(missed, key=abs), "taxes")
    tax, amounts = amount(fields, "tax_amount"), [each.amount.number for each in found if each.amount]
    if tax is not None and len(amounts) > 1:
        yield within_a_cent("taxes by rate = tax", abs(sum(amounts, Decimal(0))) - abs(tax), "taxes", "tax_amount")


def _miss(tax: TaxBreakdown) -> Decimal:
    base = tax.base.number if tax.base else Decimal(0)
    return abs(base) * tax.rate.number / 100 - abs(tax.amount.number if tax.amount else Decimal(0))
