"""Lines that end with an amount, and the lines around them that say of what, how many and at which price."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nerkit.budget import paced
from nerkit.records.items.item_numbers import consistent, is_money, numbers
from nerkit.records.items.item_rows import words_of
from nerkit.records.items.multiplied import Multiplied, multiplied
from nerkit.records.items.text_lines import LineWord, TextLine
from nerkit.values.money import find_amounts
from nerkit.values.value import Context

LONGEST_AMOUNT = 3
"""Words of an amount with its currency and the letter of its tax rate."""

_CENTS = re.compile(r"\d[.,]\d\d$")
_NEAR = 0.65  # in heights of a line: white between two lines of one description
_DAY = re.compile(r"(?<!\d)\d\d?([.,])\d\d?\1\d\d(?!\d)")
_CLASS = re.compile(r"[A-Z*#]{1,2}|\d")  # what stands for a rate of tax behind an amount
_GLUED = re.compile(r"(?:(?<=\d-)|(?<=[.,]\d\d))[A-Z]$")  # the class of a tax, behind cents or a minus
_MARKS = 2  # of these
_FAR = 3  # lines between an amount and what leads to it
_NAMED = 3  # lines of a name above an amount
_UNIT = 2  # letters of what is no word


@dataclass(frozen=True, slots=True)
class Priced:
    """A line that ends with an amount: the words of that, and those in front of it.

    `name` are words of lines above it where it has none of its own, `times` is the quantity and price on another line,
    `beside` are all these lines.
    """

    line: int
    rest: tuple[LineWord, ...]
    amount: tuple[LineWord, ...]
    number: Decimal
    name: tuple[LineWord, ...] = ()
    times: Multiplied | None = None
    beside: frozenset[int] = frozenset()

    def above(self, other: Priced) -> bool:
        """Whether the two amounts stand in one column."""
        return min(self.amount[-1].x1, other.amount[-1].x1) > max(self.amount[0].x0, other.amount[0].x0)


def has_cents(text: str) -> bool:
    """Whether an amount in a text ends with cents; a day such as 30.05.22 does not."""
    return any(_CENTS.search(hit.numeral) and not _DAY.search(hit.numeral) for hit in find_amounts(text))


def priced(index: int, line: TextLine, context: Context) -> Priced | None:
    """The line `index` as one that ends with an amount with cents, the class of its tax behind that perhaps."""
    words = line.words
    for marks in range(min(_MARKS, len(words) - 1) + 1):
        if marks and not _CLASS.fullmatch(words[-marks].text):
            return None
        left = _unclassed(words[: len(words) - marks])
        for size in range(min(LONGEST_AMOUNT, len(left)), 0, -1):
            rest, amount = left[:-size], left[-size:]
            text = words_of(amount)
            if _is_parted(amount):
                continue
            if is_money(text) and has_cents(text) and (read := numbers(text, context)):
                return Priced(index, rest, amount, read[0])
    return None


def _is_parted(amount: Sequence[LineWord]) -> bool:
    """Whether a border of cells parts the figures of an amount: "0,5 1" and "195,00" beside it are two numbers."""
    figures = [n for n, word in enumerate(amount) if any(map(str.isdigit, word.text))]
    return any(word.gap for word in amount[figures[0] + 1 : figures[-1] + 1]) if figures else False


def _unclassed(words: tuple[LineWord, ...]) -> tuple[LineWord, ...]:
    """Words without the class of a tax that is glued to the amount: "0,45-V"."""
    last = words[-1]
    if not _GLUED.search(last.text):
        return words
    return (*words[:-1], replace(last, end=last.end - 1, text=last.text[:-1]))


def priced_lines(lines: Sequence[TextLine], context: Context) -> tuple[dict[int, Priced], set[int]]:
    """The lines that end with an amount, by their number, and those that only multiply up to one of them.

    A line that has no words of its own is called what stands above it.
    """
    factors = {n: times for n, line in enumerate(paced(lines, 10)) if (times := multiplied(line.words, context))}
    found = {n: row for n, line in enumerate(paced(lines, 10)) if (row := priced(n, line, context))}
    details: dict[int, int] = {}
    for n, times in factors.items():
        home = next(
            (m for m in _beside(lines, n, found, factors) if m not in details and _leads(times, m, found)), None
        )
        if home is not None:
            details[home] = n
            found.pop(n, None)
    for home, n in details.items():
        found[home] = replace(found[home], times=factors[n], beside=frozenset([n]))
    multiplying = set(details.values())
    for n, row in list(found.items()):
        own = multiplied(row.rest, context)
        if not _worded(own.before if own else row.rest) and (name := _name_above(lines, n, found, multiplying)):
            words = tuple(word for m in sorted(name) for word in lines[m].words)
            found[n] = replace(row, name=words, beside=row.beside | set(name))
    return {n: row for n, row in found.items() if row.rest or row.name}, multiplying


def _beside(
    lines: Sequence[TextLine], index: int, found: Mapping[int, Priced], factors: Mapping[int, Multiplied]
) -> Iterator[int]:
    """The lines with an amount next to one that multiplies: the one above it first."""
    for step in (-1, 1):
        for other in range(index + step, index + step * (_FAR + 1), step):
            if not 0 <= other < len(lines) or lines[other].page != lines[index].page:
                break
            if other in found and other not in factors:
                yield other
                if found[other].number >= 0:
                    break


def _leads(times: Multiplied, home: int, found: Mapping[int, Priced]) -> bool:
    """Whether a product is the amount of a line, a discount on the line above that taken off perhaps."""
    number = found[home].number
    less = found[home - 1].number if home - 1 in found and found[home - 1].number < 0 else Decimal(0)
    whole = [number] if not less else [number, number - less]
    return bool(number) and consistent(times.quantities, times.prices, whole) is not None


def _worded(words: Sequence[LineWord]) -> bool:
    """Whether there is a word among numbers, signs and units of a letter or two."""
    return any(sum(map(str.isalpha, word.text)) > _UNIT for word in words)


def _name_above(
    lines: Sequence[TextLine], index: int, found: Mapping[int, Priced], multiplying: Collection[int]
) -> list[int]:
    """The lines of text right above a line, those left out that belong to it."""
    other = index - 1
    while other >= index - _FAR and (other in multiplying or (other in found and found[other].number < 0)):
        other -= 1
    name: list[int] = []
    below = other + 1
    while other >= 0 and len(name) < _NAMED and other not in found and other not in multiplying:
        text = words_of(lines[other].words)
        worded = any(map(str.isalpha, text)) and not has_cents(text) and len(lines[other].cells) == 1
        if not worded or not are_near(lines[other], lines[below]):
            break
        name.append(other)
        other, below = other - 1, other
    return name


def are_near(line: TextLine, other: TextLine) -> bool:
    """Whether there is no more white between two lines than within a description."""
    gap = max(line.top, other.top) - min(line.bottom, other.bottom)
    return line.page == other.page and gap <= _NEAR * max(line.height, other.height)
