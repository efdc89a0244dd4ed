"""Entities with their typed values: what the rest of the record room works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.budget import paced
from nerkit.document import Document, Entity, Notice
from nerkit.labels import ROLELESS, Schema
from nerkit.records.floors import CONFIDENCE_FLOOR, DOUBTED, FLOOR
from nerkit.records.meant import completed
from nerkit.values import read_value
from nerkit.values.context import context_of
from nerkit.values.names import name_key
from nerkit.values.value import Context, Value


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


@dataclass(frozen=True)
class Readings:
    """What each entity of a document means, None for one whose label the schema does not have.

    `context` is what the whole document says of how its values are to be read. `passed_over` are the indices of those
    from which the record takes nothing: what a mail quotes, and its header where the mail itself says as much.
    """

    mentions: tuple[Mention | None, ...]
    context: Context
    passed_over: frozenset[int] = frozenset()

    @classmethod
    def of(cls, document: Document, entities: Sequence[Entity], schema: Schema) -> Readings:
        """Read the value of each entity, in its document: the one way from an entity to its value."""
        context = context_of(document.text, document.language)
        mentions = (
            Mention(index, entity, read_value(label.type, entity.text, context))
            if (label := schema.labels.get(entity.label))
            else None
            for index, entity in enumerate(paced(completed(document, entities, schema, context.language)))
        )
        return cls(tuple(mentions), context, _passed_over(document, entities, schema))

    @property
    def values(self) -> tuple[Value | None, ...]:
        """The value of each entity."""
        return tuple(mention.value if mention else None for mention in self.mentions)

    @property
    def likely(self) -> list[Mention]:
        """The mentions in text order, without those less probable than `FLOOR`."""
        found = [
            mention
            for mention in self.mentions
            if mention and mention.entity.confidence >= FLOOR and mention.index not in self.passed_over
        ]
        return sorted(found, key=lambda mention: (mention.entity.start, mention.entity.end))


def _passed_over(document: Document, entities: Sequence[Entity], schema: Schema) -> frozenset[int]:
    """The mentions in asides that say nothing to the record.

    A header has no word where the mail itself has a value of that field, or one of its type that has no role: it may
    be in the field's place.
    """
    if not document.asides:
        return frozenset()
    asides = [document.aside_at(entity.start) for entity in entities]
    labels = [schema.labels.get(entity.label) for entity in entities]
    said = {
        label.type if label.name in ROLELESS else label.name
        for entity, label, aside in zip(entities, labels, asides, strict=True)
        if label and aside is None and entity.confidence >= CONFIDENCE_FLOOR
    }
    return frozenset(
        index
        for index, (label, aside) in enumerate(zip(labels, asides, strict=True))
        if label and aside and (aside.kind == "quoted" or {label.name, label.type} & said)
    )


def likely_by_field(mentions: Sequence[Mention], schema: Schema) -> tuple[dict[str, list[Mention]], list[Notice]]:
    """The mentions of each field that have a value, and a warning of each that has a role but no value.

    Those below `CONFIDENCE_FLOOR` are left out.
    """
    by_field: dict[str, list[Mention]] = {}
    warnings: list[Notice] = []
    for mention in mentions:
        field = schema.labels[mention.entity.label].field
        if mention.entity.confidence < CONFIDENCE_FLOOR:
            continue
        if mention.text:
            by_field.setdefault(field, []).append(mention)
        elif mention.entity.label not in ROLELESS:
            why = mention.value.note or "not readable"
            warnings.append(Notice("no-value", f"{field}: entity {mention.index} has no value ({why})"))
    return by_field, warnings


def with_doubtful(likely: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Likely mentions of names with the less likely ones of the same names and labels, in text order.

    They make no name a party, but say where it stands: the tagger doubts an odd name in the opening, and knows it
    where it signs.
    """
    known = {(mention.entity.label, name_key(mention.text)) for mention in likely}
    taken = {mention.index for mention in likely}
    doubtful = (m for m in mentions if m.index not in taken and (m.entity.label, name_key(m.text)) in known)
    return sorted((*likely, *doubtful), key=lambda mention: (mention.entity.start, mention.entity.end))


def without_acting(named: Sequence[Mention], acting: Sequence[Mention]) -> list[Mention]:
    """Mentions of parties without those that the tagger doubts of persons who act for a party, as the text tells."""
    told = {name_key(mention.text) for mention in acting if mention.entity.found_by != "model"}
    return [one for one in named if name_key(one.text) not in told or one.entity.confidence >= DOUBTED]
