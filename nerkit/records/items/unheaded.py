"""The rows of a table without a heading: amounts in one column that add up to a sum which the document states.

Arithmetic is the only proof that such rows are lines: without it there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, permutations

from nerkit.records.items.lexicon import frames, lexicon, tokens
from nerkit.records.items.lines import Line, Placed
from nerkit.records.items.numbers import consistent, is_money, numbers
from nerkit.records.items.rows import Charged, Found, Row, words_of
from nerkit.values.money import find_amounts
from nerkit.values.value import Context

_CENTS = re.compile(r"\d[.,]\d\d(?!\d)")
_COUNT = re.compile(r"(\d{1,2})[.x×]?", re.ASCII | re.IGNORECASE)
_NEAR = 0.65  # in heights of a line: white between two lines of one description
_SIGNS = "xX×*@"  # between a quantity and a price
_AMOUNT = 3  # words of an amount with its currency and the letter of its tax rate
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
                best = Found(rows, (), tuple(Charged(row.line, row.rest, row.amount) for row in sound.charges))
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
        if not amounts or _framed(line, row, words.carried):
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
        if _CENTS.search(text) and is_money(text) and (read := numbers(text, context)):
            return _Priced(index, rest, amount, read[0])
    return None


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
    return any(token in lexicon().taxes or "steuer" in token for token in line.tokens)


def _total(rows: Sequence[_Priced]) -> Decimal:
    return sum((row.number for row in rows), Decimal(0))


def _proven(run: _Run, known: set[Decimal]) -> _Run | None:
    """The run from the first row on from which it adds up; None where it does not."""
    charges = [row.number for row in run.charges]
    for first in range(len(run.rows)):
        rows = run.rows[first:]
        if sum(bool(row.number) for row in rows) < _LEAST:
            return None
        if any(abs(number) in known for number in accumulate(charges, initial=_total(rows))):
            return _Run(rows, run.charges)
    return None


def _named(rows: Sequence[_Priced], lines: Sequence[Line], context: Context) -> Iterator[Row]:
    """The rows with what they are called: in their own line, and the lines of text right above or below it."""
    taken = {row.line for row in rows}
    above = all(_text_beside(lines, row.line, -1, taken) for row in rows)
    first = [_COUNT.fullmatch(words_of(row.rest[:1])) for row in rows]
    counts = [int(match[1]) if match else 0 for match in first]
    numbered = counts == list(range(1, len(rows) + 1))
    for row in rows:
        cells = _cells(row, context, numbered=numbered)
        if all(counts) and not numbered and "quantity" not in cells:
            cells["quantity"] = [row.rest[0]]
            cells["description"] = [word for word in cells["description"] if word != row.rest[0]]
        if above:
            cells["description"] = [*_text_beside(lines, row.line, -1, taken), *cells.get("description", ())]
        below = [] if above else [_text_beside(lines, row.line, 1, taken)]
        yield Row(row.line, {kind: words for kind, words in cells.items() if words}, [part for part in below if part])


def _text_beside(lines: Sequence[Line], index: int, step: int, taken: set[int]) -> list[Placed]:
    """The words of the line above or below, if it is near, of one cell and says no amount."""
    other = index + step
    if not 0 <= other < len(lines) or other in taken:
        return []
    line, row = lines[other], lines[index]
    gap = max(line.top, row.top) - min(line.bottom, row.bottom)
    near = line.page == row.page and gap <= _NEAR * max(line.height, row.height)
    text = words_of(line.words)
    worded = any(map(str.isalpha, text)) and not _CENTS.search(text)
    return list(line.words) if near and worded and len(line.cells) == 1 else []


def _cells(row: _Priced, context: Context, *, numbered: bool) -> dict[str, list[Placed]]:
    rest = list(row.rest[numbered:])
    cells: dict[str, list[Placed]] = {"amount": list(row.amount)}
    read = {n: found for n, word in enumerate(rest) if row.number and (found := _number(word, context))}
    pairs = (
        (a, b)
        for a, b in permutations(read, 2)
        if consistent(read[a], read[b], [row.number]) and _priced_by(rest, a, b)
    )
    if pair := next(pairs, None):
        cells["quantity"], cells["unit_price"] = ([rest[place]] for place in pair)
        rest = [word for n, word in enumerate(rest) if n not in pair]
    cells["description"] = [word for word in rest if any(map(str.isalnum, word.text.strip(_SIGNS)))]
    return cells


def _number(word: Placed, context: Context) -> tuple[Decimal, ...]:
    text = word.text.strip(_SIGNS)
    return numbers(text, context) if is_money(text) else ()


def _priced_by(rest: Sequence[Placed], quantity: int, price: int) -> bool:
    """Whether the second number can be the price: the one with cents is, of two such the one on the right."""
    cents = [_CENTS.search(rest[place].text) is not None for place in (quantity, price)]
    return cents[1] and (not cents[0] or quantity < price)
