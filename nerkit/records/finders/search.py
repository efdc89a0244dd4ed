"""What finders look for in one document, and what they have found so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nerkit.document import Document, Entity, FoundBy
from nerkit.labels import Kind, Schema
from nerkit.records.finders.announced import LabelWordFinder
from nerkit.records.finders.labelled_cells import LabelledCells
from nerkit.records.floors import CONFIDENCE_FLOOR
from nerkit.values.value import Context


@dataclass
class Search:
    """A document with the entities of the tagger, its schema with the words of its language, and its kind if known.

    `found` grows from step to step: a later one sees what those before it have found.
    """

    document: Document
    entities: Sequence[Entity]
    schema: Schema
    context: Context
    announced: LabelWordFinder
    kind: Kind | None
    found: list[Entity] = field(default_factory=list)

    @property
    def cells(self) -> LabelledCells:
        """The cells of the document with the label words in them."""
        return self.announced.cells

    def sure(self, *, found: bool = False) -> list[Entity]:
        """The entities of the tagger that are more likely right than not, with those that are `found` if asked."""
        known = (*self.entities, *self.found) if found else self.entities
        return [one for one in known if one.confidence >= CONFIDENCE_FLOOR]

    def of(self, labels: Iterable[str]) -> list[Entity]:
        """What was found of some labels."""
        wanted = {*labels}
        return [one for one in self.found if one.label in wanted]

    def entity(self, label: str, span: tuple[int, int], sure: float, by: FoundBy = "words") -> Entity:
        """An entity of a label at a place, as sure as that."""
        return entity_at(self.document, label, span, sure, by)


def entity_at(document: Document, label: str, span: tuple[int, int], sure: float, by: FoundBy = "words") -> Entity:
    """The entity of a label at `text[start:end]` of a document."""
    return Entity(label, *span, document.text[slice(*span)], sure, document.boxes(*span), by)
