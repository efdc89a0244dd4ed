"""Entities with their typed values: what the rest of the record room works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.document import Document, Entity
from nerkit.labels import ROLELESS, Schema
from nerkit.records.meant import completed
from nerkit.values import read_value
from nerkit.values.context import context_of
from nerkit.values.value import Context, Value

FLOOR = 0.1
"""An entity less probable than this is left out."""

CONFIDENCE_FLOOR = 0.3
"""An entity less probable than this is more likely wrong than right and has a rival reading: no field is made of it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity with the text that it means, its index among the entities of the document, and its value."""

    index: int
    entity: Entity
    value: Value

    @property
    def text(self) -> str:
        """The canonical value, empty where there is none."""
        return self.value.value or ""


def read_mentions(document: Document, entities: Sequence[Entity], schema: Schema) -> tuple[list[Mention], Context]:
    """The entities with a label of the schema in text order, and the context in which their values were read.

    Those less probable than `FLOOR` are left out.
    """
    context = context_of(document.text, document.language)
    found = [
        Mention(index, entity, read_value(schema.labels[entity.label].type, entity.text, context))
        for index, entity in enumerate(completed(document, entities, schema))
        if entity.label in schema.labels and entity.confidence >= FLOOR
    ]
    return sorted(found, key=lambda mention: (mention.entity.start, mention.entity.end)), context


def likely_by_field(mentions: Sequence[Mention], schema: Schema) -> tuple[dict[str, list[Mention]], list[str]]:
    """The mentions of each field that have a value, and a warning of each that has a role but no value.

    Those below `CONFIDENCE_FLOOR` are left out.
    """
    by_field: dict[str, list[Mention]] = {}
    warnings: list[str] = []
    for mention in mentions:
        field = schema.labels[mention.entity.label].field
        if mention.entity.confidence < CONFIDENCE_FLOOR:
            continue
        if mention.text:
            by_field.setdefault(field, []).append(mention)
        elif mention.entity.label not in ROLELESS:
            warnings.append(f"{field}: entity {mention.index} has no value ({mention.value.note or 'not readable'})")
    return by_field, warnings
