"""Documents that a model labels, for another model to learn from: self-training (Scudder 1965; Yarowsky 1995)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document, Entity
from nerkit.tagging.tagger import Tagger

SURE = 0.6
"""The confidence from which on an entity counts as right: what is wrong among them the next model learns too."""


def silver(tagger: Tagger, documents: Iterable[Document], sure: float = SURE) -> Iterator[LabelledDocument]:
    """Each document with the entities that the tagger is sure of; where it is less sure of one, its label is open.

    What it has not found counts as absent. Thresholds of the model are set aside meanwhile: what they would reject is
    open too.
    """
    labels = frozenset(tagger.model.tagset.labels)
    thresholds = tagger.model.calibration.thresholds
    kept, read = tee(documents)
    tagger.model.set_thresholds({})
    try:
        for document, entities in zip(kept, tagger.tag_many(read), strict=True):
            marked = [entity for entity in entities if entity.confidence >= sure]
            unsure = [entity for entity in entities if entity.confidence < sure]
            yield LabelledDocument(document, _spans(marked), labels, open_spans=_spans(unsure))
    finally:
        tagger.model.set_thresholds(thresholds)


def _spans(entities: Iterable[Entity]) -> tuple[Span, ...]:
    return tuple(Span(entity.start, entity.end, entity.label) for entity in entities)
