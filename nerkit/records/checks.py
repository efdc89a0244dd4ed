"""Relations that hold between the values of a sound record. A check reports; it never removes a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from nerkit.labels import Relationship
from nerkit.records.record import Check, FieldValue
from nerkit.records.relations import CENT as CENT
from nerkit.records.relations import holds, later
from nerkit.values.identifiers import CHECKSUM

Fields = Mapping[str, tuple[FieldValue, ...]]

_WITH_CHECKSUM = {"iban": "IBAN", "bic": "BIC", "vat_id": "VAT id"}


def run(fields: Fields, relationships: Sequence[Relationship]) -> tuple[Check, ...]:
    """All checks whose values are in the record, unambiguous and not derived from one another."""
    return (*_relations(fields, relationships), *_rates(fields), *_term(fields), *_checksums(fields))


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


def _relations(fields: Fields, relationships: Sequence[Relationship]) -> Iterator[Check]:
    """The checks of the schema; that a part is at most the whole goes without saying where the sum is checked."""
    summed: set[str] = set()
    for check in relationships:
        values = [fields.get(name, ()) for name in check.fields]
        if any(len(value) != 1 or value[0].ambiguous for value in values) or values[-1][0].derived:
            continue
        if check.relation == "sum":
            if any(value.derived for (value,) in values):
                continue
            summed |= set(check.fields)
        if check.relation == "at_most" and summed.issuperset(check.fields):
            continue
        held = holds(check.relation, [value.value for (value,) in values])
        if held is not None:
            yield Check(check.name, held, None if held else _detail(check, fields))


def _detail(check: Relationship, fields: Fields) -> str | None:
    """By how much a check fails."""
    if check.relation == "sum":
        *parts, whole = (amount(fields, name) or Decimal(0) for name in check.fields)
        return f"off by {(sum(parts) - whole).quantize(CENT):f}"
    if check.relation == "order" and len(check.fields) == 2:
        earlier, later = (day(fields, name) for name in check.fields)
        return f"{(earlier - later).days} days before" if earlier and later else None
    return None


def _rates(fields: Fields) -> Iterator[Check]:
    net, tax, rates = amount(fields, "net_amount"), amount(fields, "tax_amount"), fields.get("tax_rate", ())
    if net is not None and tax is not None and len(rates) == 1:
        yield within_a_cent("net × tax rate = tax", net * Decimal(rates[0].value) / 100 - tax)


def _term(fields: Fields) -> Iterator[Check]:
    """A term ends on the same day so much later, or on the day before."""
    start, end, terms = day(fields, "effective_date"), day(fields, "expiration_date"), fields.get("term", ())
    if start is None or end is None or len(terms) != 1 or terms[0].ambiguous or fields["expiration_date"][0].derived:
        return
    expected = later(start, terms[0].value)
    if expected is not None:
        days = (end - expected).days
        yield Check(
            "effective date + term = expiration date",
            days in (-1, 0),
            None if days in (-1, 0) else f"off by {days} days",
        )


def within_a_cent(name: str, difference: Decimal) -> Check:
    """A check of a sum that misses by `difference`: up to a cent it passes."""
    passed = abs(difference.quantize(CENT)) <= CENT
    return Check(name, passed, None if passed else f"off by {difference.quantize(CENT):f}")


def _checksums(fields: Fields) -> Iterator[Check]:
    for name, title in _WITH_CHECKSUM.items():
        values = fields.get(name, ())
        if values:
            notes = dict.fromkeys(value.note for value in values if value.note)
            yield Check(f"{title} is valid", CHECKSUM not in notes, "; ".join(notes) or None)
