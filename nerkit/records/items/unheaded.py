"""The rows of a table without a heading: amounts in one column that add up to a sum which the document states.

Arithmetic is the only proof that such rows are lines: without it there are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from nerkit.budget import paced
from nerkit.records.items.column_lexicon import ColumnLexicon, frames, tokens
from nerkit.records.items.item_numbers import numbers
from nerkit.records.items.item_rows import FoundRows, ItemRow, charge_on, words_of
from nerkit.records.items.named_rows import named
from nerkit.records.items.priced import Priced, has_cents, priced_lines
from nerkit.records.items.text_lines import LineWord, TextLine
from nerkit.values.money import find_amounts
from nerkit.values.value import Context

_LETTERS = 1  # of what is no word
_CHARGES = 20  # of one table
_LEAST = 2  # rows: that one amount stands in two places says nothing
_PLENTY = 3  # rows whose sum needs no word for it
_ABOVE = 2  # rows above such ones that may be no lines
_ENDS = 20  # places in one run where its lines may end
_NEXT = 2  # lines below a single row on which its amount stands again
_SOFT = 0.4  # the share of lines that may begin like a sum or a payment


@dataclass
class _Run:
    """Rows one below the other in one column, and the charges among and below them.

    `ends` are places where the lines may end although more follows: so many rows and charges. `soft` are the lines that
    begin like a sum or a payment.
    """

    rows: list[Priced] = field(default_factory=list)
    charges: list[Priced] = field(default_factory=list)
    ends: list[tuple[int, int]] = field(default_factory=list)
    soft: set[int] = field(default_factory=set)
    total: Decimal = Decimal(0)
    again: bool = False
    """Whether the amount of its only row stands again right below it, called a sum."""
    passed: tuple[int, Decimal] = (0, Decimal(0))
    """How many rows, and their total, stand above or are the last one that is soft."""

    def add(self, row: Priced, *, soft: bool = False) -> None:
        """Take a row in."""
        self.rows.append(row)
        self.total += row.number
        if soft:
            self.soft.add(row.line)
            self.passed = len(self.rows), self.total

    def takes(self, row: Priced) -> bool:
        """Whether a row stands in the column of this run."""
        return not self.rows or self.rows[-1].above(row)

    def adds_up_to(self, number: Decimal) -> bool:
        """Whether a number is the sum of the rows above it, or of those since one that begins like a sum."""
        above, total = self.passed
        whole = len(self.rows) >= _LEAST and number == self.total
        return whole or (len(self.rows) >= above + _LEAST and number == self.total - total)

    def may_end(self) -> None:
        """Remember that the lines may end here."""
        if self.rows and len(self.ends) < _ENDS:
            self.ends.append((len(self.rows), len(self.charges)))

    def parts(self) -> Iterator[_Run]:
        """The whole, then what stands above each place where the lines may end."""
        yield self
        for rows, charges in self.ends:
            held = self.rows[:rows]
            yield _Run(held, self.charges[:charges], [], self.soft, sum((row.number for row in held), Decimal(0)))


@dataclass(frozen=True)
class _Sums:
    """The amounts that a document has, each with the lowest line on which it stands: those called sums, and all."""

    called: Mapping[Decimal, int]
    any: Mapping[Decimal, int]


def find_unheaded(
    lines: Sequence[TextLine], stated: Sequence[Decimal], context: Context, words: ColumnLexicon
) -> FoundRows:
    """The longest run of rows that add up to a sum that stands below them; charges may stand between.

    A sum is what is called one, an amount of `stated`, or any amount below three rows or more that add up to it. A
    single row is a line where its amount stands again right below it as what is called a sum. Where quantity × price
    gives the amount, the row has them.
    """
    runs, sums = _parted(lines, set(map(abs, stated)), context, words)
    best = FoundRows((), (), ())
    for part in (part for run in runs for part in run.parts()):
        if len(part.rows) > len(best.rows) and (sound := _proven(part, sums)) and len(sound.rows) > len(best.rows):
            rows = tuple(named(sound.rows, lines, context))
            if all(map(_says_something, rows)) and _are_lines(sound):
                charges = (charge_on(row.line, lines[row.line], row.amount, words.charges) for row in sound.charges)
                best = FoundRows(rows, (), tuple(charges))
    return best


def _are_lines(run: _Run) -> bool:
    """Whether few of the rows begin like a sum or a payment."""
    return sum(row.line in run.soft for row in run.rows) <= _SOFT * len(run.rows)


def _parted(
    lines: Sequence[TextLine], stated: set[Decimal], context: Context, words: ColumnLexicon
) -> tuple[list[_Run], _Sums]:
    """Runs of rows, and the sums with the lines on which they stand: sums, taxes and payments part runs."""
    parting = words.sums | words.apart
    found, multiplying = priced_lines(lines, context)
    runs: list[_Run] = [_Run()]
    called: dict[Decimal, int] = {}
    every: dict[Decimal, int] = {}
    for index, line in enumerate(paced(lines, 10)):
        row, amounts = found.get(index), [] if index in multiplying else _amounts(line, context)
        if not amounts:
            continue
        every |= dict.fromkeys(amounts, index)
        run = runs[-1]
        if _framed(line, row, words.carried):
            if len(runs) > 1 and not run.rows and runs[-2].adds_up_to(amounts[-1]):
                runs.pop()  # the table goes on
            continue
        deposit = row is not None and words.about_deposits(_tokens(row.name or row.rest))
        like_sum = not deposit and _framed(line, row, parting)
        summed = not deposit and (words.about_taxes(_all_tokens(line, row)) or _states_a_sum(line, row, words, run))
        called |= dict.fromkeys([number for number in amounts if summed or like_sum or number in stated], index)
        if summed or (like_sum and row is None):
            near = run.rows and index <= run.rows[-1].line + _NEXT
            run.again |= bool(near and run.total and abs(run.total) in amounts)
            _close(runs)
        elif row is None:
            continue
        elif run.rows and not deposit and (row.number < 0 < run.total or _framed(line, row, words.charges)):
            run.charges.append(row)
        elif not run.rows and len(runs) > 1 and not deposit and row.number < 0 < runs[-2].total:
            runs[-2].charges.append(row)  # a discount below the sum
        else:
            if run.adds_up_to(row.number) or like_sum:
                run.may_end()
            if not run.takes(row):
                runs.append(run := _Run())
            _add(run, row, soft=like_sum)
    return [run for run in runs if run.rows], _Sums(called, every)


def _close(runs: list[_Run]) -> None:
    if runs[-1].rows or len(runs) < _LEAST or runs[-2].rows:
        runs.append(_Run())


def _add(run: _Run, row: Priced, *, soft: bool) -> None:
    """Take a row in; a charge that is none off, with a row below it, is a row itself."""
    while run.charges and run.charges[-1].number > 0 and run.charges[-1].line > run.rows[-1].line:
        between = [charge for charge in run.charges if charge.number > 0 and charge.line > run.rows[-1].line]
        run.charges = [charge for charge in run.charges if charge not in between]
        for charge in between:
            run.add(charge)
    run.add(row, soft=soft)


def _states_a_sum(line: TextLine, row: Priced | None, words: ColumnLexicon, run: _Run) -> bool:
    """Whether a line has nothing but words for a sum beside its amount; the first row may be called so."""
    whole = row.name + row.rest if row else line.words
    last = max((n for n, word in enumerate(whole) if word.gap), default=0)
    for said in map(_tokens, (whole, whole[last:])):
        if words.states_a_sum(said) and (run.rows or frames(said, words.sums | words.apart)):
            return True
    return False


def _tokens(words: Sequence[LineWord]) -> list[str]:
    return [token for word in words for token in tokens(word.text)]


def _all_tokens(line: TextLine, row: Priced | None) -> list[str]:
    return [*line.tokens, *_tokens(row.name if row else ())]


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
    parts = (*line.cells, *((row.rest, row.name) if row else ()))
    return any(frames(_tokens(part), labels) for part in parts if part)


def _proven(run: _Run, sums: _Sums) -> _Run | None:
    """The run from the first row on from which it adds up to a sum below it; None where it does not.

    Of the charges those that stand first are tried.
    """
    charges, end = [row.number for row in run.charges[:_CHARGES]], run.rows[-1].line
    if len(run.rows) == 1:
        return run if run.again and not charges else None
    total, left = run.total, sum(bool(row.number) for row in run.rows)
    for first, row in enumerate(paced(run.rows, 100)):
        if left < _LEAST:
            return None
        known = [sums.called] + [sums.any] * (left >= _PLENTY and first <= _ABOVE)
        ways = [abs(number) for number in accumulate(charges, initial=total)]
        if any(which.get(number, end) > end for which in known for number in ways):
            return _Run(run.rows[first:], run.charges, [], run.soft)
        total, left = total - row.number, left - bool(row.number)
    return None
