"""Candidates of documents with gold records: which of them are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Entity
from nerkit.evaluation.compare import comparable
from nerkit.labels import Schema
from nerkit.labels.words import with_words
from nerkit.records import kind_detection as kinds_of
from nerkit.records.choosing.choice import Scored
from nerkit.records.choosing.ranking import rank
from nerkit.records.choosing.scorer import Scorer
from nerkit.records.mentions import Readings
from nerkit.tagging import Tagger
from nerkit.values.context import context_of

MOST = 90
"""Documents that one corpus counts for at most: generated ones are many, and all of one make."""

_UNTRAINED = Scorer({})


@dataclass(frozen=True)
class Tagged:
    """A document with its gold record, the entities that a tagger found in it, and what it weighs in training.

    `fields` are those that its corpus annotates: a candidate of another field is neither right nor wrong.
    """

    labelled: LabelledDocument
    entities: Sequence[Entity]
    fields: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True)
class JudgedCandidate:
    """A candidate for a field, and whether the gold record says the same."""

    field: str
    scored: Scored
    right: bool
    weight: float


Judged = Mapping[str, Sequence[JudgedCandidate]]
"""The examples of each field of one document."""


def tagged(tagger: Tagger, documents: Sequence[LabelledDocument]) -> list[Tagged]:
    """The documents of one corpus, tagged; the fields that any of its gold records has count as annotated."""
    fields = frozenset(name for each in documents for name in each.record)
    weight = min(1.0, MOST / max(1, len(documents)))
    found = tagger.tag_many(each.document for each in documents)
    return [Tagged(each, entities, fields, weight) for each, entities in zip(documents, found, strict=True)]


def borrows(each: Tagged, schema: Schema) -> bool:
    """Whether a document is of a kind whose fields may borrow values."""
    document = each.labelled.document
    kinds = with_words(schema, context_of(document.text, document.language).language).kinds
    return kinds[kinds_of.detect(document, each.entities, kinds)[0]].borrows


def judge(each: Tagged, entities: Sequence[Entity], schema: Schema) -> Judged:
    """The candidates of each annotated field and whether they are right; those that are tolerated are left out."""
    document = each.labelled.document
    read = Readings.of(document, entities, schema)
    schema = with_words(schema, read.context.language)
    kind, _ = kinds_of.detect(document, entities, schema.kinds)
    ranked = rank(document, read.likely, schema.kinds[kind], schema, _UNTRAINED, read.context)
    examples = {name: list(_judged(name, scored, each)) for name, scored in ranked.items() if name in each.fields}
    return {name: found for name, found in examples.items() if found}


def _judged(name: str, candidates: Iterable[Scored], each: Tagged) -> Iterator[JudgedCandidate]:
    accepted = {comparable(name, form) for forms in each.labelled.record.get(name, []) for form in forms}
    tolerated = {comparable(name, form) for form in each.labelled.tolerated.get(name, [])}
    for scored in candidates:
        form = comparable(name, scored.candidate.value)
        if form in accepted or form not in tolerated:
            yield JudgedCandidate(name, scored, form in accepted, each.weight)
