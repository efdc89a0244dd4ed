"""Discounts and charges: those of a single line become part of it, those of the whole invoice stand beside the lines.

So does EN 16931: allowances and charges (BG-20, BG-21, BG-27, BG-28) are no invoice lines, and the net amount of a line
(BT-131) is what is left after its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from nerkit.document import Document
from nerkit.records.items.column_lexicon import ColumnLexicon, frames, tokens
from nerkit.records.items.item_numbers import numbers
from nerkit.records.items.item_rows import Charged, words_of
from nerkit.records.placed_values import CELLS, Charge, LineItem, PlacedValue, money, placed
from nerkit.values import read_value
from nerkit.values.value import Context

_STRAYS = 3
LESS = "amount less its discount"
"""How the amount of a line was found below which a discount stands."""


def charge_of(
    document: Document, charged: Charged, after: int, context: Context, words: ColumnLexicon
) -> Charge | None:
    """The charge that a line states, with `after` line items above it; None where its amount is 0 or cannot be read."""
    amount = numbers(words_of(charged.amount), context)
    if not amount or not amount[0]:
        return None
    label = [(word.start, word.end) for word in charged.label]
    said = words_of(charged.label)
    cells = {"description": placed(document, label, said)} if said else {}
    for place, word in enumerate(charged.label):
        sign = charged.label[place + 1 : place + 2] if "%" not in word.text else ()
        text = words_of([word, *sign])
        if text.endswith("%") and (rate := read_value("percent", text, context).value):
            cells["rate"] = placed(document, [(part.start, part.end) for part in (word, *sign)], rate)
            break
    currency = read_value("amount", words_of(charged.amount), context).currency
    places = [(word.start, word.end) for word in charged.amount]
    falls = frames([token for word in charged.label for token in tokens(word.text)], words.allowances)
    return Charge({**cells, "amount": placed(document, places, money(amount[0]), currency)}, after, falls)


def settled(
    items: Sequence[LineItem], charges: Sequence[Charge], known: Collection[Decimal]
) -> tuple[tuple[LineItem, ...], tuple[Charge, ...]]:
    """The lines less their own discounts, and the charges of the whole; `known` are the sums that the document states.

    Only arithmetic says which charges count: with those that are given the lines add up to a sum. Where they do not,
    the lines stay as they are and none is given. A discount counts against the lines, however it is written.
    """
    whole = _proven(items, charges, known)
    if whole is not None and not _between(items, whole):
        return tuple(items), whole
    own: dict[int, list[Charge]] = {}
    for charge in _between(items, charges):
        own.setdefault(charge.after, []).append(charge)
    reduced = [_less(item, own.get(number, ())) for number, item in enumerate(items, 1)]
    rest = _proven(reduced, [charge for charge in charges if not _is_between(items, charge)], known) if own else None
    return (tuple(items), whole or ()) if rest is None else (tuple(reduced), rest)


def without_strays(items: Sequence[LineItem], charges: Sequence[Charge], known: Collection[Decimal]) -> int:
    """How many of the lines, from the first on, add up to a known sum; all where no number of them does.

    The others were taken from what stands below the table. Only rows without quantity and price can be, and few.
    """
    for count in range(len(items), max(0, len(items) - _STRAYS - 1), -1):
        if _proven(items[:count], charges, known) is not None:
            return count
        if count < 1 or {"quantity", "unit_price"} <= items[count - 1].cells.keys():
            break
    return len(items)


def sums_with(items: Sequence[LineItem], charges: Sequence[Charge] = ()) -> list[Decimal]:
    """The sum of the lines, and what each of the charges in turn makes of it."""
    total = sum((item.number("amount") or Decimal(0) for item in items), Decimal(0))
    return list(accumulate((_signed(charge, total).cells["amount"].number for charge in charges), initial=total))


def _between(items: Sequence[LineItem], charges: Sequence[Charge]) -> list[Charge]:
    """The discounts with lines above and below them."""
    return [charge for charge in charges if _is_between(items, charge)]


def _is_between(items: Sequence[LineItem], charge: Charge) -> bool:
    return charge.falls and 0 < charge.after < len(items)


def _proven(
    items: Sequence[LineItem], charges: Sequence[Charge], known: Collection[Decimal]
) -> tuple[Charge, ...] | None:
    """As many of the charges, in order, as bring the lines to a known sum; None where no number of them does."""
    counts = [n for n, number in enumerate(sums_with(items, charges)) if number and abs(number) in known]
    total = sums_with(items)[0]
    return tuple(_signed(charge, total) for charge in charges[: counts[-1]]) if counts else None


def _signed(charge: Charge, total: Decimal) -> Charge:
    """The charge with the sign it counts with: a discount has the other sign than the lines."""
    amount = charge.cells["amount"]
    if not charge.falls:
        return charge
    number = -abs(amount.number) if total >= 0 else abs(amount.number)
    return replace(charge, cells={**charge.cells, "amount": replace(amount, value=money(number))})


def _less(item: LineItem, discounts: Sequence[Charge]) -> LineItem:
    """The line with its discounts taken off."""
    for discount in discounts:
        amount = item.cells["amount"]
        less = _signed(discount, amount.number).cells["amount"]
        cells = {**item.cells, "allowance": less, "amount": _reduced(amount, less)}
        if "discount" not in cells and (rate := discount.cells.get("rate")):
            cells["discount"] = rate
        item = LineItem({name: cells[name] for name in CELLS if name in cells})
    return item


def _reduced(amount: PlacedValue, less: PlacedValue) -> PlacedValue:
    return PlacedValue(
        money(amount.number + less.number),
        (*amount.spans, *less.spans),
        (*amount.boxes, *less.boxes),
        amount.currency,
        LESS,
    )
