"""What the columns of a table hold: their headings propose, the numbers below them decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from statistics import mean

from nerkit.records.items.headings import NUMERIC, Column
from nerkit.records.items.item_numbers import consistent, numbers
from nerkit.values.value import Context

OTHER = "other"
"""The kind of a column that no field takes."""

_DOUBT = 1.0
"""What a second reading of a heading costs, and a third twice as much."""
_UNUSED = 2.5
"""What it costs to take no notice of a heading."""
_ADDS_UP = 4.0
"""What a reading gains by which quantity × unit price = amount in all rows."""
_DESCRIBED = 3.0
"""What a reading gains by which the description has words in all rows."""
_LETTERS = 2
_FREE = 5
"""Columns of which all readings are tried together; the usual one is taken of the others."""

CellTexts = Sequence[str]
"""The text of each cell of a row."""


def roles(columns: Sequence[Column], rows: Sequence[CellTexts], context: Context) -> tuple[str, ...]:
    """The kind of each column; no kind but `OTHER` stands twice.

    The kinds that the headings usually name are taken unless they claim one kind twice or other readings of them make
    quantity × unit price = amount in more rows. Without a heading for the description the widest text is that.
    """
    claimed = [column.kinds[0] for column in columns if column.kinds]
    sole = {kind for kind in claimed if claimed.count(kind) == 1}
    options: list[tuple[str, ...]] = []
    free = 0
    for column in columns:
        certain = len(column.kinds) == 1 and column.kinds[0] in sole
        if not column.kinds or certain or free >= _FREE:
            options.append(column.kinds[:1] or (OTHER,))
        else:
            free += 1
            options.append((*column.kinds, OTHER))
    read = [[numbers(cell, context) for cell in row] for row in rows]
    worded = [_share_of(row[place] for row in rows) for place in range(len(columns))]
    best = max(_choices(options), key=lambda choice: _merit(choice, columns, read, worded))
    return _described(best, columns, rows)


def _choices(options: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    def grow(chosen: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if len(chosen) == len(options):
            yield chosen
            return
        for kind in options[len(chosen)]:
            if kind == OTHER or kind not in chosen:
                yield from grow((*chosen, kind))
        if all(kind in chosen for kind in options[len(chosen)]):
            yield from grow((*chosen, OTHER))

    yield from grow(())


def _share_of(cells: Iterable[str]) -> float:
    """The share of cells with words in them."""
    return mean([float(sum(map(str.isalpha, cell)) > _LETTERS) for cell in cells] or [0.0])


def _merit(
    choice: tuple[str, ...],
    columns: Sequence[Column],
    rows: Sequence[Sequence[tuple[Decimal, ...]]],
    worded: Sequence[float],
) -> float:
    cost = 0.0
    for kind, column in zip(choice, columns, strict=True):
        if column.kinds:
            cost += _UNUSED if kind == OTHER else _DOUBT * column.kinds.index(kind)
    # Of two columns that may be the amount, the right one usually is.
    cost -= 0.1 * choice.index("amount") / len(choice) if "amount" in choice else -_UNUSED
    filled = [
        sum(bool(row[place]) for row in rows) / max(1, len(rows))
        for place, kind in enumerate(choice)
        if kind in NUMERIC and kind in ("quantity", "unit_price", "amount")
    ]
    described = worded[choice.index("description")] if "description" in choice else 0.0
    return _ADDS_UP * _share(choice, rows) + _DESCRIBED * described + 0.5 * sum(filled) - cost


def _share(choice: tuple[str, ...], rows: Sequence[Sequence[tuple[Decimal, ...]]]) -> float:
    """The share of rows in which quantity × unit price = amount."""
    if not {"quantity", "unit_price", "amount"} <= set(choice):
        return 0.0
    quantity, price, amount = (choice.index(kind) for kind in ("quantity", "unit_price", "amount"))
    less = choice.index("discount") if "discount" in choice else None
    held = [row for row in rows if row[quantity] and row[price] and row[amount]]
    good = sum(
        consistent(row[quantity], row[price], row[amount], row[less] if less is not None else ()) is not None
        for row in held
    )
    return good / len(held) if held else 0.0


def _described(choice: tuple[str, ...], columns: Sequence[Column], rows: Sequence[CellTexts]) -> tuple[str, ...]:
    if "description" in choice:
        return choice
    letters = [sum(sum(map(str.isalpha, row[place])) for row in rows) for place in range(len(columns))]
    open_ = [place for place, kind in enumerate(choice) if kind in (OTHER, "article")]
    if not open_:
        return choice
    widest = max(open_, key=letters.__getitem__)
    return tuple("description" if place == widest else kind for place, kind in enumerate(choice))
