"""Relations that hold between the values of a sound record. A check reports; it never removes a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from nerkit.records.record import Check, FieldValue

Fields = Mapping[str, tuple[FieldValue, ...]]

CENT = Decimal("0.01")
"""Tolerance of sums: totals are often rounded from unrounded lines."""

_ORDERED_DATES = (
    ("due date ≥ invoice date", "invoice_date", "due_date"),
    ("period end ≥ period start", "period_start", "period_end"),
    ("expiration date ≥ effective date", "effective_date", "expiration_date"),
)

_WITH_CHECKSUM = {"iban": "IBAN", "bic": "BIC", "vat_id": "VAT id"}


def run(fields: Fields) -> tuple[Check, ...]:
    """All checks whose values are in the record, unambiguous and not derived from one another."""
    return (*_sums(fields), *_orders(fields), *_checksums(fields))


def amount(fields: Fields, name: str) -> Decimal | None:
    """The amount in a field of one value, None where there is none."""
    values = fields.get(name, ())
    if len(values) != 1:
        return None
    try:
        return Decimal(values[0].value)
    except InvalidOperation:
        return None


def day(fields: Fields, name: str) -> date | None:
    """The date in a field of one value, None where there is none or where it is ambiguous."""
    values = fields.get(name, ())
    if len(values) != 1 or values[0].ambiguous:
        return None
    try:
        return date.fromisoformat(values[0].value)
    except ValueError:
        return None


def _sums(fields: Fields) -> Iterator[Check]:
    net, tax, total = (amount(fields, f"{name}_amount") for name in ("net", "tax", "total"))
    derived = any(value.derived for name in ("net", "tax", "total") for value in fields.get(f"{name}_amount", ()))
    if net is not None and tax is not None and total is not None and not derived:
        yield within_a_cent("net + tax = total", net + tax - total)
    rates = fields.get("tax_rate", ())
    if net is not None and tax is not None and len(rates) == 1:
        yield within_a_cent("net × tax rate = tax", net * Decimal(rates[0].value) / 100 - tax)
    if net is not None and total is not None and (tax is None or derived):
        yield Check("net ≤ total", abs(net) <= abs(total) + CENT)


def within_a_cent(name: str, difference: Decimal) -> Check:
    """A check of a sum that misses by `difference`: up to a cent it passes."""
    passed = abs(difference.quantize(CENT)) <= CENT
    return Check(name, passed, None if passed else f"off by {difference.quantize(CENT):f}")


def _orders(fields: Fields) -> Iterator[Check]:
    for name, first, second in _ORDERED_DATES:
        earlier, later = day(fields, first), day(fields, second)
        derived = any(value.derived for value in fields.get(second, ()))
        if earlier is not None and later is not None and not derived:
            passed = later >= earlier
            yield Check(name, passed, None if passed else f"{(earlier - later).days} days before")


def _checksums(fields: Fields) -> Iterator[Check]:
    for name, title in _WITH_CHECKSUM.items():
        values = fields.get(name, ())
        if values:
            wrong = [value.note for value in values if value.note]
            yield Check(f"{title} is valid", not wrong, "; ".join(dict.fromkeys(wrong)) or None)
