"""Relations that hold between the values of a sound record. A check reports; it never removes a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from nerkit.labels import Kind, Relation, Schema, spoken
from nerkit.records.record import Check, FieldValue
from nerkit.records.relations import CENT as CENT
from nerkit.records.relations import holds, misses, parts_with, to_cents
from nerkit.values.identifiers import CHECKSUM

Fields = Mapping[str, tuple[FieldValue, ...]]

_WITH_CHECKSUM = {"iban": "IBAN", "bic": "BIC", "vat_id": "VAT id"}
"""Types whose values have check digits, or a form that is as strict, and what they are called."""


def run(fields: Fields, kind: Kind, schema: Schema) -> tuple[Check, ...]:
    """All checks whose values are in the record, unambiguous and not derived from one another.

    Those of what is required come last.
    """
    return (*_relations(fields, schema), *_checksums(fields, schema), *_required(fields, kind, schema))


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


def _relations(fields: Fields, schema: Schema) -> Iterator[Check]:
    """The checks of the schema; that a part is at most the whole goes without saying where the sum is checked."""
    summed: set[tuple[str, ...]] = set()
    for check in schema.checks:
        values = [fields.get(name, ()) for name in check.fields]
        if any(len(value) != 1 or value[0].ambiguous for value in values) or len({v.unit for (v,) in values}) > 1:
            continue
        is_derived = [value.derived is not None for (value,) in values]
        if check.relation == "sum":
            if any(is_derived):
                continue
            summed |= {(part, check.fields[-1]) for part in check.fields[:-1]}
        # A tax that was derived from a sum may still miss its rate.
        if (is_derived[-1] and check.relation != "rate") or (check.relation == "at_most" and check.fields in summed):
            continue
        rounding = fields.get(check.rounding, ()) if check.rounding else ()
        texts = tuple(value.value for (value,) in values)
        if rounding and not holds(check.relation, texts):  # e-invoices have their total before it is rounded
            texts = parts_with(rounding[0].value, texts)
        held = holds(check.relation, texts)
        if held is not None:
            yield Check(check.name, held, None if held else _detail(check.relation, texts), check.fields)


def _detail(relation: Relation, values: Sequence[str]) -> str | None:
    """By how much a check fails."""
    missed = misses(relation, values)
    if isinstance(missed, Decimal):
        return f"off by {to_cents(missed):f}"
    if missed is None:
        return None
    return f"{missed} days before" if relation == "order" else f"off by {missed} days"


def within_a_cent(name: str, difference: Decimal, *fields: str) -> Check:
    """A check of a sum that misses by `difference`: up to a cent it passes."""
    missed = to_cents(difference)
    passed = abs(missed) <= CENT
    return Check(name, passed, None if passed else f"off by {missed:f}", fields)


def _checksums(fields: Fields, schema: Schema) -> Iterator[Check]:
    for name, values in fields.items():
        type = schema.type_of(name)
        if values and type in _WITH_CHECKSUM:
            notes = dict.fromkeys(value.note for value in values if value.note)
            whose = "" if name == type else f"{spoken(name)}: "
            title = f"{whose}{_WITH_CHECKSUM[type]} is valid"
            yield Check(title, CHECKSUM not in notes, "; ".join(notes) or None, (name,))


def _required(fields: Fields, kind: Kind, schema: Schema) -> Iterator[Check]:
    for name in kind.fields:
        if schema.labels[name.upper()].required:
            found = bool(fields.get(name))
            yield Check(f"{spoken(name)} is there", found, None if found else "required, and not found")
