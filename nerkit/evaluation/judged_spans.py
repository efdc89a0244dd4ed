"""Every span that is wanted or was found, once: all strict figures are counts of these, by one property or another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Entity
from nerkit.evaluation.counts import CountTable, Triple
from nerkit.evaluation.span_scores import judged

STEPS = (*(step / 20 for step in range(20)), 0.98, 0.99)
"""The thresholds of `threshold_table`."""


@dataclass(frozen=True, slots=True)
class JudgedSpan:
    """A span in the `document`th document: wanted, found with some confidence, or both (then it is right)."""

    document: int
    span: Span
    wanted: bool
    confidence: float | None

    def counts(self, threshold: float = 0.0) -> Triple:
        """What it counts for where entities below the threshold are left out."""
        found = self.confidence is not None and self.confidence >= threshold
        return self.wanted and found, found and not self.wanted, self.wanted and not found


def marks(gold: Sequence[LabelledDocument], predicted: Sequence[Iterable[Entity]]) -> list[JudgedSpan]:
    """The marks of all documents; what a corpus leaves unknown is none (see `span_scores`).

    Raises ValueError where the two are not of the same length.
    """
    return [
        mark
        for number, (document, entities) in enumerate(zip(gold, predicted, strict=True))
        for mark in _marks(number, document, entities)
    ]


def table(
    marks: Iterable[JudgedSpan], documents: int, key: Callable[[JudgedSpan], str], names: Iterable[str] | None = None
) -> CountTable:
    """Strict counts by what `key` says of a mark."""
    return CountTable.of(((mark.document, key(mark), mark.counts()) for mark in marks), documents, names)


def threshold_table(marks: Iterable[JudgedSpan], documents: int) -> CountTable:
    """Strict counts where only the entities from a confidence on are taken; the names are the thresholds."""
    names = [f"{step:g}" for step in STEPS]
    rows = ((m.document, name, m.counts(step)) for m in marks for name, step in zip(names, STEPS, strict=True))
    return CountTable.of(rows, documents, names)


def _marks(number: int, document: LabelledDocument, entities: Iterable[Entity]) -> Iterator[JudgedSpan]:
    found: dict[Span, float] = {}
    for entity, _ in judged(document, entities):
        span = Span(entity.start, entity.end, entity.label)
        found[span] = max(entity.confidence, found.get(span, 0.0))
    gold = set(document.spans)
    for span in sorted(gold | found.keys(), key=lambda span: (span.start, span.end, span.label)):
        yield JudgedSpan(number, span, span in gold, found.get(span))
