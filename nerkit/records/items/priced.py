"""The words of a row without a heading: those in front of its amount, and the numbers among them that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from nerkit.budget import paced
from nerkit.records.items.item_numbers import consistent, is_money, numbers
from nerkit.records.items.item_rows import ItemRow, words_of
from nerkit.records.items.text_lines import LineWord, TextLine
from nerkit.values import read_value
from nerkit.values.money import find_amounts
from nerkit.values.value import Context

LONGEST_AMOUNT = 3
"""Words of an amount with its currency and the letter of its tax rate."""

_CENTS = re.compile(r"\d[.,]\d\d$")
_DECIMALS = re.compile(r"\d[.,]\d\d")
_COUNT = re.compile(r"(\d{1,2})[.x×]?", re.ASCII | re.IGNORECASE)
_COUNTED = 0.5  # the share of rows that begin with a quantity where such numbers are one
_DATE = 3  # words of a date
_NEAR = 0.65  # in heights of a line: white between two lines of one description
_SIGNS = "xX×*@"  # between a quantity and a price


@dataclass(frozen=True, slots=True)
class Priced:
    """A line that ends with an amount: the words of that, and those in front of it."""

    line: int
    rest: tuple[LineWord, ...]
    amount: tuple[LineWord, ...]
    number: Decimal

    def above(self, other: Priced) -> bool:
        """Whether the two amounts stand in one column."""
        return min(self.amount[-1].x1, other.amount[-1].x1) > max(self.amount[0].x0, other.amount[0].x0)


def has_cents(text: str) -> bool:
    """Whether an amount in a text ends with cents."""
    return any(_CENTS.search(hit.numeral) for hit in find_amounts(text))


def named(rows: Sequence[Priced], lines: Sequence[TextLine], context: Context) -> Iterator[ItemRow]:
    """The rows with what they are called: in their own line, and the lines of text right above or below it."""
    taken = {row.line for row in rows}
    above = all(_text_beside(lines, row.line, -1, taken) for row in rows)
    counts = [_count(row.rest, context) for row in rows]
    numbered = counts == list(range(1, len(rows) + 1))
    counted = not numbered and sum(map(bool, counts)) >= _COUNTED * len(rows)
    for row in paced(rows):
        cells = _cells(row, context, numbered=numbered)
        if counted and _count(row.rest, context) and "quantity" not in cells:
            cells["quantity"] = [row.rest[0]]
            cells["description"] = [word for word in cells["description"] if word != row.rest[0]]
        if above:
            cells["description"] = [*_text_beside(lines, row.line, -1, taken), *cells.get("description", ())]
        below = [] if above else [_text_beside(lines, row.line, 1, taken)]
        yield ItemRow(
            row.line, {kind: words for kind, words in cells.items() if words}, [part for part in below if part]
        )


def _count(rest: Sequence[LineWord], context: Context) -> int:
    """The small whole number with which a row begins, 0 where there is none: "2 Tea", "2x Tea", not "2 May 2024"."""
    match = _COUNT.fullmatch(words_of(rest[:1]))
    dated = read_value("date", words_of(rest[:_DATE]), context).value is not None
    return int(match[1]) if match and not dated else 0


def _text_beside(lines: Sequence[TextLine], index: int, step: int, taken: set[int]) -> list[LineWord]:
    """The words of the line above or below, if it is near, of one cell and says no amount."""
    other = index + step
    if not 0 <= other < len(lines) or other in taken:
        return []
    line, row = lines[other], lines[index]
    gap = max(line.top, row.top) - min(line.bottom, row.bottom)
    near = line.page == row.page and gap <= _NEAR * max(line.height, row.height)
    text = words_of(line.words)
    worded = any(map(str.isalpha, text)) and not has_cents(text)
    return list(line.words) if near and worded and len(line.cells) == 1 else []


def _cells(row: Priced, context: Context, *, numbered: bool) -> dict[str, list[LineWord]]:
    """What the words in front of the amount are: numbers that do not lead to it are left in the description."""
    rest = row.rest[numbered:]
    shares = dict(_shares(rest, context))
    taken = {place for run in shares for place in run}
    read = {run: found for run, found in _numbers(rest, context) if row.number and not taken.intersection(run)}
    used: dict[range, str] = {}
    for quantity, price in permutations(read, 2):
        if set(quantity) & set(price) or not _priced_by(rest, quantity, price):
            continue
        kinds = _of_shares(read[quantity], read[price], row.number, shares)
        if kinds is not None:
            used = {quantity: "quantity", price: "unit_price", **kinds}
            used |= {_unit(rest, quantity): "unit"}
            break
    cells: dict[str, list[LineWord]] = {"amount": list(row.amount)}
    for run, kind in used.items():
        cells[kind] = list(rest[run.start : run.stop])
    left = [word for n, word in enumerate(rest) if not any(n in run for run in used)]
    cells["description"] = [word for word in left if any(map(str.isalnum, word.text.strip(_SIGNS)))]
    return cells


def _of_shares(
    quantity: Sequence[Decimal], price: Sequence[Decimal], amount: Decimal, shares: Mapping[range, Decimal]
) -> dict[range, str] | None:
    """What the percentages of a row are, given that quantity × price, less one of them perhaps, is the amount."""
    if consistent(quantity, price, [amount]):
        return dict.fromkeys(shares, "tax_rate") if len(shares) == 1 else {}
    for run, share in shares.items():
        if consistent(quantity, price, [amount], [share]):
            return {run: "discount"} | {other: "tax_rate" for other in shares if len(shares) == 2 and other != run}
    return None


def _numbers(rest: Sequence[LineWord], context: Context) -> Iterator[tuple[range, tuple[Decimal, ...]]]:
    """The numbers among words, with a currency perhaps, the longest first: "2 267,14" before "267,14"."""
    for size in range(LONGEST_AMOUNT, 0, -1):
        for start in range(len(rest) - size + 1):
            words = rest[start : start + size]
            text = words_of(words).strip(_SIGNS)
            if not any(word.gap for word in words[1:]) and is_money(text) and (found := numbers(text, context)):
                yield range(start, start + size), found


def _shares(rest: Sequence[LineWord], context: Context) -> Iterator[tuple[range, Decimal]]:
    """The percentages among words, the sign in the same word or the next."""
    for place, word in enumerate(rest):
        apart = words_of(rest[place + 1 : place + 2]) == "%"
        text = f"{word.text}%" if apart else word.text
        if text.endswith("%") and (value := read_value("percent", text, context).value) is not None:
            yield range(place, place + 1 + apart), Decimal(value)


def _unit(rest: Sequence[LineWord], quantity: range) -> range:
    """The word that stands beside a quantity and fills its cell, where another cell has words too."""
    place = quantity.stop
    fills = rest[quantity.start].gap and (place + 1 == len(rest) or (place < len(rest) and rest[place + 1].gap))
    worded = [n for n, word in enumerate(rest) if any(map(str.isalpha, word.text))]
    own = fills and place in worded and len(worded) > 1 and not rest[place].gap
    return range(place, place + own)


def _priced_by(rest: Sequence[LineWord], quantity: range, price: range) -> bool:
    """Whether the second number can be the price: the one with cents is, of two such the one on the right."""
    cents = [_DECIMALS.search(words_of(rest[run.start : run.stop])) is not None for run in (quantity, price)]
    return cents[1] and (not cents[0] or quantity.start < price.start)
