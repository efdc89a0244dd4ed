"""Entities that a schema finds without any training: by a pattern, a list, label words, their form, or their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from nerkit.document import Document, Entity
from nerkit.labels import Schema
from nerkit.labels.words import with_words
from nerkit.records.finders.addresses.whole import with_whole_addresses
from nerkit.records.finders.announced import LabelWordFinder
from nerkit.records.finders.by_label import by_labels, telling
from nerkit.records.finders.by_place import by_place_alone, titled
from nerkit.records.finders.by_role import headed, opening_parties, together
from nerkit.records.finders.by_text import told_in_text
from nerkit.records.finders.labelled_sums import labelled_sums
from nerkit.records.finders.own_title import own_title
from nerkit.records.finders.search import Search
from nerkit.records.finders.settling import settled
from nerkit.records.finders.titled_names import without_titles
from nerkit.records.kind_detection import classify
from nerkit.values.context import context_of

STEPS: tuple[Callable[[Search], Iterator[Entity]], ...] = (
    by_labels,
    opening_parties,
    headed,
    together,
    titled,
    own_title,
    told_in_text,
    labelled_sums,
    by_place_alone,
)
"""How entities are found, one step after the other: each sees what those before it have found."""


def with_found(
    document: Document, entities: Sequence[Entity], schema: Schema, kind: str = "auto"
) -> tuple[Entity, ...]:
    """The entities of the tagger, and those that the labels of the schema find, in text order.

    Where they say different things of one place, `settled` says which stays. Some labels are looked for in documents of
    a kind alone; `kind` is the name of the document's own, or "auto".
    """
    entities = with_whole_addresses(document, entities, schema)
    finding = any(label.finds for label in schema.labels.values())
    if not finding and not any(one.announced or one.titled for one in schema.kinds.values()):
        return tuple(entities)
    context = context_of(document.text, document.language)
    schema = with_words(schema, context.language)
    announced = LabelWordFinder(document, schema.labels.values(), context)
    if kind == "auto":
        kind, _ = classify(document, entities, schema.kinds, announced=telling(announced, schema))
    entities = without_titles(entities, schema.kinds.get(kind), schema)
    search = Search(document, entities, schema, context, announced, schema.kinds.get(kind))
    found = {step: _grown(search, step) for step in STEPS}
    return settled(search, found[together])


def _grown(search: Search, step: Callable[[Search], Iterator[Entity]]) -> list[Entity]:
    """What one step finds, which the next ones see."""
    found = list(step(search))
    search.found += found
    return found
