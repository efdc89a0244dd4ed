"""Entities with their typed values: what the rest of the record room works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.document import Document, Entity
from nerkit.labels import ROLELESS, Label, Schema
from nerkit.values import read_value
from nerkit.values.context import context_of
from nerkit.values.date_values import read_date, read_last_date
from nerkit.values.dates import find_dates
from nerkit.values.folding import plain
from nerkit.values.periods import find_periods
from nerkit.values.value import Context, Value

_ENDS = ("period_end", "expiration_date")
"""Fields whose date is the last one where their mention is all of a period."""

_BEHIND = 40
"""Characters behind a date in which it goes on: its year in words, or the last day of its period with the year."""

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
        value = value_of(label, entity, document.text, context)
        if value.value:
            by_field.setdefault(label.field, []).append(Mention(index, entity, value))
        elif entity.label not in ROLELESS:
            warnings.append(f"{label.field}: entity {index} has no value ({value.note or 'not readable'})")
    return by_field, context, warnings


def value_of(label: Label, entity: Entity, text: str, context: Context) -> Value:
    """What an entity means in the text of its document.

    A date that breaks off goes on behind the entity: "15.01." in "15.01.–02.02.2024", "sixth day of May" before "two
    thousand twelve". What ends a period is its last day.
    """
    if label.field in _ENDS:
        return read_last_date(entity.text, context)
    value = read_value(label.type, entity.text, context)
    if value.value is None and label.type == "date":
        stretch = text[entity.start : entity.end + _BEHIND]
        begun = [*find_dates(plain(stretch)), *(period.first for period in find_periods(plain(stretch)))]
        if any(hit.start < len(entity.text) for hit in begun):
            return read_date(stretch, context)
    return value
