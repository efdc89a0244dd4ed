"""From what is asked for and what a document offers to the answer: every value stands in the document, or is null."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nerkit.document import Document, Entity
from nerkit.fields.answer import AnswerSource, FilledFields
from nerkit.fields.answer_matching import Match, matches
from nerkit.fields.answer_rows import answered_rows, tables
from nerkit.fields.likeness import VectorOf
from nerkit.fields.offer import Offer, offers
from nerkit.fields.shaping import shaped
from nerkit.fields.wanted import WantedField
from nerkit.labels import Schema
from nerkit.pairs import Pair
from nerkit.records.record import Record
from nerkit.values.context import context_of
from nerkit.values.value import Context

_NEARLY = 0.85
"""Another value whose probability is this share of the best one's is said beside it."""


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
    tabled = tables(record, pairs)
    fields: dict[str, Any] = {}
    sources: dict[str, AnswerSource] = {}
    single = [one for one in wanted if one.type != "rows"]
    found = dict(zip((one.path for one in single), matches(single, offered, vector_of), strict=True))
    for one in wanted:
        if one.type == "rows":
            _set(fields, one.path, answered_rows(one, tabled, sources, vector_of))
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
