"""What a document offers as the answer to a question: pairs, fields of its record, and entities, with their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nerkit.document import Box, Entity
from nerkit.fields.asked_type import address_words, may_be_address
from nerkit.labels import Schema, spoken
from nerkit.locales import codes, locale
from nerkit.pairs import Pair
from nerkit.pairs.key_vocabulary import words_of
from nerkit.records.record import FieldValue, Record


@dataclass(frozen=True)
class Offer:
    """A value that stands in the document, and the names under which it may be asked for.

    `names` stand beside it or are its own; `like` are those that mean the same, as the locales have it. `canonical` is
    its canonical form where one is known. `pair` is an index of the pairs, `entities` are indices of the entities;
    `start` is where it begins in the text.
    """

    names: tuple[str, ...]
    text: str
    type: str
    confidence: float
    start: int
    boxes: tuple[Box, ...] = ()
    canonical: str | None = None
    pair: int | None = None
    entities: tuple[int, ...] = ()
    chosen: bool | None = None
    like: tuple[str, ...] = ()


def offers(record: Record, pairs: Sequence[Pair], entities: Sequence[Entity], schema: Schema) -> list[Offer]:
    """All that a document offers, the record's values first: they are read and checked."""
    return [
        *_of_record(record, entities, schema),
        *_of_parties(record),
        *_of_pairs(pairs),
        *_of_entities(record, entities, schema),
    ]


def _of_record(record: Record, entities: Sequence[Entity], schema: Schema) -> Iterator[Offer]:
    for field, values in record.fields.items():
        names = _names(field, schema)
        for value in values:
            yield _valued(value, names, entities)


def _valued(value: FieldValue, names: tuple[str, ...], entities: Sequence[Entity]) -> Offer:
    held = [entities[i] for i in value.entities]
    role = (value.role,) if value.role else ()
    return Offer(
        (names[0], *role),
        value.value,
        value.type or "text",
        value.confidence,
        min((entity.start for entity in held), default=0),
        () if value.derived else tuple(box for entity in held[:1] for box in entity.boxes),
        value.value,
        entities=value.entities,
        like=names[1:],
    )


def _of_parties(record: Record) -> Iterator[Offer]:
    """What a contract says of each party beside its name, by the party's role and by its name."""
    for party in record.parties or ():
        whose = [party.cells[cell].value for cell in ("role", "name") if cell in party.cells]
        for cell, placed in party.cells.items():
            if cell not in ("role", "name") and placed.spans:
                words = address_words() if cell == "address" else ()
                yield Offer(
                    tuple(f"{who} {spoken(cell)}" for who in whose), placed.value, "text", party.confidence,
                    placed.spans[0][0], placed.boxes, placed.value,
                    like=tuple(f"{who} {word}" for who in whose for word in words),
                )  # fmt: skip


def _of_pairs(pairs: Sequence[Pair]) -> Iterator[Offer]:
    for i, pair in enumerate(pairs):
        if pair.value is None and pair.chosen is None:
            continue
        names = (pair.key, *(f"{part} {pair.key}" for part in pair.path[-1:]), *_whose(pairs, i))
        yield Offer(
            names, pair.value or "", pair.type, pair.confidence, pair.place, pair.boxes,
            pair=i, entities=pair.entities, chosen=pair.chosen,
        )  # fmt: skip


def _whose(pairs: Sequence[Pair], i: int) -> Iterator[str]:
    """Whose address a pair is, where its key does not say: that of the name before it ("Landlord: …, Address: …")."""
    if i and (words := words_of(pairs[i].key)) and address_words().issuperset(words):
        before = pairs[i - 1]
        if before.type == "text" and before.value and not may_be_address(before.value):
            yield f"{before.key} {pairs[i].key}"


def _of_entities(record: Record, entities: Sequence[Entity], schema: Schema) -> Iterator[Offer]:
    """Those from which the record has no value."""
    used = {i for values in record.fields.values() for value in values for i in value.entities}
    for i, entity in enumerate(entities):
        label = schema.labels.get(entity.label)
        if i not in used and label:
            names = _names(label.field, schema)
            yield Offer(
                names[:1], entity.text, label.type, entity.confidence, entity.start, entity.boxes,
                entities=(i,), like=names[1:],
            )  # fmt: skip


def _names(field: str, schema: Schema) -> tuple[str, ...]:
    """The name of a field of the schema, and what announces its values in all languages."""
    label = schema.labels.get(field.upper())
    words = label.words if label else ()
    return (field.replace("_", " "), *words, *_label_words(field.upper()))


@cache
def _label_words(label: str) -> tuple[str, ...]:
    found = (locale(code).labels.get(label) for code in codes())
    return tuple(dict.fromkeys(word for words in found if words for word in words.words))
