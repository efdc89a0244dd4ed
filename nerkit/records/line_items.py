"""The lines of an invoice: what was sold, how much of it, at which price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nerkit.document import Box, Document
from nerkit.records.items.columns import columns_of
from nerkit.records.items.headings import Heading, headings
from nerkit.records.items.lines import Line, Placed, lines_of
from nerkit.records.items.numbers import consistent, is_money, numbers, numeral
from nerkit.records.items.roles import roles
from nerkit.records.items.rows import Found, Row, Rules, find_rows, words_of
from nerkit.values import read_value
from nerkit.values.value import Context

CELLS = ("article", "description", "quantity", "unit", "unit_price", "discount", "tax_rate", "amount")
"""What a line can hold, in the order in which it is shown."""

_SAMPLE = 80
"""Lines below a heading by which its columns are parted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a line in canonical form, and where it stands: `spans` are ranges of the text, `boxes` their lines."""

    value: str
    spans: tuple[tuple[int, int], ...]
    boxes: tuple[Box, ...] = ()
    currency: str | None = None


@dataclass(frozen=True)
class LineItem:
    """A line of an invoice: its cells by name (see `CELLS`), only those that it has."""

    cells: Mapping[str, Cell]

    def number(self, name: str) -> Decimal | None:
        """The number in a cell; None where there is none."""
        cell = self.cells.get(name)
        return Decimal(cell.value) if cell else None

    def to_dict(self) -> dict[str, Any]:
        """The line as it stands in the output."""
        return {name: _cell(name, cell) for name, cell in self.cells.items()}


@dataclass(frozen=True)
class Lines:
    """The lines of an invoice in order; the sums and charges (discounts, shipping) stated right below them.

    `taken` are the ranges of the text that the lines take.
    """

    items: tuple[LineItem, ...] = ()
    sums: tuple[Decimal, ...] = ()
    charges: tuple[Decimal, ...] = ()
    taken: tuple[tuple[int, int], ...] = field(default=(), repr=False)


def line_items(document: Document, context: Context) -> Lines:
    """The lines of an invoice from its tables, ruled or not; none where no heading names the columns of such a table.

    A line has an amount at least. `context` is that of the document (`nerkit.values.context`).
    """
    lines = lines_of(document)
    found = headings(lines)
    rules = Rules(document.rules)
    items: list[LineItem] = []
    sums: list[Decimal] = []
    charges: list[Decimal] = []
    taken: list[tuple[int, int]] = []
    for number, heading in enumerate(found):
        if not heading.of_items:
            continue
        stop = found[number + 1].first if number + 1 < len(found) else len(lines)
        _kinds, rows = _table(document, lines, heading, range(heading.last + 1, stop), rules, context)
        read = [_item(document, row, context) for row in rows.rows]
        items += read
        sums += _amounts(rows.sums, context)
        charges += _amounts(rows.charges, context)
        taken += [(lines[row.line].words[0].start, lines[row.line].words[-1].end) for row in rows.rows]
    return Lines(tuple(items), tuple(sums), tuple(charges), tuple(taken))


def _table(
    document: Document, lines: Sequence[Line], heading: Heading, body: range, rules: Rules, context: Context
) -> tuple[tuple[str, ...], Found]:
    page = lines[heading.last].page
    near = [lines[index] for index in body[:_SAMPLE] if lines[index].page == page and len(lines[index].cells) > 1]
    filled = [sum(is_money(words_of(cell)) for cell in line.cells) for line in near]
    enough = min(2, max(filled, default=0))  # a sum has one number only, and its label stands anywhere
    below = [line for line, count in zip(near, filled, strict=True) if count >= enough]
    columns = columns_of(heading.columns, lines[(heading.first + heading.last) // 2], below, document.tables)
    texts = [[words_of(cell) for cell in columns.split(line)] for line in below]
    rows = [row for row in texts if sum(is_money(cell) for cell in row) > 1] or texts
    kinds = roles(heading.columns, rows, context)
    return kinds, find_rows(lines, body, columns, kinds, rules)


def _amounts(texts: Sequence[str], context: Context) -> list[Decimal]:
    return [number for text in texts for number in numbers(text, context)[:1]]


def _item(document: Document, row: Row, context: Context) -> LineItem:
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
            found[name] = _placed(document, place, _written(number, money=name != "quantity"), currency)
    return LineItem({name: found[name] for name in CELLS if name in found})


def _values(document: Document, row: Row, context: Context) -> Iterator[tuple[str, Cell]]:
    text = [row.cells.get("description", []), *row.below]
    description = [word for part in text for word in part]
    if description:
        yield "description", _placed(document, description, _joined([part for part in text if part]))
    for name in ("article", "unit"):
        if words := row.cells.get(name):
            yield name, _placed(document, words, words_of(words))
    for name in ("tax_rate", "discount"):
        if (words := row.cells.get(name)) and (rate := read_value("percent", words_of(words), context)).value:
            yield name, _placed(document, words, rate.value)
    if "unit" not in row.cells and (words := _unit_in(row.cells.get("quantity", []))):
        yield "unit", _placed(document, words, words_of(words))


def _number_in(words: Sequence[Placed]) -> str:
    """The number of a cell such as "20 pcs", without what is counted."""
    text = words_of(words)
    place = numeral(text)
    return text[: place[1]] if place else ""


def _unit_in(words: Sequence[Placed]) -> list[Placed]:
    """What is counted in a cell such as "20 pcs"."""
    used = len(_number_in(words).split())
    return [word for word in words[used:] if any(map(str.isalpha, word.text))] if used else []


def _joined(parts: Sequence[Sequence[Placed]]) -> str:
    """Lines of a text as one; a hyphen at the end of a line stays, without white space behind it."""
    joined = ""
    for part in parts:
        text = words_of(part)
        hyphen = (joined[-1:] == "-" and joined[-2:-1].isalnum()) or (text[:1] == "-" and text[1:2].isalpha())
        joined += text if not joined or hyphen else f" {text}"
    return joined


def _written(number: Decimal, *, money: bool) -> str:
    """Plain decimal: a quantity without trailing zeros, money with two places or more."""
    text = f"{number:f}"
    whole, _, places = text.partition(".")
    places = places.rstrip("0")
    if money and (places or number != number.to_integral_value() or "." in text):
        places = places.ljust(2, "0")
    return f"{whole}.{places}" if places else whole


def _placed(document: Document, words: Sequence[Placed], value: str, currency: str | None = None) -> Cell:
    spans: list[tuple[int, int]] = []
    for word in words:
        if spans and not document.text[spans[-1][1] : word.start].strip(" "):
            spans[-1] = spans[-1][0], word.end
        else:
            spans.append((word.start, word.end))
    boxes = tuple(box for start, end in spans for box in document.boxes(start, end))
    return Cell(value, tuple(spans), boxes, currency)


def _cell(name: str, cell: Cell) -> dict[str, Any]:
    row: dict[str, Any] = {"value": cell.value}
    if name in ("unit_price", "amount"):
        row["currency"] = cell.currency
    row["spans"] = [list(span) for span in cell.spans]
    row["boxes"] = [
        {"page": box.page, **{edge: round(float(getattr(box, edge)), 1) for edge in ("x0", "top", "x1", "bottom")}}
        for box in cell.boxes
    ]
    return row
