"""The rows of a table without a heading: amounts in one column that add up to a sum which the document states.

Arithmetic is the only proof that such rows are lines: without it there are none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from nerkit.budget import paced
from nerkit.records.items.column_lexicon import ColumnLexicon, frames, tokens
from nerkit.records.items.item_numbers import is_money, numbers
from nerkit.records.items.item_rows import FoundRows, ItemRow, charge_on, words_of
from nerkit.records.items.priced import LONGEST_AMOUNT, Priced, has_cents, named
from nerkit.records.items.text_lines import TextLine
from nerkit.values.money import find_amounts
from nerkit.values.value import Context

_LETTERS = 1  # of what is no word
_CHARGES = 20  # of one table
_LEAST = 2  # rows: that one amount stands in two places says nothing


@dataclass
class _Run:
    """Rows one below the other in one column, and the charges among and below them."""

    rows: list[Priced] = field(default_factory=list)
    charges: list[Priced] = field(default_factory=list)
    total: Decimal = Decimal(0)

    def add(self, row: Priced) -> None:
        """Take a row in."""
        self.rows.append(row)
        self.total += row.number

    def takes(self, row: Priced) -> bool:
        """Whether a row stands in the column of this run."""
        return not self.rows or self.rows[-1].above(row)

    def adds_up_to(self, number: Decimal) -> bool:
        """Whether a number is the sum of the rows above it."""
        return len(self.rows) >= _LEAST and number == self.total


def find_unheaded(
    lines: Sequence[TextLine], stated: Sequence[Decimal], context: Context, words: ColumnLexicon
) -> FoundRows:
    """The longest run of rows that add up to a sum that stands below them; charges may stand between.

    A sum is what is called one, or an amount of `stated`. Where quantity × price gives the amount, the row has them.
    """
    runs, sums = _parted(lines, set(map(abs, stated)), context, words)
    best = FoundRows((), (), ())
    last = {number: line for line, number in sums if number}  # the lowest line on which a sum stands
    for run in runs:
        if (sound := _proven(run, last)) and len(sound.rows) > len(best.rows):
            rows = tuple(named(sound.rows, lines, context))
            if all(map(_says_something, rows)):
                charges = (charge_on(row.line, lines[row.line], row.amount, words.charges) for row in sound.charges)
                best = FoundRows(rows, (), tuple(charges))
    return best


def _parted(
    lines: Sequence[TextLine], stated: set[Decimal], context: Context, words: ColumnLexicon
) -> tuple[list[_Run], list[tuple[int, Decimal]]]:
    """Runs of rows, and the sums with the lines on which they stand: sums, taxes and payments part runs."""
    parting = words.sums | words.apart
    runs: list[_Run] = [_Run()]
    sums: list[tuple[int, Decimal]] = []
    for index, line in enumerate(paced(lines, 10)):
        row, amounts = _priced(index, line, context), _amounts(line, context)
        if not amounts:
            continue
        if _framed(line, row, words.carried):
            if len(runs) > 1 and not runs[-1].rows and runs[-2].adds_up_to(amounts[-1]):
                runs.pop()  # the table goes on
            continue
        summed = _framed(line, row, parting) or words.about_taxes(line.tokens)
        sums += [(index, number) for number in amounts if summed or number in stated]
        if summed or (row and runs[-1].adds_up_to(row.number)):
            runs.append(_Run())
        elif row is None:
            continue
        elif runs[-1].rows and (row.number < 0 < runs[-1].rows[0].number or _framed(line, row, words.charges)):
            runs[-1].charges.append(row)
        elif runs[-1].takes(row):
            runs[-1].add(row)
        else:
            runs.append(_Run())
            runs[-1].add(row)
    return [run for run in runs if run.rows], sums


def _priced(index: int, line: TextLine, context: Context) -> Priced | None:
    for size in range(min(LONGEST_AMOUNT, len(line.words) - 1), 0, -1):
        rest, amount = line.words[:-size], line.words[-size:]
        text = words_of(amount)
        if is_money(text) and has_cents(text) and (read := numbers(text, context)):
            return Priced(index, rest, amount, read[0])
    return None


def _amounts(line: TextLine, context: Context) -> list[Decimal]:
    """All amounts with cents on a line, without their signs."""
    text = words_of(line.words)
    hits = (hit for hit in find_amounts(text) if has_cents(hit.numeral))
    return [abs(number) for hit in hits for number in numbers(text[hit.start : hit.end], context)[:1]]


def _says_something(row: ItemRow) -> bool:
    """Whether a row has a word for what is sold, or a quantity and a price."""
    words = [token for word in row.cells.get("description", ()) for token in tokens(word.text)]
    return "quantity" in row.cells or any(len(word) > _LETTERS and word.isalpha() for word in words)


def _framed(line: TextLine, row: Priced | None, labels: frozenset[str]) -> bool:
    parts = (*line.cells, row.rest if row else ())
    return any(frames([token for word in part for token in tokens(word.text)], labels) for part in parts)


def _proven(run: _Run, sums: Mapping[Decimal, int]) -> _Run | None:
    """The run from the first row on from which it adds up to a sum below it; None where it does not.

    `sums` are numbers with the lowest line on which they stand. Of the charges those that stand first are tried.
    """
    charges, end = [row.number for row in run.charges[:_CHARGES]], run.rows[-1].line
    total, left = run.total, sum(bool(row.number) for row in run.rows)
    for first, row in enumerate(paced(run.rows, 100)):
        if left < _LEAST:
            return None
        if any(sums.get(abs(number), end) > end for number in accumulate(charges, initial=total)):
            return _Run(run.rows[first:], run.charges)
        total, left = total - row.number, left - bool(row.number)
    return None
