"""Taxes that add up: several of them are one tax, and with it net and total agree. Signs are left aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from nerkit.document import SELF_CHECKED
from nerkit.records.mentions import Mention
from nerkit.records.placed_values import TaxBreakdown, money
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT

Fields = Mapping[str, tuple[FieldValue, ...]]

_SUMS = ("net_amount", "tax_amount", "total_amount")

PROVEN = 0.95
"""How probable a value is that the taxes by rate prove: base × rate = tax of each, and net + tax = total of all."""


ROWS_ALONE = 0.85
"""The same of the sum of rows that add up, with less of the total than all of it."""

_TAXED = Decimal("0.5")
"""The share of a total that is taxed at least where a table of its taxes has no more than that."""


def tax_of(found: Sequence[TaxBreakdown]) -> Decimal:
    """The sum of taxes."""
    return sum((abs(tax.amount.number) for tax in found if tax.amount), Decimal(0))


def _taxes(found: Sequence[TaxBreakdown]) -> set[Decimal]:
    """The taxes and their sum, as amounts."""
    return {tax_of(found), *(abs(tax.amount.number) for tax in found if tax.amount)}


def proven_by_total(found: Sequence[TaxBreakdown], fields: Fields) -> bool:
    """Whether the taxes together lead from the net to the total, or from their bases where no net is known.

    Where no base stands either, as on many receipts, what each tax says of what it is part of adds up to the total, or
    each of several is paid on all that is left of it (GST and PST).
    """
    total, tax = _known(fields, "total_amount"), tax_of(found)
    if total is None or not tax or not all(each.amount for each in found):
        return False
    if any(_agree(base + tax, total, len(found)) for base in (_known(fields, "net_amount"), base_of(found)) if base):
        return True
    if any(each.base and not each.base.derived for each in found):
        return False
    return _share_out(found, total, gross=True) or _have_one_base(found, total - tax)


def base_of(found: Sequence[TaxBreakdown]) -> Decimal | None:
    """What is taxed at all rates together; None where a base stands nowhere, or two taxes may have the same one."""
    bases = [abs(tax.base.number) for tax in found if tax.base and not tax.base.derived]
    return sum(bases, Decimal(0)) if bases and len({*bases}) == len(found) else None


def shares_of_net(found: Sequence[TaxBreakdown], fields: Fields) -> bool:
    """Whether what each tax says of its base, tax ÷ rate, adds up to the net amount as well as cents allow."""
    net = _known(fields, "net_amount")
    return net is not None and _share_out(found, net, gross=False)


def _have_one_base(found: Sequence[TaxBreakdown], base: Decimal) -> bool:
    """Whether each of several taxes is that of one base, to the cent."""
    due = [(base * tax.rate.number / 100, abs(tax.amount.number)) for tax in found if tax.amount and tax.rate.number]
    return 1 < len(due) == len(found) and all(abs(expected - amount) <= CENT for expected, amount in due)


def _share_out(found: Sequence[TaxBreakdown], whole: Decimal, *, gross: bool) -> bool:
    """Whether tax ÷ rate of each tax, with the tax itself where the whole is `gross`, add up to the whole.

    What is said to be free of tax takes what they leave.
    """
    taxed = [(abs(tax.amount.number), 100 / tax.rate.number + gross) for tax in found if tax.amount and tax.rate.number]
    free = [tax for tax in found if tax.amount and not tax.rate.number and not tax.amount.number]
    if not taxed or len(taxed) + len(free) < len(found):
        return False
    off = sum((CENT / 2 * share for _, share in taxed), CENT)
    left = whole - sum((amount * share for amount, share in taxed), Decimal(0))
    return left >= -off if free else abs(left) <= off


def with_totals(
    found: Sequence[TaxBreakdown], fields: Fields, mentions: Sequence[Mention]
) -> Iterator[tuple[str, FieldValue]]:
    """Net and tax as the taxes prove them, where the record has none or another that does not lead to its total.

    `mentions` are those of amounts: a sum that stands somewhere is no derived value.
    """
    if whole := _whole_of_a_table(found, fields, mentions):
        yield from whole.items()
        return
    if not proven_by_total(found, fields):
        yield from _beside_untaxed(found, fields, mentions)
        return
    net, tax, total = (_known(fields, name) for name in _SUMS)
    if net is not None and tax is not None and total is not None and _agree(net + tax, total, 1):
        return
    base = base_of(found)
    sums = {"tax_amount": tax_of(found)}
    leads = [
        number is not None and total is not None and _agree(number + sums["tax_amount"], total, len(found))
        for number in (net, base)
    ]
    if not leads[0] and leads[1] and base is not None:
        sums["net_amount"] = base
    elif total is not None and (
        net in _taxes(found) if net is not None else fields.get("net_amount")
    ):  # one that is a tax, or was derived from a part of the taxes
        sums["net_amount"] = total - sums["tax_amount"]
    for name, number in sums.items():
        given = any(value.evidence in SELF_CHECKED for value in fields.get(name, ()))
        if not given and _known(fields, name, derived=True) != number:
            yield name, _value(number, mentions, fields["total_amount"][0])


def _whole_of_a_table(
    found: Sequence[TaxBreakdown], fields: Fields, mentions: Sequence[Mention]
) -> dict[str, FieldValue] | None:
    """The sums of a table each of whose rows adds up, where they lead to an amount that stands there.

    So where the record has no total, or takes a part of the table for it: the net or the tax of a row, or all of a row.
    """
    base, tax = base_of(found), tax_of(found)
    rows = [(abs(one.base.number), abs(one.amount.number)) for one in found if one.base and one.amount and _holds(one)]
    given = any(value.evidence in SELF_CHECKED for name in _SUMS for value in fields.get(name, ()))
    if base is None or not tax or len(rows) < len(found) or given or len(fields.get("total_amount", ())) > 1:
        return None
    total = _known(fields, "total_amount", derived=True)
    parts = {base, tax, *(part for row in rows for part in (*row, sum(row, Decimal(0))))}
    if total is not None and (total not in parts or _agree(base + tax, total, len(found))):
        return None
    amounts = [abs(Decimal(one.text)) for one in mentions if one.text]
    whole = next((number for number in amounts if _agree(base + tax, number, len(found))), None)
    if whole is None:
        return None
    like = next((value for name in reversed(_SUMS) for value in fields.get(name, ())), None)
    return {name: _value(number, mentions, like) for name, number in zip(_SUMS, (base, tax, whole), strict=True)}


def _beside_untaxed(
    found: Sequence[TaxBreakdown], fields: Fields, mentions: Sequence[Mention]
) -> Iterator[tuple[str, FieldValue]]:
    """The sum of taxes of which each row adds up, where no tax is known and the total has something untaxed beside."""
    base, tax, total = base_of(found), tax_of(found), _known(fields, "total_amount")
    if fields.get("tax_amount") or base is None or not tax or total is None or not all(map(_holds, found)):
        return
    if _TAXED * total <= base + tax <= total + CENT * len(found):
        yield "tax_amount", replace(_value(tax, mentions, fields["total_amount"][0]), confidence=ROWS_ALONE)


def _holds(tax: TaxBreakdown) -> bool:
    """Whether base × rate = tax, to the cent."""
    base, amount = (cell.number if cell else Decimal(0) for cell in (tax.base, tax.amount))
    return abs(abs(base) * tax.rate.number / 100 - abs(amount)) <= CENT


def _value(number: Decimal, mentions: Sequence[Mention], like: FieldValue | None) -> FieldValue:
    """A sum with the sign and the currency of another, and the places where it stands."""
    signed = -number if like and Decimal(like.value) < 0 else number
    places = tuple(one.index for one in mentions if one.text and abs(Decimal(one.text)) == number)
    how = None if places else "sum of the taxes by rate"
    return FieldValue(
        money(signed), PROVEN, places or (like.entities if like else ()), like.currency if like else None, derived=how
    )


def _known(fields: Fields, name: str, *, derived: bool = False) -> Decimal | None:
    values = fields.get(name, ())
    if len(values) != 1 or values[0].ambiguous or (values[0].derived and not derived):
        return None
    return abs(Decimal(values[0].value))


def _agree(a: Decimal, b: Decimal, count: int) -> bool:
    """Whether two sums are the same: each tax may be rounded by itself."""
    return abs(a - b) <= CENT * count
