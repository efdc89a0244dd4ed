"""Strict span F1: an entity is right when its start, its end and its label all are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.evaluation.scores import Counts, Scores


class Labelled(Protocol):
    """Anything with a place and a label: a `Span` or an `Entity`."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset after the last character."""

    @property
    def label(self) -> str:
        """Name of the label."""


E = TypeVar("E", bound=Labelled)


def span_scores(gold: Sequence[LabelledDocument], predicted: Sequence[Iterable[Labelled]]) -> Scores:
    """Counts by label over documents; `predicted` holds the entities of each document of `gold`, in the same order.

    What a corpus leaves unknown counts neither way: a predicted span that is not gold is an error only if its label is
    closed in that document and it meets no open span of that label, or if it overlaps a gold span of its own label
    (then at least its borders are wrong).

    Raises ValueError where the two are not of the same length.
    """
    by_label: dict[str, Counts] = defaultdict(Counts)
    for document, entities in zip(gold, predicted, strict=True):
        for label, counts in _count(document, entities):
            by_label[label] += counts
    return Scores(dict(by_label))


def judged(document: LabelledDocument, entities: Iterable[E]) -> Iterator[tuple[E, bool]]:
    """Each entity with whether it is right; those of which the corpus does not say are left out."""
    gold = set(document.spans)
    for entity in entities:
        span = Span(entity.start, entity.end, entity.label)
        if span in gold:
            yield entity, True
        elif _known_to_be_wrong(span, document):
            yield entity, False


def _count(document: LabelledDocument, entities: Iterable[Labelled]) -> Iterator[tuple[str, Counts]]:
    gold = set(document.spans)
    found = {Span(entity.start, entity.end, entity.label) for entity in entities}
    for span in gold:
        yield span.label, Counts(hits=1) if span in found else Counts(missed=1)
    for span in found - gold:
        if _known_to_be_wrong(span, document):
            yield span.label, Counts(extra=1)


def _known_to_be_wrong(span: Span, document: LabelledDocument) -> bool:
    if _meets(span, document.open_spans):
        return False
    return span.label in document.closed or _meets(span, document.spans)


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(other.label == span.label and other.start < span.end and span.start < other.end for other in others)
