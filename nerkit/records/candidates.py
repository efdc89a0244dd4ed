"""The values that fields may hold: mentions that the tagger took for a field, and others of the same type."""

from __future__ import annotations

from collections.abc import Sequence

from nerkit.document import Entity
from nerkit.labels import ROLELESS, Kind, Schema
from nerkit.records.grouping import Candidate, group
from nerkit.records.mentions import Mention
from nerkit.values import read_value
from nerkit.values.value import Context

FLOOR = 0.1
"""An entity less probable than this is left out."""

_CHECKED = frozenset({"iban", "bic", "vat_id"})
"""Types that a checksum or a strict form tells apart: a value of one may have been taken for another."""


class Candidates:
    """The candidates in the entities of one document, by type of value: fields of one type compete for them.

    Labels that are no field of the document's kind say nothing about it.
    """

    def __init__(self, entities: Sequence[Entity], kind: Kind, schema: Schema, context: Context) -> None:
        self._entities = entities
        self._labels = {
            name: label for name, label in schema.labels.items() if name in ROLELESS or label.field in kind.fields
        }
        self._context = context
        self._by_type: dict[str, list[Candidate]] = {}

    def of(self, type: str) -> list[Candidate]:
        """The distinct values of a type, in the order in which they first occur."""
        if type not in self._by_type:
            self._by_type[type] = group(type, self._mentions(type))
        return self._by_type[type]

    def _mentions(self, type: str) -> list[Mention]:
        found = []
        for index, entity in enumerate(self._entities):
            label = self._labels.get(entity.label)
            if label is None or entity.confidence < FLOOR:
                continue
            if label.type != type and not {label.type, type} <= _CHECKED:
                continue
            value = read_value(type, entity.text, self._context)
            if value.value and (label.type == type or value.note is None):
                found.append(Mention(index, entity, value))
        return sorted(found, key=lambda mention: (mention.entity.start, mention.entity.end))
