"""The rows of a table without a heading: amounts in one column that add up to a sum which the document states.

Arithmetic is the only proof that such rows are lines: without it there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, permutations

from nerkit.records.items.lexicon import frames, lexicon, tokens
from nerkit.records.items.lines import Line, Placed
from nerkit.records.items.numbers import consistent, is_money, numbers
from nerkit.records.items.rows import Found, Row, charge_on, words_of
from nerkit.values import read_value
from nerkit.values.money import find_amounts
from nerkit.values.value import Context

_CENTS = re.compile(r"\d[.,]\d\d$")
_TAX = re.compile(r"umsatzsteuer|mehrwertsteuer|steuer$")  # in compounds
_DECIMALS = re.compile(r"\d[.,]\d\d")
_COUNT = re.compile(r"(\d{1,2})[.x×]?", re.ASCII | re.IGNORECASE)
_NEAR = 0.65  # in heights of a line: white between two lines of one description
_SIGNS = "xX×*@"  # between a quantity and a price
_AMOUNT = 3  # words of an amount with its currency and the letter of its tax rate
_DATE = 3  # words of a date
_COUNTED = 0.5  # the share of rows that begin with a quantity where such numbers are one
_LETTERS = 1  # of what is no word
_LEAST = 2  # rows: that one amount stands in two places says nothing


@dataclass(frozen=True, slots=True)
class _Priced:
    """A line that ends with an amount: the words of that, and those in front of it."""

    line: int
    rest: tuple[Placed, ...]
    amount: tuple[Placed, ...]
    number: Decimal

    def above(self, other: _Priced) -> bool:
        """Whether the two amounts stand in one column."""
        return min(self.amount[-1].x1, other.amount[-1].x1) > max(self.amount[0].x0, other.amount[0].x0)


@dataclass
class _Run:
    """Rows one below the other in one column, and the charges among and below them."""

    rows: list[_Priced] = field(default_factory=list)
    charges: list[_Priced] = field(default_factory=list)

    def takes(self, row: _Priced) -> bool:
        """Whether a row stands in the column of this run."""
        return not self.rows or self.rows[-1].above(row)

    def adds_up_to(self, number: Decimal) -> bool:
        """Whether a number is the sum of the rows above it."""
        return len(self.rows) >= _LEAST and number == _total(self.rows)


def find_unheaded(lines: Sequence[Line], stated: Sequence[Decimal], context: Context) -> Found:
    """The longest run of rows that add up to a sum that stands below them; charges may stand between.

    A sum is what is called one, or an amount of `stated`. Where quantity × price gives the amount, the row has them.
    """
    runs, sums = _parted(lines, set(map(abs, stated)), context)
    best = Found((), (), ())
    for run in runs:
        known = {number for line, number in sums if number and line > run.rows[-1].line}
        if (sound := _proven(run, known)) and len(sound.rows) > len(best.rows):
            rows = tuple(_named(sound.rows, lines, context))
            if all(map(_says_something, rows)):
                labels = lexicon().charges
                charges = (charge_on(row.line, lines[row.line], row.amount, labels) for row in sound.charges)
                best = Found(rows, (), tuple(charges))
    return best


def _parted(
    lines: Sequence[Line], stated: set[Decimal], context: Context
) -> tuple[list[_Run], list[tuple[int, Decimal]]]:
    """Runs of rows, and the sums with the lines on which they stand: sums, taxes and payments part runs."""
    words = lexicon()
    parting = words.sums | words.apart
    runs: list[_Run] = [_Run()]
    sums: list[tuple[int, Decimal]] = []
    for index, line in enumerate(lines):
        row, amounts = _priced(index, line, context), _amounts(line, context)
        if not amounts:
            continue
        if _framed(line, row, words.carried):
            if len(runs) > 1 and not runs[-1].rows and runs[-2].adds_up_to(amounts[-1]):
                runs.pop()  # the table goes on
            continue
        summed = _framed(line, row, parting) or _about_taxes(line)
        sums += [(index, number) for number in amounts if summed or number in stated]
        if summed or (row and runs[-1].adds_up_to(row.number)):
            runs.append(_Run())
        elif row is None:
            continue
        elif runs[-1].rows and (row.number < 0 < runs[-1].rows[0].number or _framed(line, row, words.charges)):
            runs[-1].charges.append(row)
        elif runs[-1].takes(row):
            runs[-1].rows.append(row)
        else:
            runs.append(_Run([row]))
    return [run for run in runs if run.rows], sums


def _priced(index: int, line: Line, context: Context) -> _Priced | None:
    for size in range(min(_AMOUNT, len(line.words) - 1), 0, -1):
        rest, amount = line.words[:-size], line.words[-size:]
        text = words_of(amount)
        if is_money(text) and _has_cents(text) and (read := numbers(text, context)):
            return _Priced(index, rest, amount, read[0])
    return None


def _has_cents(text: str) -> bool:
    return any(_CENTS.search(hit.numeral) for hit in find_amounts(text))


def _amounts(line: Line, context: Context) -> list[Decimal]:
    """All amounts with cents on a line, without their signs."""
    text = words_of(line.words)
    hits = (hit for hit in find_amounts(text) if _CENTS.search(hit.numeral))
    return [abs(number) for hit in hits for number in numbers(text[hit.start : hit.end], context)[:1]]


def _says_something(row: Row) -> bool:
    """Whether a row has a word for what is sold, or a quantity and a price."""
    words = [token for word in row.cells.get("description", ()) for token in tokens(word.text)]
    return "quantity" in row.cells or any(len(word) > _LETTERS and word.isalpha() for word in words)


def _framed(line: Line, row: _Priced | None, labels: frozenset[str]) -> bool:
    parts = (*line.cells, row.rest if row else ())
    return any(frames([token for word in part for token in tokens(word.text)], labels) for part in parts)


def _about_taxes(line: Line) -> bool:
    return any(token in lexicon().taxes or _TAX.search(token) for token in line.tokens)


def _total(rows: Sequence[_Priced]) -> Decimal:
    return sum((row.number for row in rows), Decimal(0))


def _proven(run: _Run, known: set[Decimal]) -> _Run | None:
    """The run from the first row on from which it adds up; None where it does not."""
    charges = [row.number for row in run.charges]
    total, left = _total(run.rows), sum(bool(row.number) for row in run.rows)
    for first, row in enumerate(run.rows):
        if left < _LEAST:
            return None
        if any(abs(number) in known for number in accumulate(charges, initial=total)):
            return _Run(run.rows[first:], run.charges)
        total, left = total - row.number, left - bool(row.number)
    return None


def _named(rows: Sequence[_Priced], lines: Sequence[Line], context: Context) -> Iterator[Row]:
    """The rows with what they are called: in their own line, and the lines of text right above or below it."""
    taken = {row.line for row in rows}
    above = all(_text_beside(lines, row.line, -1, taken) for row in rows)
    counts = [_count(row.rest, context) for row in rows]
    numbered = counts == list(range(1, len(rows) + 1))
    counted = not numbered and sum(map(bool, counts)) >= _COUNTED * len(rows)
    for row in rows:
        cells = _cells(row, context, numbered=numbered)
        if counted and _count(row.rest, context) and "quantity" not in cells:
            cells["quantity"] = [row.rest[0]]
            cells["description"] = [word for word in cells["description"] if word != row.rest[0]]
        if above:
            cells["description"] = [*_text_beside(lines, row.line, -1, taken), *cells.get("description", ())]
        below = [] if above else [_text_beside(lines, row.line, 1, taken)]
        yield Row(row.line, {kind: words for kind, words in cells.items() if words}, [part for part in below if part])


def _count(rest: Sequence[Placed], context: Context) -> int:
    """The small whole number with which a row begins, 0 where there is none: "2 Tea", "2x Tea", not "2 May 2024"."""
    match = _COUNT.fullmatch(words_of(rest[:1]))
    dated = read_value("date", words_of(rest[:_DATE]), context).value is not None
    return int(match[1]) if match and not dated else 0


def _text_beside(lines: Sequence[Line], index: int, step: int, taken: set[int]) -> list[Placed]:
    """The words of the line above or below, if it is near, of one cell and says no amount."""
    other = index + step
    if not 0 <= other < len(lines) or other in taken:
        return []
    line, row = lines[other], lines[index]
    gap = max(line.top, row.top) - min(line.bottom, row.bottom)
    near = line.page == row.page and gap <= _NEAR * max(line.height, row.height)
    text = words_of(line.words)
    worded = any(map(str.isalpha, text)) and not _has_cents(text)
    return list(line.words) if near and worded and len(line.cells) == 1 else []


def _cells(row: _Priced, context: Context, *, numbered: bool) -> dict[str, list[Placed]]:
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
    cells: dict[str, list[Placed]] = {"amount": list(row.amount)}
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


def _numbers(rest: Sequence[Placed], context: Context) -> Iterator[tuple[range, tuple[Decimal, ...]]]:
    """The numbers among words, with a currency perhaps, the longest first: "2 267,14" before "267,14"."""
    for size in range(_AMOUNT, 0, -1):
        for start in range(len(rest) - size + 1):
            words = rest[start : start + size]
            text = words_of(words).strip(_SIGNS)
            if not any(word.gap for word in words[1:]) and is_money(text) and (found := numbers(text, context)):
                yield range(start, start + size), found


def _shares(rest: Sequence[Placed], context: Context) -> Iterator[tuple[range, Decimal]]:
    """The percentages among words, the sign in the same word or the next."""
    for place, word in enumerate(rest):
        apart = words_of(rest[place + 1 : place + 2]) == "%"
        text = f"{word.text}%" if apart else word.text
        if text.endswith("%") and (value := read_value("percent", text, context).value) is not None:
            yield range(place, place + 1 + apart), Decimal(value)


def _unit(rest: Sequence[Placed], quantity: range) -> range:
    """The word that stands beside a quantity and fills its cell, where another cell has words too."""
    place = quantity.stop
    fills = rest[quantity.start].gap and (place + 1 == len(rest) or (place < len(rest) and rest[place + 1].gap))
    worded = [n for n, word in enumerate(rest) if any(map(str.isalpha, word.text))]
    own = fills and place in worded and len(worded) > 1 and not rest[place].gap
    return range(place, place + own)


def _priced_by(rest: Sequence[Placed], quantity: range, price: range) -> bool:
    """Whether the second number can be the price: the one with cents is, of two such the one on the right."""
    cents = [_DECIMALS.search(words_of(rest[run.start : run.stop])) is not None for run in (quantity, price)]
    return cents[1] and (not cents[0] or quantity.start < price.start)
