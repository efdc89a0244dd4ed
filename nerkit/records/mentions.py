"""Entities with their typed values: what the rest of the record room works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.document import Document, Entity
from nerkit.labels import ROLELESS, Schema
from nerkit.values import read_value
from nerkit.values.context import context_of
from nerkit.values.value import Context, Value

CONFIDENCE_FLOOR = 0.3
"""An entity less probable than this is more likely wrong than right and has a rival reading: no field is made of it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity, its index among the entities of the document, and its value (`value.value` is never None)."""

    index: int
    entity: Entity
    value: Value

    @property
    def text(self) -> str:
        """The canonical value."""
        return self.value.value or ""


def mentions_by_field(
    document: Document, entities: Sequence[Entity], schema: Schema
) -> tuple[dict[str, list[Mention]], Context, list[str]]:
    """The usable mentions of each field in text order, the context they were read in, and warnings.

    Unusable are mentions below `CONFIDENCE_FLOOR` and those whose text has no value; of the latter
    those with a role are warned about.
    """
    context = context_of(document.text, document.language)
    by_field: dict[str, list[Mention]] = {}
    warnings: list[str] = []
    for index, entity in sorted(enumerate(entities), key=lambda pair: (pair[1].start, pair[1].end)):
        label = schema.labels.get(entity.label)
        if label is None or entity.confidence < CONFIDENCE_FLOOR:
            continue
        value = read_value(label.type, entity.text, context)
        if value.value:
            by_field.setdefault(label.field, []).append(Mention(index, entity, value))
        elif entity.label not in ROLELESS:
            warnings.append(f"{label.field}: entity {index} has no value ({value.note or 'not readable'})")
    return by_field, context, warnings
