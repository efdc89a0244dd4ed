"""The words of a row without a heading: those in front of its amount, and the numbers among them that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from nerkit.budget import paced
from nerkit.records.items.item_numbers import consistent, is_money, numbers
from nerkit.records.items.item_rows import ItemRow, words_of
from nerkit.records.items.multiplied import Multiplied, multiplied
from nerkit.records.items.priced import LONGEST_AMOUNT, Priced, are_near, has_cents
from nerkit.records.items.text_lines import LineWord, TextLine
from nerkit.values import read_value
from nerkit.values.value import Context

_DECIMALS = re.compile(r"\d[.,]\d\d")
_COUNT = re.compile(r"(\d{1,2})[.x×]?", re.ASCII | re.IGNORECASE)
_COUNTED = 0.5  # the share of rows that begin with a quantity where such numbers are one
_DATE = 3  # words of a date
_SIGNS = "xX×*@"  # between a quantity and a price
_AMOUNT = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?", re.ASCII)
_LEAST_CLASSED = 2  # rows with a class of tax in front


def named(rows: Sequence[Priced], lines: Sequence[TextLine], context: Context) -> Iterator[ItemRow]:
    """The rows with what they are called: in their own line, and the lines of text right above or below it."""
    taken = {row.line for row in rows}.union(*(row.beside for row in rows))
    above = len(rows) > 1 and all(row.name or _text_beside(lines, row.line, -1, taken) for row in rows)
    counts = [_count(row.rest, context) for row in rows]
    numbered = len(rows) > 1 and counts == list(range(1, len(rows) + 1))
    counted = not numbered and sum(map(bool, counts)) >= _COUNTED * len(rows)
    behind = not counted and sum(_counted_behind(row) for row in rows) >= _COUNTED * len(rows)
    classed = sum(_is_class(row.rest) for row in rows) >= max(_LEAST_CLASSED, _COUNTED * len(rows))
    for row in paced(rows):
        if classed and _is_class(row.rest):
            row = replace(row, rest=row.rest[1:])
        cells = _cells(row, context, numbered=numbered)
        if counted and "quantity" not in cells and (first := _counting(row.rest, context)):
            cells["quantity"] = [first]
            cells["description"] = [word for word in cells["description"] if word != first]
        if behind and "quantity" not in cells and _counted_behind(row):
            cells["quantity"] = [row.rest[-1]]
            cells["description"] = [word for word in cells["description"] if word != row.rest[-1]]
        if row.name:
            cells["description"] = [*row.name, *cells.get("description", ())]
        elif above:
            cells["description"] = [*_text_beside(lines, row.line, -1, taken), *cells.get("description", ())]
        below = [] if above else [_text_beside(lines, max(row.line, *row.beside, 0), 1, taken)]
        yield ItemRow(
            row.line, {kind: words for kind, words in cells.items() if words}, [part for part in below if part]
        )


def _is_class(rest: Sequence[LineWord]) -> bool:
    """Whether words begin with a letter that stands for a rate of tax, and go on."""
    return len(rest) > 1 and len(rest[0].text) == 1 and rest[0].text.isupper()


def _counting(rest: Sequence[LineWord], context: Context) -> LineWord | None:
    """The number with which a row begins among rows that begin with quantities, a letter in front of it perhaps."""
    at = int(_is_class(rest))
    if _count(rest[at:], context) or (len(rest) > at + 1 and _AMOUNT.fullmatch(rest[at].text)):
        return rest[at]
    return None


def _counted_behind(row: Priced) -> bool:
    """Whether a small whole number fills the cell in front of the amount, and a text stands in front of that."""
    return len(row.rest) > 1 and row.rest[-1].gap and _COUNT.fullmatch(row.rest[-1].text) is not None


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
    line, near = lines[other], are_near(lines[other], lines[index])
    text = words_of(line.words)
    worded = any(map(str.isalpha, text)) and not has_cents(text)
    return list(line.words) if near and worded and len(line.cells) == 1 else []


def _cells(row: Priced, context: Context, *, numbered: bool) -> dict[str, list[LineWord]]:
    """What the words in front of the amount are: numbers that do not lead to it are left in the description."""
    rest = row.rest[numbered:]
    if row.times:
        return _multiplied_cells(row.times, rest, row.amount, own=False)
    times = multiplied(rest, context)
    if times and row.number and consistent(times.quantities, times.prices, [row.number]):
        return _multiplied_cells(times, times.before, row.amount, own=True)
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


def _multiplied_cells(
    times: Multiplied, rest: Sequence[LineWord], amount: Sequence[LineWord], *, own: bool
) -> dict[str, list[LineWord]]:
    """The cells of a row of which quantity and price stand side by side, on its `own` line or another one."""
    cells = {**times.cells, "description": list(rest), "amount": list(amount)}
    if not own and len(times.before) == 1 and any(map(str.isdigit, times.before[0].text)):
        cells["article"] = list(times.before)
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
    worded_unit = (
        place < len(rest)
        and any(map(str.isalpha, rest[place].text.strip(_SIGNS)))
        and not any(map(str.isdigit, rest[place].text))
    )
    fills = (
        worded_unit
        and rest[quantity.start].gap
        and (place + 1 == len(rest) or (place < len(rest) and rest[place + 1].gap))
    )
    worded = [n for n, word in enumerate(rest) if any(map(str.isalpha, word.text))]
    own = fills and place in worded and len(worded) > 1 and not rest[place].gap
    return range(place, place + own)


def _priced_by(rest: Sequence[LineWord], quantity: range, price: range) -> bool:
    """Whether the second number can be the price: the one with cents is, of two such the one on the right."""
    cents = [_DECIMALS.search(words_of(rest[run.start : run.stop])) is not None for run in (quantity, price)]
    return cents[1] and (not cents[0] or quantity.start < price.start)
