"""Arrays of objects: the tables of a record, its parties among them, and rows of tables that are pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nerkit.fields.answer import AnswerSource
from nerkit.fields.likeness import SAME_THING, VectorOf, likeness
from nerkit.fields.offer import Offer
from nerkit.fields.shaping import shaped
from nerkit.fields.wanted import WantedField
from nerkit.labels import spoken
from nerkit.locales import codes, locale
from nerkit.pairs import Pair
from nerkit.pairs.key_vocabulary import key_of
from nerkit.records.placed_values import PlacedValue
from nerkit.records.record import Record
from nerkit.values.value import Context

_COLUMN = 0.6
"""Likeness of names of columns below which a cell is not what is asked for."""

_TABLES = ("line_items", "charges", "taxes", "parties", "deadlines")
"""Tables of a record; of several that are alike the first is meant."""

_KEY, _VALUE = "", " "
"""Columns of rows that are pairs which no heading names: what is measured, and what is found."""


@dataclass(frozen=True)
class OfferedTable:
    """A table: its name, the names of its columns, and its rows of placed values with how sure each is."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Mapping[str, PlacedValue], float], ...]


def tables(record: Record, pairs: Sequence[Pair]) -> list[OfferedTable]:
    """All tables that a document offers."""
    return [*_of_record(record), *_of_pairs(pairs)]


def _of_record(record: Record) -> Iterator[OfferedTable]:
    for name in _TABLES:
        if rows := getattr(record, name):
            columns = sorted({column for row in rows for column in row.cells})
            held = tuple((row.cells, getattr(row, "confidence", 1.0)) for row in rows)
            yield OfferedTable(name, tuple(columns), held)


def _of_pairs(pairs: Sequence[Pair]) -> Iterator[OfferedTable]:
    """Rows behind one another that share a heading."""
    grouped: list[tuple[dict[str, None], list[Pair]]] = []
    for pair in pairs:
        if pair.row and pair.value is not None:
            names = dict.fromkeys(name for name, _ in pair.row)
            if not grouped or not grouped[-1][0].keys() & names.keys():
                grouped.append(({}, []))
            grouped[-1][0].update(names)
            grouped[-1][1].append(pair)
    for columns, rows in grouped:
        yield OfferedTable("", (_KEY, _VALUE, *columns), tuple((_cells(pair), pair.confidence) for pair in rows))


def _cells(pair: Pair) -> dict[str, PlacedValue]:
    return {
        _KEY: PlacedValue(pair.key, pair.key_spans, pair.key_boxes),
        _VALUE: PlacedValue(pair.value or "", pair.spans, pair.boxes),
        **{name: PlacedValue(text) for name, text in pair.row},
    }


def answered_rows(
    wanted: WantedField, offered: Sequence[OfferedTable], sources: dict[str, AnswerSource], vector_of: VectorOf | None
) -> list[dict[str, Any]]:
    """The rows of the table that is most like what is asked for, each with the columns that were asked for."""
    ranked = [(_worth(wanted, table, vector_of), -i) for i, table in enumerate(offered)]
    worth, at = max(ranked, default=(0.0, 0))
    if worth <= 0:
        sources[wanted.pointer] = AnswerSource(reason="no table on the document answers to this name and its columns")
        return []
    table = offered[-at]
    of = _columns(wanted, table, vector_of)
    rows = []
    for number, (cells, confidence) in enumerate(table.rows):
        row: dict[str, Any] = {}
        for column in wanted.columns:
            cell = cells.get(of.get(column.path, "?"))
            _set(row, column.path, _cell(column, cell))
            sources[f"{wanted.pointer}/{number}{column.pointer}"] = _cell_source(cell, confidence)
        rows.append(row)
    return rows


def _worth(wanted: WantedField, table: OfferedTable, vector_of: VectorOf | None) -> float:
    """How much a table answers to a name and columns: the likeness of the name and the share of columns that it has."""
    named = max(likeness(said, spoken(table.name), vector_of) for said in wanted.said) if table.name else 0.0
    share = len(_columns(wanted, table, vector_of)) / max(1, len(wanted.columns))
    enough = named >= _COLUMN or share >= 0.5
    return named + share if enough else 0.0


def _columns(wanted: WantedField, table: OfferedTable, vector_of: VectorOf | None) -> dict[tuple[str, ...], str]:
    """The column of the table for each that is asked for, as far as it has one."""
    named = [column for column in table.columns if column.strip()]
    found = {column.path: near for column in wanted.columns if (near := _nearest(column, named, vector_of)) is not None}
    if found and _KEY in table.columns:
        # The first two columns have no names here: they are the first two that are asked for and nowhere else.
        left = (column.path for column in wanted.columns if column.path not in found)
        found |= dict(zip(left, (_KEY, _VALUE), strict=False))
    return found


def _nearest(column: WantedField, names: Sequence[str], vector_of: VectorOf | None) -> str | None:
    """The column of a table that is asked for."""
    alike = [(max(_likeness(said, name, vector_of) for said in column.said), name) for name in names]
    best = max(alike, default=(0.0, ""))
    return best[1] if best[0] >= _COLUMN else None


def _likeness(said: str, name: str, vector_of: VectorOf | None) -> float:
    """That of names of columns; headings of line items in any language are those of their column."""
    heading = SAME_THING if key_of(said) in _headings().get(name, ()) else 0.0
    return max(heading, likeness(said, spoken(name), vector_of))


@cache
def _headings() -> Mapping[str, frozenset[str]]:
    """By column of line items what stands above it in all languages."""
    found: dict[str, set[str]] = {}
    for code in codes():
        for column, words in locale(code).lines.headings.items():
            found.setdefault(column, set()).update(map(key_of, words))
    return {column: frozenset(words) for column, words in found.items()}


def _set(fields: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        fields = fields.setdefault(key, {})
    fields[path[-1]] = value


def _cell(column: WantedField, cell: PlacedValue | None) -> Any:
    if cell is None:
        return None
    offer = Offer((), cell.value, "number", 1.0, 0, canonical=cell.value)
    return shaped(offer, column, Context()).value


def _cell_source(cell: PlacedValue | None, confidence: float) -> AnswerSource:
    if cell is None:
        return AnswerSource(reason="the table has no such column, or no value in it")
    return AnswerSource(cell.value, confidence, cell.boxes)
