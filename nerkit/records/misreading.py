"""How probable it is that the words of a value were read right, where they were recognised from a picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nerkit.document import Document, Entity
from nerkit.labels import Schema
from nerkit.records.choosing.scorer import probability
from nerkit.records.record import FieldValue
from nerkit.values.identifiers import CHECKSUM

SHIFT, SLOPE = -1.5, 0.875
"""The log-odds that a word was read right are SHIFT + SLOPE times those of the engine's own confidence; fitted, as is
TOGETHER, on made pages that were scanned at 100 to 200 dpi (docs/decisions.md)."""

TOGETHER = 0.15
"""Words are misread together, where the paper is bad: the product of n words is raised to the power n ** -TOGETHER."""

BROKEN = 0.3
"""The probability that a number was read right whose checksum fails: of five on the same pages one was."""

_SURE = 1e-4
"""Nearest to 0 or 1 that an engine's confidence is taken for."""

_SPELLED = frozenset({"identifier", "name", "text"})
"""Types of value that any letter changes. A misread date or amount is hardly ever another one: it is none."""

Fields = Mapping[str, tuple[FieldValue, ...]]


def with_misreadings(
    document: Document, entities: Sequence[Entity], fields: Fields, schema: Schema
) -> dict[str, tuple[FieldValue, ...]]:
    """The fields, each value as sure as it is that it is the right one and that it was read right.

    A name that was read alike at several places is misread only where all of them are; of a text of several lines
    each has to be right.
    """
    if not any(page.source == "ocr" for page in document.pages):
        return dict(fields)
    return {
        name: tuple(_doubted(document, entities, value, schema.type_of(name)) for value in values)
        for name, values in fields.items()
    }


def _doubted(document: Document, entities: Sequence[Entity], value: FieldValue, type: str | None) -> FieldValue:
    mentions = [_words(document, entities[index]) for index in value.entities]
    recognised = any(word is not None for mention in mentions for word in mention)
    if value.evidence != "text" or not recognised:
        return value
    if value.note == CHECKSUM:
        return replace(value, confidence=BROKEN * value.confidence)
    if type not in _SPELLED:
        return value
    parts = [sum(mentions, ())] if type == "text" else mentions
    return replace(value, confidence=value.confidence * (1 - math.prod(1 - read_right(words) for words in parts)))


def _words(document: Document, entity: Entity) -> tuple[float | None, ...]:
    """What the engine says of each word of an entity that has letters or figures."""
    words = document.words_between(entity.start, entity.end)
    return tuple(word.confidence for word in words if any(map(str.isalnum, document.text[word.start : word.end])))


def read_right(confidences: Sequence[float | None]) -> float:
    """The probability that all words were read right, from the engine's confidence in each; None was not recognised."""
    together = math.prod(map(_read_right, confidences))
    return float(together ** (max(1, len(confidences)) ** -TOGETHER))


def _read_right(confidence: float | None) -> float:
    if confidence is None:
        return 1.0
    return probability(SHIFT + SLOPE * math.log((confidence + _SURE) / (1 - confidence + _SURE)))
