"""Sums that the tagger has not seen and that arithmetic shows: what is left of a total, what lines add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from nerkit.document import Document
from nerkit.records.billing.charges import sums_with
from nerkit.records.billing.line_items import LineItems
from nerkit.records.billing.taxes import proven_rows
from nerkit.records.items.column_lexicon import frames, lexicon, tokens
from nerkit.records.mentions import Mention
from nerkit.records.placed_values import money
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT
from nerkit.values.value import Context

Fields = Mapping[str, tuple[FieldValue, ...]]
Names = tuple[str, str, str]
"""The fields of net, tax and total."""

LEFT, ADDED_UP, ALONE = 0.9, 0.85, 0.6
"""How sure a tax is whose line says so and that leaves an amount of the page as the net, what all lines add up to, and
the only amount of a bill."""

_MOST = Decimal("0.4")
"""No tax is a larger part of its net."""


def from_tax_line(
    fields: Fields, document: Document, context: Context, amounts: Sequence[Mention], names: Names
) -> Iterator[tuple[str, FieldValue]]:
    """Net and tax of a record with neither: the one amount on a line about taxes that leaves another one of the total.

    Not where rows say more, base and tax: a line about what is not taxed stands below them.
    """
    net, tax, total = names
    if fields.get(net) or fields.get(tax) or len(fields.get(total, ())) != 1 or fields[total][0].ambiguous:
        return
    whole = abs(Decimal(fields[total][0].value))
    read = [one for one in amounts if one.text]
    by_number: dict[Decimal, list[Mention]] = {}
    for one in read:
        by_number.setdefault(abs(Decimal(one.text)), []).append(one)
    words = lexicon(context.language)
    taxes = {
        number
        for number, mentions in by_number.items()
        if 0 < number <= _MOST * (whole - number) and whole - number in by_number
        for one in mentions
        if words.about_taxes(said := _line_of(document.text, one)) and not frames(said, words.charges)
    }
    if len(taxes) == 1 and not proven_rows(document, context):
        (number,) = taxes
        yield net, _value(whole - number, by_number[whole - number], LEFT, fields[total][0])
        yield tax, _value(number, by_number[number], LEFT, fields[total][0])


def gross_for_net(fields: Fields, percents: Sequence[Mention], names: Names) -> Iterator[tuple[str, FieldValue]]:
    """The total of a record without one, and the net that follows: of a net that holds its tax, as a rate shows."""
    net, tax, total = names
    if fields.get(total) or any(len(fields.get(name, ())) != 1 for name in (net, tax)):
        return
    gross, part = (Decimal(fields[name][0].value) for name in (net, tax))
    rates = {Decimal(one.text) for one in percents if one.text and Decimal(one.text)}
    on_top = any(abs(gross * rate / 100 - part) <= CENT for rate in rates)
    if part and not on_top and any(abs(gross * rate / (100 + rate) - part) <= CENT for rate in rates):
        yield net, replace(fields[net][0], value=money(gross - part), derived="total − tax", alternatives=())
        yield total, replace(fields[net][0], confidence=max(LEFT, fields[net][0].confidence))


def total_of_lines(
    fields: Fields, lines: LineItems, amounts: Sequence[Mention], names: Names
) -> Iterator[tuple[str, FieldValue]]:
    """The total of a record with no sum at all: what its lines and their charges add up to, as the page states."""
    if not lines.items or any(fields.get(name) for name in names):
        return
    stated = {abs(number) for number in lines.sums}
    found = next((number for number in sums_with(lines.items, lines.charges) if number and abs(number) in stated), None)
    places = [one for one in amounts if found is not None and one.text and Decimal(one.text) == found]
    if found is not None and places:
        yield names[-1], _value(found, places, ADDED_UP, None)


def only_amount(fields: Fields, amounts: Sequence[Mention], names: Names) -> Iterator[tuple[str, FieldValue]]:
    """The total of a record without one: the only amount that its document has."""
    total = names[-1]
    known = {one.text for one in amounts if one.text}
    if fields.get(total) or len(known) != 1 or not Decimal(next(iter(known))):
        return
    yield total, _value(Decimal(known.pop()), [one for one in amounts if one.text], ALONE, None)


def _line_of(text: str, mention: Mention) -> Sequence[str]:
    start, end = text.rfind("\n", 0, mention.entity.start) + 1, text.find("\n", mention.entity.end)
    return tokens(text[start : end if end >= 0 else len(text)])


def _value(number: Decimal, places: Sequence[Mention], sure: float, like: FieldValue | None) -> FieldValue:
    """An amount at these places, with their currency or that of another one."""
    currency = next((one.value.currency for one in places if one.value.currency), like.currency if like else None)
    return FieldValue(money(number), sure, tuple(one.index for one in places), currency)
