"""The rows below a heading: which lines are rows of their own, which go on with one, which sum up."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from nerkit.budget import paced
from nerkit.document import Box
from nerkit.records.items.column_lexicon import ColumnLexicon, frames, tokens
from nerkit.records.items.column_roles import OTHER
from nerkit.records.items.gutters import Columns
from nerkit.records.items.headings import NUMERIC
from nerkit.records.items.item_numbers import is_money, numeral
from nerkit.records.items.text_lines import LineWord, TextLine

_MINUS = re.compile(r"^[^\d\w]*[-–−(]|[-–−]$")
_AMOUNT = 3  # words of an amount with its currency
_CENTS = re.compile(r"\d[.,]\d\d(?!\d)")
_NEAR = 0.65  # in heights of a line: white between two lines of one description
_PROSE = 2  # columns with words in them, in a line that is no row
_USUAL = 0.8  # the share of rows that fill a column which every later row must fill too


@dataclass
class ItemRow:
    """The words of a row by kind of column, over one line or more; `line` is the one with the numbers."""

    line: int
    cells: dict[str, list[LineWord]]
    below: list[list[LineWord]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Charged:
    """A line that states a discount or a charge: what it is called, and its amount."""

    line: int
    label: tuple[LineWord, ...]
    amount: tuple[LineWord, ...]


@dataclass(frozen=True)
class FoundRows:
    """Rows of items in order, the amounts of the lines that state a sum below them, and the charges among all these."""

    rows: tuple[ItemRow, ...]
    sums: tuple[str, ...]
    charges: tuple[Charged, ...]


def words_of(cells: Sequence[LineWord]) -> str:
    """The text of words side by side."""
    return " ".join(word.text for word in cells)


class HorizontalRulings:
    """The level rules of a document, to tell whether one parts two lines."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._level: dict[int, list[tuple[float, Box]]] = {}
        for box in sorted(rules, key=_height_of):
            if box.width > 4 * box.height:
                self._level.setdefault(box.page, []).append((_height_of(box), box))

    def part(self, upper: TextLine, lower: TextLine, x: float) -> bool:
        """Whether a rule runs between two lines of one page at `x` across."""
        if upper.page != lower.page:
            return False
        level = self._level.get(upper.page, [])
        between = slice(
            bisect_right(level, upper.middle, key=itemgetter(0)), bisect_left(level, lower.middle, key=itemgetter(0))
        )
        return any(box.x0 <= x <= box.x1 for _, box in level[between])


def _height_of(rule: Box) -> float:
    return (rule.top + rule.bottom) / 2


def find_rows(
    lines: Sequence[TextLine],
    body: range,
    columns: Columns,
    kinds: Sequence[str],
    rules: HorizontalRulings,
    words: ColumnLexicon,
) -> FoundRows:
    """The rows of a table among the lines `body` below its heading."""
    rows: list[ItemRow] = []
    filled: Counter[str] = Counter()  # in how many rows a kind of column has words
    sums: dict[int, str] = {}
    charges: dict[int, Charged] = {}
    strict, page = False, lines[body.start].page if body else 0
    for index in paced(body, 10):
        line = lines[index]
        strict = strict or line.page != page
        split = columns.split(line)
        cells = _by_kind(split, kinds)
        if not _is_row(cells):
            if rows and _ends_with_amount(line) and _begins(line, cells, words.sums):
                sums[index], strict = words_of(line.cells[-1]), True
            elif rows and (amount := _amount_of_charge(line, cells, words.charges)):
                charges[index] = charge_on(index, line, amount, words.charges)
            strict = strict or _is_prose(split)
            continue
        bare = not (_numeric(cells, "quantity") and _numeric(cells, "unit_price"))
        if bare and _begins(line, cells, words.carried):
            continue
        if bare and _begins(line, cells, words.sums):
            sums[index] = words_of(cells["amount"])
            strict = True
        elif bare and not _is_counted(cells) and _begins(line, cells, words.charges):
            charges[index] = charge_on(index, line, cells["amount"], words.charges)
        elif _is_full(cells, filled, len(rows)) if strict and rows else _says_something(cells):
            rows.append(ItemRow(index, cells))
            filled.update(cells.keys())
    borders = sorted({body.start - 1, body.stop, *sums, *charges, *(row.line for row in rows)})
    for number, row in enumerate(paced(rows)):
        place = bisect_left(borders, row.line)
        before, after = borders[place - 1], borders[place + 1]
        _go_on(row, lines, range(row.line + 1, after), columns, kinds, rules)
        parted = number == 0 or rules.part(lines[rows[number - 1].line], lines[row.line], _middle(columns, kinds))
        start = before + 1 + (len(rows[number - 1].below) if number and before == rows[number - 1].line else 0)
        _start_before(row, lines, range(start, row.line), columns, kinds, rules, parted=parted)
    return FoundRows(tuple(rows), tuple(sums.values()), tuple(charges.values()))


def _by_kind(cells: Sequence[list[LineWord]], kinds: Sequence[str]) -> dict[str, list[LineWord]]:
    return {kind: cell for kind, cell in zip(kinds, cells, strict=True) if cell and kind != OTHER}


def _amount_of_charge(
    line: TextLine, cells: Mapping[str, list[LineWord]], labels: frozenset[str]
) -> Sequence[LineWord]:
    """The amount at the end of a line that is called a charge, or that takes something off; none elsewhere."""
    if _ends_with_amount(line):
        less = _MINUS.search(words_of(line.cells[-1])) is not None
        return line.cells[-1] if less or _begins(line, cells, labels) else ()
    if len(line.cells) > 1 or not _begins(line, cells, labels):
        return ()
    ends = (line.words[-size:] for size in range(_AMOUNT, 0, -1) if size < len(line.words))
    return next((end for end in ends if is_money(words_of(end)) and _CENTS.search(words_of(end))), ())


def charge_on(index: int, line: TextLine, amount: Sequence[LineWord], labels: frozenset[str]) -> Charged:
    """The charge on a line; what stands left of its name, such as a table of taxes, does not belong to it."""
    named = (cell for cell in line.cells if _names(cell, labels))
    start = next(named, line.words)[0].start
    return Charged(index, tuple(word for word in line.words if start <= word.start < amount[0].start), tuple(amount))


def _names(words: Sequence[LineWord], labels: frozenset[str]) -> bool:
    return frames([token for word in words for token in tokens(word.text)], labels)


def _numeric(cells: Mapping[str, list[LineWord]], kind: str) -> bool:
    return kind in cells and numeral(words_of(cells[kind])) is not None


def _is_counted(cells: Mapping[str, list[LineWord]]) -> bool:
    """Whether a line is numbered like the others of its table, or says how many or at which price."""
    return any(_numeric(cells, kind) for kind in ("position", "quantity", "unit_price"))


def _is_row(cells: Mapping[str, list[LineWord]]) -> bool:
    """Whether a line says what something costs."""
    shares = any("%" in words_of(cells.get(kind, ())) for kind in ("quantity", "unit_price"))
    return not shares and is_money(words_of(cells.get("amount", ())))


def _ends_with_amount(line: TextLine) -> bool:
    """Whether the last cell of several is an amount with cents."""
    last = words_of(line.cells[-1])
    return len(line.cells) > 1 and is_money(last) and _CENTS.search(last) is not None


def _is_prose(split: Sequence[Sequence[LineWord]]) -> bool:
    """Whether a line runs on through the columns: a sentence, an address, a footer."""
    return sum(bool(cell) and any(map(str.isalpha, words_of(cell))) for cell in split) > _PROSE


def _says_something(cells: Mapping[str, list[LineWord]]) -> bool:
    named = any(any(map(str.isalnum, word.text)) for kind in ("description", "article") for word in cells.get(kind, ()))
    return named or (_numeric(cells, "quantity") and _numeric(cells, "unit_price"))


def _is_full(cells: Mapping[str, list[LineWord]], filled: Mapping[str, int], rows: int) -> bool:
    """Whether a line fills all the columns of numbers that the rows above fill, and more than one."""
    usual = [kind for kind in (*NUMERIC, "position") if rows and filled[kind] >= _USUAL * rows]
    return len(usual) > 1 and all(_numeric(cells, kind) for kind in usual) and _says_something(cells)


def _begins(line: TextLine, cells: Mapping[str, list[LineWord]], labels: frozenset[str]) -> bool:
    """Whether the line, a cell of it or its description begins or ends with one of the labels."""
    parts = [*line.cells, cells.get("description", ())]
    return any(_names(part, labels) for part in parts)


def _middle(columns: Columns, kinds: Sequence[str]) -> float:
    return columns.columns[list(kinds).index("description")].middle if "description" in kinds else 0.0


def _go_on(
    row: ItemRow,
    lines: Sequence[TextLine],
    behind: range,
    columns: Columns,
    kinds: Sequence[str],
    rules: HorizontalRulings,
) -> None:
    """Adds to a row the lines right below it that only say more about it."""
    last, x = lines[row.line], _middle(columns, kinds)
    for index in behind:
        line = lines[index]
        cells = _continuation(line, columns, kinds)
        if cells is None or line.page != last.page or _far(last, line) or rules.part(last, line, x):
            return
        row.below.append(cells)
        last = line


def _start_before(
    row: ItemRow,
    lines: Sequence[TextLine],
    before: range,
    columns: Columns,
    kinds: Sequence[str],
    rules: HorizontalRulings,
    *,
    parted: bool,
) -> None:
    """Adds to a row the lines right above it, in a cell whose lines stand around the line of the numbers.

    They belong to it below a rule or where it has no description, if a rule or the heading parts it from the row above
    (`parted`); below white where as many of its lines stand above the numbers as below them, one more or less.
    """
    next_, x = lines[row.line], _middle(columns, kinds)
    above: list[list[LineWord]] = []
    for index in reversed(before):
        line = lines[index]
        cells = _continuation(line, columns, kinds)
        if cells is None or line.page != next_.page or _far(line, next_) or rules.part(line, next_, x):
            break
        above.append(cells)
        next_ = line
    if not above:
        return
    higher = lines[before[-1] - len(above)]
    ruled = parted and (rules.part(lines[before.start - 1], next_, x) or "description" not in row.cells)
    centred = bool(row.below) and abs(len(above) - len(row.below)) <= 1 and _far(higher, next_)
    if ruled or centred:
        above.reverse()
        row.cells["description"] = [word for cells in above for word in cells] + row.cells.get("description", [])


def _far(upper: TextLine, lower: TextLine) -> bool:
    """Whether there is more white between two lines than within one description."""
    return lower.top - upper.bottom > _NEAR * max(lower.height, upper.height)


def _continuation(line: TextLine, columns: Columns, kinds: Sequence[str]) -> list[LineWord] | None:
    """The words of a line that has nothing but text, with some of it in the column of descriptions; None for others."""
    described: list[LineWord] = []
    if _ends_with_amount(line):
        return None
    for kind, cell in zip(kinds, columns.split(line), strict=True):
        if kind in NUMERIC and cell:
            return None
        if kind == "description":
            described = cell
    return described or None
