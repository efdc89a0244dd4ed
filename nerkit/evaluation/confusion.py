"""What was taken for what: labels for one another, borders too wide or too narrow, what was missed, what spurious."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Entity
from nerkit.evaluation.matching import pairs, same_borders
from nerkit.evaluation.span_scores import judged

MISSED, SPURIOUS = "(missed)", "(spurious)"

Border = Literal["too long", "too short", "shifted"]
BORDERS: tuple[Border, ...] = get_args(Border)


@dataclass(frozen=True)
class Confusion:
    """`labels[wanted, found]`: how often; and the borders of spans whose label is right."""

    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    borders: Counter[tuple[str, Border]] = field(default_factory=Counter)

    def mistaken(self) -> list[tuple[str, str, int]]:
        """Wanted label, label that was given instead, how often; the most frequent first."""
        wrong = [(a, b, n) for (a, b), n in self.labels.items() if a != b and a != SPURIOUS and b != MISSED]
        return sorted(wrong, key=lambda row: (-row[2], row[0], row[1]))

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "labels": [{"wanted": a, "found": b, "count": n} for (a, b), n in sorted(self.labels.items())],
            "borders": [{"label": a, "border": b, "count": n} for (a, b), n in sorted(self.borders.items())],
        }


def confusion(gold: Sequence[LabelledDocument], predicted: Sequence[Iterable[Entity]]) -> Confusion:
    """The confusion over documents.

    A found span is held against the wanted one that it comes closest to, whatever the corpus says of its label; one
    that meets none is spurious only where the corpus says that it is wrong.
    """
    result = Confusion()
    for document, entities in zip(gold, predicted, strict=True):
        entities = list(entities)
        found = {Span(entity.start, entity.end, entity.label) for entity in entities}
        known = {Span(entity.start, entity.end, entity.label) for entity, _ in judged(document, entities)}
        paired = pairs(document.spans, found)
        for wanted, got in paired:
            result.labels[wanted.label, got.label] += 1
            if wanted.label == got.label and not same_borders(wanted, got):
                result.borders[wanted.label, _border(wanted, got)] += 1
        result.labels.update((span.label, MISSED) for span in set(document.spans) - {wanted for wanted, _ in paired})
        result.labels.update((SPURIOUS, span.label) for span in known - {got for _, got in paired})
    return result


def _border(wanted: Span, found: Span) -> Border:
    if found.start <= wanted.start and wanted.end <= found.end:
        return "too long"
    return "too short" if wanted.start <= found.start and found.end <= wanted.end else "shifted"
