"""The lines of an invoice: what was sold, how much of it, at which price."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import accumulate

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.records.billing.charges import charge_of, settled, sums_with, without_strays
from nerkit.records.items.column_lexicon import ColumnLexicon, frames, lexicon, tokens
from nerkit.records.items.column_roles import roles
from nerkit.records.items.gutters import Columns, columns_of
from nerkit.records.items.headings import Heading, headings
from nerkit.records.items.item_numbers import consistent, is_money, numbers, numeral
from nerkit.records.items.item_rows import FoundRows, HorizontalRulings, ItemRow, find_rows, words_of
from nerkit.records.items.text_lines import LineWord, TextLine, lines_of
from nerkit.records.items.unheaded import find_unheaded
from nerkit.records.placed_values import CELLS, Charge, LineItem, PlacedValue, money, placed, plain_number
from nerkit.values import read_value
from nerkit.values.money import find_amounts
from nerkit.values.value import Context

_MOST = 0.5
"""The share of lines that multiply out in a table whose lines add up to nothing that is stated."""
_CENTS = re.compile(r"[.,]\d\d$")
_BELOW = 40
"""Lines below the last line of a table in which the sum of its amounts is looked for."""
_SAMPLE = 80
"""Lines below a heading by which its columns are parted."""


@dataclass(frozen=True)
class LineItems:
    """The lines of an invoice in order, the sums that are stated, and the charges that lead to one of them.

    `taken` are the ranges of the text that the lines take.
    """

    items: tuple[LineItem, ...] = ()
    sums: tuple[Decimal, ...] = ()
    charges: tuple[Charge, ...] = ()
    taken: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    @property
    def sum_is_stated(self) -> bool:
        """Whether the lines, with their charges perhaps, add up to a sum that the document states."""
        known = set(map(abs, self.sums))
        return any(number and abs(number) in known for number in sums_with(self.items, self.charges))


def line_items(document: Document, context: Context, stated: Sequence[Decimal] = ()) -> LineItems:
    """The lines of an invoice from its tables, ruled or not; none where the numbers do not say that these are lines.

    A heading names the columns; without one, rows are lines where their amounts add up to a sum below them. A line has
    an amount at least. `stated` are amounts that are known to be sums, `context` is that of the document
    (`nerkit.values.context`); words of other languages than its own count where those find no lines.
    """
    lines = lines_of(document)
    found = _line_items(document, lines, context, stated, lexicon(context.language))
    if found.items or context.language is None:
        return found
    return _line_items(document, lines, context, stated, lexicon(None))


def _line_items(
    document: Document, lines: Sequence[TextLine], context: Context, stated: Sequence[Decimal], words: ColumnLexicon
) -> LineItems:
    found = headings(lines, words)
    rules = HorizontalRulings(document.rules)
    kinds: dict[tuple[str, ...], tuple[str, ...]] = {}  # a heading that is repeated on a page names the same columns
    tables: list[LineItems] = []
    for number, heading in enumerate(paced(found)):
        if not heading.of_items:
            continue
        stop = found[number + 1].first if number + 1 < len(found) else len(lines)
        columns, below = _columns(document, lines, heading, range(heading.last + 1, stop))
        names = tuple(column.text for column in heading.columns)
        if names not in kinds:
            kinds[names] = roles(heading.columns, below, context)
        rows = find_rows(lines, range(heading.last + 1, stop), columns, kinds[names], rules, words)
        table = _read(document, lines, rows, context, words)
        tables.append(table)
    sound = [table for table in tables if adding_up(table.items) >= _MOST]
    whole = _together(tables)
    if not whole.items:
        return _unheaded(document, lines, context, stated, words)
    starts = [line.words[0].start for line in lines]
    known = [*stated, *_stated(lines[bisect_right(starts, whole.taken[0][1]) :], context, words)]
    behind = lines[bisect_right(starts, whole.taken[-1][1]) :][:_BELOW]
    several = len(whole.items) > 1  # the amount of a single line may stand anywhere again
    if not _adds_up(whole, known):
        if len(sound) < len(tables) and _adds_up(_together(sound), known):
            return _settled(_together(sound), known)
        bare = _unheaded(document, lines, context, stated, words)
        if len(bare.items) > len(whole.items) and _adds_up(bare, known):
            return bare  # a heading that names the wrong columns: arithmetic is surer
    if _is_credible(whole, known) or (several and _is_credible(whole, [*_amounts_in(behind, context)])):
        return _settled(whole, known)
    if not sound:
        return _unheaded(document, lines, context, stated, words)
    return _settled(_together(sound), known)


def _settled(lines: LineItems, known: Sequence[Decimal]) -> LineItems:
    sums = set(map(abs, known))
    count = without_strays(lines.items, lines.charges, sums)
    items, charges = settled(lines.items[:count], lines.charges, sums)
    return LineItems(items, tuple(known), charges, lines.taken[:count])


def _unheaded(
    document: Document, lines: Sequence[TextLine], context: Context, stated: Sequence[Decimal], words: ColumnLexicon
) -> LineItems:
    found = find_unheaded(lines, stated, context, words)
    if not found.rows:
        return LineItems()
    below = lines[found.rows[-1].line + 1 :]
    return _settled(_read(document, lines, found, context, words), [*stated, *_stated(below, context, words)])


def _stated(lines: Sequence[TextLine], context: Context, words: ColumnLexicon) -> Iterator[Decimal]:
    """The amounts on lines that state a sum, wherever on the line they stand."""
    for line in paced(lines, 10):
        if any(frames([token for word in cell for token in tokens(word.text)], words.sums) for cell in line.cells):
            yield from _amounts_in([line], context)


def _amounts_in(lines: Sequence[TextLine], context: Context) -> Iterator[Decimal]:
    for line in lines:
        text = " ".join(word.text for word in line.words)
        for hit in find_amounts(text):
            if _CENTS.search(hit.numeral):
                yield from numbers(text[hit.start : hit.end], context)[:1]


def _together(tables: Sequence[LineItems]) -> LineItems:
    above = accumulate((len(table.items) for table in tables), initial=0)
    return LineItems(
        tuple(item for table in tables for item in table.items),
        tuple(number for table in tables for number in table.sums),
        tuple(
            replace(charge, after=charge.after + count)
            for count, table in zip(above, tables, strict=False)
            for charge in table.charges
        ),
        tuple(span for table in tables for span in table.taken),
    )


def _columns(
    document: Document, lines: Sequence[TextLine], heading: Heading, body: range
) -> tuple[Columns, list[list[str]]]:
    """The columns below a heading, and the texts of the cells of the lines that look like rows."""
    page = lines[heading.last].page
    near = [lines[index] for index in body[:_SAMPLE] if lines[index].page == page and len(lines[index].cells) > 1]
    filled = [sum(is_money(words_of(cell)) for cell in line.cells) for line in near]
    enough = min(2, max(filled, default=0))  # a sum has one number only, and its label stands anywhere
    below = [line for line, count in zip(near, filled, strict=True) if count >= enough]
    middle = lines[(heading.first + heading.last) // 2]
    columns = columns_of(heading.columns, middle, below, document.tables, _texts_beside(lines, body, below))
    return columns, [[words_of(cell) for cell in columns.split(line)] for line in below]


def _texts_beside(lines: Sequence[TextLine], body: range, rows: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Where the lines of one cell right above and below rows stand across."""
    held = set(map(id, rows))
    found = []
    for index in body[:_SAMPLE]:
        beside = lines[max(body.start, index - 1) : index + 2]
        if len(lines[index].cells) == 1 and any(id(line) in held for line in beside):
            found.append((lines[index].words[0].x0, lines[index].words[-1].x1))
    return found


def _read(
    document: Document, lines: Sequence[TextLine], rows: FoundRows, context: Context, words: ColumnLexicon
) -> LineItems:
    numbers_of_lines = [row.line for row in rows.rows]
    charges = (
        charge_of(document, charged, bisect_left(numbers_of_lines, charged.line), context, words)
        for charged in rows.charges
    )
    return LineItems(
        tuple(_item(document, row, context) for row in paced(rows.rows)),
        tuple(_amounts(rows.sums, context)),
        tuple(filter(None, charges)),
        tuple((lines[row.line].words[0].start, lines[row.line].words[-1].end) for row in rows.rows),
    )


def _is_credible(table: LineItems, stated: Sequence[Decimal]) -> bool:
    """Whether the numbers say that these are lines: most multiply out, or they add up to what is stated."""
    return adding_up(table.items) >= _MOST or _adds_up(table, stated)


def _adds_up(table: LineItems, stated: Sequence[Decimal]) -> bool:
    return replace(table, sums=tuple(stated)).sum_is_stated


def adding_up(items: Sequence[LineItem]) -> float:
    """The share of lines in which quantity × unit price = amount; 0 where no line has all three."""
    held = [item for item in items if {"quantity", "unit_price", "amount"} <= item.cells.keys()]
    return sum(adds_up(item) for item in held) / len(held) if held else 0.0


def adds_up(item: LineItem) -> bool:
    """Whether quantity × unit price, less the discount perhaps, is the amount; signs and roundings aside."""
    quantity, price, amount, less = (
        [number] if (number := item.number(name)) is not None else []
        for name in ("quantity", "unit_price", "amount", "discount")
    )
    if (taken := item.number("allowance")) is not None:
        amount, less = [number - taken for number in amount], []
    return consistent(quantity, price, amount, less) is not None


def _amounts(texts: Sequence[str], context: Context) -> list[Decimal]:
    return [number for text in texts for number in numbers(text, context)[:1]]


def _item(document: Document, row: ItemRow, context: Context) -> LineItem:
    cells = row.cells
    price, amount = (numbers(words_of(cells.get(kind, [])), context) for kind in ("unit_price", "amount"))
    quantity = numbers(_number_in(cells.get("quantity", [])), context)
    less = numbers(words_of(cells.get("discount", [])), context)
    right = consistent(quantity, price, amount, less) or tuple(
        readings[0] if readings else None for readings in (quantity, price, amount)
    )
    found = dict(_values(document, row, context))
    for name, number in zip(("quantity", "unit_price", "amount"), right, strict=True):
        if number is not None:
            place = cells[name]
            currency = read_value("amount", words_of(place), context).currency if name != "quantity" else None
            found[name] = placed(
                document, _spans(place), money(number) if name != "quantity" else plain_number(number), currency
            )
    return LineItem({name: found[name] for name in CELLS if name in found})


def _values(document: Document, row: ItemRow, context: Context) -> Iterator[tuple[str, PlacedValue]]:
    text = [row.cells.get("description", []), *row.below]
    description = [word for part in text for word in part]
    if description:
        yield "description", placed(document, _spans(description), _joined([part for part in text if part]))
    for name in ("article", "unit"):
        if words := row.cells.get(name):
            yield name, placed(document, _spans(words), words_of(words))
    for name in ("tax_rate", "discount"):
        if (words := row.cells.get(name)) and (rate := read_value("percent", words_of(words), context)).value:
            yield name, placed(document, _spans(words), rate.value)
    if "unit" not in row.cells and (words := _unit_in(row.cells.get("quantity", []))):
        yield "unit", placed(document, _spans(words), words_of(words))


def _number_in(words: Sequence[LineWord]) -> str:
    """The number of a cell such as "20 pcs", without what is counted."""
    text = words_of(words)
    place = numeral(text)
    return text[: place[1]] if place else ""


def _unit_in(words: Sequence[LineWord]) -> list[LineWord]:
    """What is counted in a cell such as "20 pcs"."""
    used = len(_number_in(words).split())
    return [word for word in words[used:] if any(map(str.isalpha, word.text))] if used else []


def _joined(parts: Sequence[Sequence[LineWord]]) -> str:
    """Lines of a text as one; a hyphen at the end of a line stays, without white space behind it."""
    joined = ""
    for part in parts:
        text = words_of(part)
        hyphen = (joined[-1:] == "-" and joined[-2:-1].isalnum()) or (text[:1] == "-" and text[1:2].isalpha())
        joined += text if not joined or hyphen else f" {text}"
    return joined


def _spans(words: Sequence[LineWord]) -> list[tuple[int, int]]:
    return [(word.start, word.end) for word in words]
