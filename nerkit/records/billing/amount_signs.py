"""The sign of a record's amounts is one: net, tax and total of a credit are negative together, or none of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from nerkit.document import SELF_CHECKED
from nerkit.records.placed_values import money
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT

Fields = Mapping[str, tuple[FieldValue, ...]]


def with_one_sign(fields: Fields, names: tuple[str, str, str]) -> Iterator[tuple[str, FieldValue]]:
    """Those of net, tax and total whose sign is another than that of the two others, with the sign of these.

    Only where net + tax = total holds without signs: there OCR or a lonely dash made the difference.
    """
    values = [fields.get(name, ()) for name in names]
    if any(len(value) != 1 or value[0].ambiguous for value in values):
        return
    numbers = [Decimal(value.value) for (value,) in values]
    net, tax, total = map(abs, numbers)
    if not tax or abs(net + tax - total) > CENT:
        return
    negative = sum(number < 0 for number in numbers) > len(numbers) / 2
    for name, (value,), number in zip(names, values, numbers, strict=True):
        if (number < 0) is not negative and value.evidence not in SELF_CHECKED:
            yield name, replace(value, value=money(-number), note="with the sign of the other amounts")


def takes_from_total(fields: Fields, names: tuple[str, str, str]) -> bool:
    """Whether the net is below nothing and the total is not: it is a discount or a payment, and no net."""
    (net, _, total) = (fields.get(name, ()) for name in names)
    if len(net) != 1 or len(total) != 1 or net[0].evidence in SELF_CHECKED:
        return False
    return Decimal(net[0].value) < 0 < Decimal(total[0].value)
