"""Taxes that add up: several of them are one tax, and with it net and total agree. Signs are left aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from nerkit.document import SELF_CHECKED
from nerkit.records.mentions import Mention
from nerkit.records.placed_values import TaxBreakdown, money
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT

Fields = Mapping[str, tuple[FieldValue, ...]]

PROVEN = 0.95
"""How probable a value is that the taxes by rate prove: base × rate = tax of each, and net + tax = total of all."""


def tax_of(found: Sequence[TaxBreakdown]) -> Decimal:
    """The sum of taxes."""
    return sum((abs(tax.amount.number) for tax in found if tax.amount), Decimal(0))


def proven_by_total(found: Sequence[TaxBreakdown], fields: Fields) -> bool:
    """Whether the taxes together lead from the net to the total, or from their bases where no net is known.

    Where no base stands either, as on many receipts, what each tax says of what it is part of adds up to the total.
    """
    total, tax = _known(fields, "total_amount"), tax_of(found)
    if total is None or not tax or not all(each.amount for each in found):
        return False
    if _known(fields, "net_amount") is None and not any(each.base for each in found):
        return _share_out(found, total, gross=True)
    return any(_agree(base + tax, total, len(found)) for base in (_known(fields, "net_amount"), base_of(found)) if base)


def base_of(found: Sequence[TaxBreakdown]) -> Decimal | None:
    """What is taxed at all rates together; None where a base stands nowhere, or two taxes may have the same one."""
    bases = [abs(tax.base.number) for tax in found if tax.base and not tax.base.derived]
    return sum(bases, Decimal(0)) if bases and len({*bases}) == len(found) else None


def shares_of_net(found: Sequence[TaxBreakdown], fields: Fields) -> bool:
    """Whether what each tax says of its base, tax ÷ rate, adds up to the net amount as well as cents allow."""
    net = _known(fields, "net_amount")
    return net is not None and _share_out(found, net, gross=False)


def _share_out(found: Sequence[TaxBreakdown], whole: Decimal, *, gross: bool) -> bool:
    """Whether tax ÷ rate of each tax, with the tax itself where the whole is `gross`, add up to the whole."""
    taxed = [(abs(tax.amount.number), 100 / tax.rate.number + gross) for tax in found if tax.amount and tax.rate.number]
    if not taxed or len(taxed) < len(found):
        return False
    off = sum((CENT / 2 * share for _, share in taxed), CENT)
    return abs(sum((amount * share for amount, share in taxed), Decimal(0)) - whole) <= off


def with_totals(
    found: Sequence[TaxBreakdown], fields: Fields, mentions: Sequence[Mention]
) -> Iterator[tuple[str, FieldValue]]:
    """Net and tax as the taxes prove them, where the record has none or another that does not lead to its total.

    `mentions` are those of amounts: a sum that stands somewhere is no derived value.
    """
    if len(found) > 1 and (whole := _whole_of_a_part(found, fields, mentions)):
        yield from whole.items()
        return
    if not proven_by_total(found, fields):
        return
    total, net, tax = (_known(fields, f"{name}_amount", derived=True) for name in ("total", "net", "tax"))
    if net is not None and tax is not None and total is not None and _agree(net + tax, total, 1):
        return
    base, known = base_of(found), _known(fields, "net_amount")
    sums = {"tax_amount": tax_of(found)}
    leads = [
        number is not None and total is not None and _agree(number + sums["tax_amount"], total, len(found))
        for number in (known, base)
    ]
    if base is not None and leads == [False, True]:
        sums["net_amount"] = base
    for name, number in sums.items():
        given = any(value.evidence in SELF_CHECKED for value in fields.get(name, ()))
        if not given and _known(fields, name, derived=True) != number:
            yield name, _value(number, fields["total_amount"][0], mentions)


def _whole_of_a_part(
    found: Sequence[TaxBreakdown], fields: Fields, mentions: Sequence[Mention]
) -> dict[str, FieldValue] | None:
    """The sums where the record has net and tax of one rate, and those of all lead to an amount that stands there.

    So in a table of taxes without a row of sums, each of whose rows adds up.
    """
    base, tax, total = base_of(found), tax_of(found), fields.get("total_amount", ())
    parts = {(abs(one.base.number), abs(one.amount.number)) for one in found if one.base and one.amount}
    known = _known(fields, "net_amount"), _known(fields, "tax_amount")
    if base is None or known not in parts or len(parts) < len(found) or len(total) != 1 or total[0].evidence != "text":
        return None
    amounts = [abs(Decimal(one.text)) for one in mentions if one.text]
    whole = next((number for number in amounts if _agree(base + tax, number, len(found))), None)
    if whole is None:
        return None
    sums = {"net_amount": base, "tax_amount": tax, "total_amount": whole}
    return {name: _value(number, total[0], mentions) for name, number in sums.items()}


def _value(number: Decimal, total: FieldValue, mentions: Sequence[Mention]) -> FieldValue:
    """A sum with the sign and the currency of the total, and the places where it stands."""
    signed = -number if Decimal(total.value) < 0 else number
    places = tuple(one.index for one in mentions if one.text and abs(Decimal(one.text)) == number)
    how = None if places else "sum of the taxes by rate"
    return FieldValue(money(signed), PROVEN, places or total.entities, total.currency, derived=how)


def _known(fields: Fields, name: str, *, derived: bool = False) -> Decimal | None:
    values = fields.get(name, ())
    if len(values) != 1 or values[0].ambiguous or (values[0].derived and not derived):
        return None
    return abs(Decimal(values[0].value))


def _agree(a: Decimal, b: Decimal, count: int) -> bool:
    """Whether two sums are the same: each tax may be rounded by itself."""
    return abs(a - b) <= CENT * count
