"""The taxes of an invoice by rate: what is taxed and the tax. That base × rate = tax says which number is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.locales.folding import plain
from nerkit.records.billing.line_items import LineItems
from nerkit.records.billing.tax_totals import proven_by_total
from nerkit.records.items.column_lexicon import ColumnLexicon, frames, lexicon, tokens
from nerkit.records.items.item_numbers import numbers
from nerkit.records.items.text_lines import TextLine, lines_of
from nerkit.records.placed_values import PlacedValue, TaxBreakdown, money, placed, plain_number
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT
from nerkit.values.amount_text import with_sign
from nerkit.values.decimals import NUMERAL
from nerkit.values.money import find_amounts, read_amount
from nerkit.values.percent import read_percent
from nerkit.values.value import Context

_HIGHEST = Decimal(40)
"""Percent: no rate of value added or sales tax is higher."""
_ABOVE = 6
"""Lines above a line about a tax in which the heading of its table stands."""
_LONGEST = 160
"""Characters of a line about a tax at most: what is longer is prose."""
_ALMOST = Decimal("0.25")
"""By how much of itself a tax may miss its rate and still be one that is wrong, and not another amount."""
_PERCENT = re.compile(rf"(?<![\w.,]){NUMERAL}[ \t]?%", re.ASCII)
_BARE = re.compile(r"(?<![\w.,])\d{1,2}(?:[.,]\d{1,3})?(?![\w.,%])(?![ \t]?[€$£%])", re.ASCII)
_CENTS = re.compile(r"[.,]\d\d$|[.,]-{1,2}$")

TextPlace = tuple[int, int]
AmountAt = tuple[Decimal, TextPlace]
NamedTax = tuple[frozenset[str], TaxBreakdown]
"""A tax with the words for it that stand in its line."""


def taxes(
    document: Document, context: Context, lines: LineItems, fields: Mapping[str, tuple[FieldValue, ...]]
) -> tuple[TaxBreakdown, ...]:
    """The taxes that stand in a document, by rate; none where no line says so.

    Each rate comes once, but for taxes of two names (CGST and SGST) that lead to the total only together. A tax whose
    base stands nowhere takes the net amount, else the sum of the line items with that rate, if that is right, and says
    so; else it must be the tax of the record, or one of those that lead to its total.
    """
    taken = {start for start, _ in lines.taken}
    stated_here = [*_stated(document, context, taken, lexicon(context.language))]
    every = _by_name(stated_here or [*_stated(document, context, taken, lexicon(None))])
    once = _by_rate(every)
    found = every if proven_by_total(every, fields) and not proven_by_total(once, fields) else once
    by_rate: dict[Decimal | None, list[Decimal]] = {}
    for item in lines.items:
        by_rate.setdefault(item.number("tax_rate"), []).append(item.cells["amount"].number)
    based = tuple(_with_base(tax, by_rate.get(tax.rate.number, ()), fields) for tax in found)
    if proven_by_total(based, fields):
        return based
    stated = {abs(Decimal(value.value)) for value in fields.get("tax_amount", ())}
    return tuple(tax for tax in based if tax.base or (tax.amount and abs(tax.amount.number) in stated))


def proven_rows(document: Document, context: Context) -> list[TaxBreakdown]:
    """The taxes of lines that state a rate, a base and a tax which agree."""
    stated = [tax for _, tax in _stated(document, context, set(), lexicon(context.language))]
    stated = stated or [tax for _, tax in _stated(document, context, set(), lexicon(None))]
    return [tax for tax in stated if is_proven(tax)]


def is_proven(tax: TaxBreakdown) -> bool:
    """Whether a tax states its base, and base × rate = tax, to the cent."""
    if tax.base is None or tax.amount is None or tax.base.derived:
        return False
    return _fits(tax.rate.number, (tax.base.number, (0, 0)), (tax.amount.number, (0, 0)))


def _by_name(stated: Iterable[NamedTax]) -> list[TaxBreakdown]:
    """The taxes by rate and name, the lowest rate first; one with its base goes before one without."""
    found: dict[tuple[Decimal, frozenset[str]], TaxBreakdown] = {}
    for name, tax in stated:
        known = found.get((tax.rate.number, name))
        if known is None or (known.base is None and tax.base is not None):
            found[tax.rate.number, name] = tax
    return [tax for _, tax in sorted(found.items(), key=lambda one: one[0][0])]


def _by_rate(taxes: Iterable[TaxBreakdown]) -> list[TaxBreakdown]:
    """The first tax of each rate, one with its base before one without."""
    found: dict[Decimal, TaxBreakdown] = {}
    for tax in taxes:
        known = found.get(tax.rate.number)
        if known is None or (known.base is None and tax.base is not None):
            found[tax.rate.number] = tax
    return list(found.values())


def _stated(document: Document, context: Context, taken: set[int], words: ColumnLexicon) -> Iterator[NamedTax]:
    lines = lines_of(document)
    for index, line in enumerate(paced(lines)):
        text = document.text[line.words[0].start : line.words[-1].end]
        if line.words[0].start in taken or len(text) > _LONGEST or not _has_digits(text):
            continue
        if any(frames(cell_tokens, words.charges) for cell_tokens in _tokens_of(line)):
            continue
        named = words.about_taxes(line.tokens)
        if named or _in_table(lines, index, words):
            name = frozenset(token for token in line.tokens if words.about_taxes([token]))
            for tax in _read(document, line.words[0].start, text, context, named=named):
                yield name, tax


def _has_digits(text: str) -> bool:
    return sum(map(str.isdigit, text)) > 1


def _tokens_of(line: TextLine) -> Iterator[list[str]]:
    for cell in line.cells:
        yield [token for word in cell for token in tokens(word.text)]


def _in_table(lines: Sequence[TextLine], index: int, words: ColumnLexicon) -> bool:
    """Whether the line stands in a table whose heading is about taxes."""
    for line in reversed(lines[max(0, index - _ABOVE) : index]):
        if not any(map(str.isdigit, "".join(line.tokens))):
            return len(line.cells) > 1 and words.about_taxes(line.tokens)
    return False


def _read(document: Document, start: int, text: str, context: Context, *, named: bool) -> Iterator[TaxBreakdown]:
    """What a line says about a tax: rate, base and tax, or rate and tax alone where no base stands beside them."""
    folded = plain(text)
    signed = [match.span() for match in _PERCENT.finditer(folded)]
    rates = list(_rates(folded, signed or [match.span() for match in _BARE.finditer(folded)], context))
    amounts = [
        (number, (hit.start, hit.end))
        for hit in find_amounts(text)
        if _CENTS.search(hit.numeral) and not any(a < hit.end and hit.start < b for a, b in signed)
        for number in numbers(text[slice(*with_sign(text, hit.start, hit.end, context.language))], context)[:1]
    ]
    for rate, at in rates:
        apart = [(number, place) for number, place in amounts if place[1] <= at[0] or at[1] <= place[0]]
        pairs = [pair for pair in permutations(apart, 2) if _fits(rate, *pair)]
        if pairs:
            base, tax = max(pairs, key=lambda pair: abs(pair[0][0]))
            yield _tax(document, start, text, (rate, at), base, tax, context)
            return
    if named and len(signed) == 1 and rates and len(amounts) == 2 and _is_part_of(rates[0][0], *amounts):
        yield _tax(document, start, text, rates[0], None, amounts[1], context)
    elif named and len(signed) == 1 and rates and len(amounts) == 2 and _almost(rates[0][0], *amounts):
        yield _tax(document, start, text, rates[0], amounts[0], amounts[1], context)
    elif named and len(signed) == 1 and rates and len(amounts) == 1:
        yield _tax(document, start, text, rates[0], None, amounts[0], context)


def _rates(folded: str, places: Iterable[TextPlace], context: Context) -> Iterator[AmountAt]:
    for start, end in places:
        value = read_percent(folded[start:end], context).value
        if value is not None and 0 <= Decimal(value) <= _HIGHEST:
            yield Decimal(value), (start, end)


def _fits(rate: Decimal, base: AmountAt, tax: AmountAt) -> bool:
    """Whether base × rate = tax, to the cent; of a rate of 0, that nothing is paid on something."""
    if not base[0] or (rate and not tax[0]):
        return False
    return abs(abs(base[0]) * rate / 100 - abs(tax[0])) <= CENT and (base[0] > 0) == (tax[0] > 0 or not rate)


def _is_part_of(rate: Decimal, whole: AmountAt, tax: AmountAt) -> bool:
    """Whether the tax is contained in an amount that is no base: "1,190.00 incl. 19 % VAT, 190.00"."""
    return bool(rate) and abs(abs(whole[0]) * rate / (100 + rate) - abs(tax[0])) <= CENT


def _almost(rate: Decimal, base: AmountAt, tax: AmountAt) -> bool:
    expected = abs(base[0]) * rate / 100
    return bool(expected) and abs(expected - abs(tax[0])) <= _ALMOST * expected


def _tax(
    document: Document, start: int, text: str, rate: AmountAt, base: AmountAt | None, tax: AmountAt, context: Context
) -> TaxBreakdown:
    def cell(found: AmountAt) -> PlacedValue:
        number, (first, last) = found
        currency = read_amount(text[first:last], context).currency
        return placed(document, [(start + first, start + last)], money(number), currency)

    number, (first, last) = rate
    place = [(start + first, start + last)]
    return TaxBreakdown(placed(document, place, plain_number(number)), cell(base) if base else None, cell(tax))


def _with_base(
    tax: TaxBreakdown,
    of_lines: Sequence[Decimal],
    fields: Mapping[str, tuple[FieldValue, ...]],
) -> TaxBreakdown:
    """The tax with the base that follows where none stands beside it, if it is the right one.

    `of_lines` are the amounts of the line items with its rate.
    """
    if tax.base is not None or tax.amount is None:
        return tax
    nets = fields.get("net_amount", ())
    candidates = [(sum(of_lines, Decimal(0)), "lines with this rate")] if of_lines else []
    if len(nets) == 1 and not nets[0].ambiguous:
        candidates.insert(0, (Decimal(nets[0].value), "net amount"))
    for base, how in candidates:
        if _fits(tax.rate.number, (base, (0, 0)), (tax.amount.number, (0, 0))):
            return replace(tax, base=PlacedValue(money(base), currency=tax.amount.currency, derived=how))
    return tax
