"""The row of sums below a table: net, tax and total side by side, "Razem 5 200,00 920,00 6 120,00"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from nerkit.document import SELF_CHECKED, Document
from nerkit.records.mentions import Mention
from nerkit.records.record import FieldValue
from nerkit.records.relations import CENT

Fields = Mapping[str, tuple[FieldValue, ...]]

_MOST = Decimal("0.4")
"""No tax is a larger part of its net."""

PROVEN = 0.9
"""How sure net and tax are that stand beside the total and add up to it."""


def from_row_of_sums(
    fields: Fields, document: Document, amounts: Sequence[Mention], names: tuple[str, str, str]
) -> Iterator[tuple[str, FieldValue]]:
    """Net and tax of the row that ends with the total, or begins with it, where the record's own do not lead there.

    `names` are the fields of net, tax and total, `amounts` the mentions of amounts in text order.
    """
    net, tax, total = (fields.get(name, ()) for name in names)
    if len(total) != 1 or total[0].ambiguous or any(value.evidence in SELF_CHECKED for value in (*net, *tax)):
        return
    whole = abs(Decimal(total[0].value))
    known = [abs(Decimal(value.value)) for value in (*net, *tax) if not value.derived]
    if len(known) > 1 and abs(sum(known) - whole) <= CENT:
        return
    rows = {
        (abs(Decimal(parts[0].text)), abs(Decimal(parts[1].text))): parts
        for parts in _parts(document.text, amounts, whole)
    }
    if len(rows) != 1:
        return
    (row,) = rows.values()
    if len(known) == 1 and known[0] not in [abs(Decimal(part.text)) for part in row]:
        return
    for name, part in zip(names, row, strict=False):
        yield name, FieldValue(part.text, PROVEN, (part.index,), part.value.currency or total[0].currency)


def _parts(text: str, amounts: Sequence[Mention], whole: Decimal) -> Iterator[tuple[Mention, Mention]]:
    """Net and tax of each three amounts side by side of which they are two and the whole is one; nothing is no sum."""
    read = [mention for mention in amounts if mention.text and Decimal(mention.text)]
    for _, line in groupby(read, key=lambda mention: text.count("\n", 0, mention.entity.start)):
        found = list(line)
        for three in zip(found, found[1:], found[2:], strict=False):
            tax, net, sum_ = sorted(three, key=lambda mention: abs(Decimal(mention.text)))
            numbers = [abs(Decimal(mention.text)) for mention in (net, tax, sum_)]
            if (
                numbers[2] == whole
                and abs(numbers[0] + numbers[1] - whole) <= CENT
                and 0 < numbers[1] <= _MOST * numbers[0]
            ):
                yield net, tax
