"""From what is asked for and what a document offers to the answer: every value stands in the document, or is null."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nerkit.document import Document, Entity
from nerkit.fields.answer import AnswerSource, FilledFields
from nerkit.fields.answer_matching import Match, matches
from nerkit.fields.likeness import VectorOf, likeness
from nerkit.fields.offer import Offer, offers
from nerkit.fields.shaping import shaped
from nerkit.fields.wanted import WantedField
from nerkit.labels import Schema
from nerkit.pairs import Pair
from nerkit.records.record import Record
from nerkit.values.context import context_of
from nerkit.values.value import Context

if TYPE_CHECKING:
    from nerkit.records.placed_values import PlacedValue

_NEARLY = 0.85
"""Another value whose probability is this share of the best one's is said beside it."""

_COLUMN = 0.6
"""Likeness of names of columns below which a cell is not what is asked for."""


def fill(
    wanted: Sequence[WantedField],
    document: Document,
    record: Record,
    pairs: Sequence[Pair],
    entities: Sequence[Entity],
    schema: Schema,
    vector_of: VectorOf | None = None,
) -> FilledFields:
    """The answer to all questions about a document."""
    context = context_of(document.text, document.language)
    offered = offers(record, pairs, entities, schema)
    fields: dict[str, Any] = {}
    sources: dict[str, AnswerSource] = {}
    single = [one for one in wanted if one.type != "rows"]
    found = dict(zip((one.path for one in single), matches(single, offered, vector_of), strict=True))
    for one in wanted:
        if one.type == "rows":
            _set(fields, one.path, _rows(one, record, sources, vector_of))
        elif one.type == "list":
            _set(fields, one.path, _list(one, found[one.path], offered, context, sources))
        else:
            _set(fields, one.path, _value(one, found[one.path], offered, context, sources, vector_of))
    return FilledFields(fields, sources)


def _set(fields: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        fields = fields.setdefault(key, {})
    fields[path[-1]] = value


def _value(
    wanted: WantedField,
    found: Sequence[Match],
    offered: Sequence[Offer],
    context: Context,
    sources: dict[str, AnswerSource],
    vector_of: VectorOf | None,
) -> Any:
    reason = "nothing on the document answers to this name"
    for match in found:
        offer = offered[match.offer]
        value = shaped(offer, wanted, context, vector_of)
        if value.reason:
            reason = value.reason
            continue
        others = dict.fromkeys(
            offered[other.offer].text
            for other in found
            if other.probability >= _NEARLY * match.probability and offered[other.offer].text != offer.text
        )
        sources[wanted.pointer] = _source(offer, match, tuple(others))
        return value.value
    sources[wanted.pointer] = AnswerSource(reason=reason)
    return None


def _list(
    wanted: WantedField,
    found: Sequence[Match],
    offered: Sequence[Offer],
    context: Context,
    sources: dict[str, AnswerSource],
) -> list[Any]:
    """All values that answer nearly as well as the best one, in the order of the text, each once."""
    near = [match for match in found if match.probability >= _NEARLY * found[0].probability]
    values: list[Any] = []
    for match in sorted(near, key=lambda match: offered[match.offer].start):
        value = shaped(offered[match.offer], wanted, context)
        if value.reason is None and value.value not in values:
            sources[f"{wanted.pointer}/{len(values)}"] = _source(offered[match.offer], match, ())
            values.append(value.value)
    if not values:
        sources[wanted.pointer] = AnswerSource(reason="nothing on the document answers to this name")
    return values


def _source(offer: Offer, match: Match, others: tuple[str, ...]) -> AnswerSource:
    return AnswerSource(
        offer.text,
        match.probability,
        offer.boxes,
        offer.pair,
        offer.entities,
        "several values answer nearly as well" if others else None,
        others,
    )


def _rows(
    wanted: WantedField, record: Record, sources: dict[str, AnswerSource], vector_of: VectorOf | None
) -> list[dict[str, Any]]:
    """The line items, each with the columns that were asked for."""
    items = record.line_items or ()
    if not items:
        sources[wanted.pointer] = AnswerSource(reason="no table of line items stands on the document")
        return []
    names = sorted({name for item in items for name in item.cells})
    of = {column.path: _nearest(column, names, vector_of) for column in wanted.columns}
    rows = []
    for number, item in enumerate(items):
        row: dict[str, Any] = {}
        for column in wanted.columns:
            cell = item.cells.get(of[column.path] or "")
            _set(row, column.path, _cell(column, cell))
            pointer = f"{wanted.pointer}/{number}{column.pointer}"
            sources[pointer] = _cell_source(cell)
        rows.append(row)
    return rows


def _nearest(column: WantedField, names: Sequence[str], vector_of: VectorOf | None) -> str | None:
    """The column of the line items that is asked for."""
    alike = [(max(likeness(said, name.replace("_", " "), vector_of) for said in column.said), name) for name in names]
    best = max(alike, default=(0.0, ""))
    return best[1] if best[0] >= _COLUMN else None


def _cell(column: WantedField, cell: PlacedValue | None) -> Any:
    if cell is None:
        return None
    offer = Offer((), cell.value, "number", 1.0, 0, canonical=cell.value)
    value = shaped(offer, column, Context())
    return value.value


def _cell_source(cell: PlacedValue | None) -> AnswerSource:
    if cell is None:
        return AnswerSource(reason="the table has no such column, or no value in it")
    return AnswerSource(cell.value, 1.0, cell.boxes)
