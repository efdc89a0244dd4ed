"""How far two annotators agree: strict F1 and Cohen's kappa of words for each label, and every difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from rich.console import Group
from rich.table import Table as Grid

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.errors import CorpusError
from nerkit.evaluation.counts import Array, CountTable, Figure, Rates, figures
from nerkit.evaluation.matching import pairs, same_borders
from nerkit.evaluation.text_tables import short_names
from nerkit.evaluation.token_scores import word_labels

DifferenceKind = Literal["only in the first", "only in the second", "label", "borders", "label and borders"]

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What two annotators marked differently in a document; None where one of them marked nothing there."""

    source: str
    first: Span | None
    second: Span | None

    @property
    def kind(self) -> DifferenceKind:
        """In what they differ."""
        if self.first is None:
            return "only in the second"
        if self.second is None:
            return "only in the first"
        if self.first.label == self.second.label:
            return "borders"
        return "label" if same_borders(self.first, self.second) else "label and borders"

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        sides = {"first": self.first, "second": self.second}
        spans = {
            key: span and {"start": span.start, "end": span.end, "label": span.label} for key, span in sides.items()
        }
        return {"source": self.source, "kind": self.kind, **spans}


@dataclass(frozen=True)
class AnnotatorAgreement:
    """Documents that both annotated, in pairs."""

    both: Sequence[tuple[LabelledDocument, LabelledDocument]]
    only_one: int = 0
    """How many documents only one of them has."""

    @cached_property
    def spans(self) -> CountTable:
        """Strict counts by label; what is missed is only in the first, what is extra only in the second."""
        return CountTable.of(self._spans(), len(self.both))

    def f1(self) -> dict[str, Rates]:
        """Strict F1 of each label, and of all: the same whoever of the two is taken for right."""
        return self.spans.rates() | {"all": self.spans.micro.rates()["micro"]}

    def kappa(self) -> dict[str, Figure]:
        """Cohen's kappa of each label over words (this label or not), and of all (which label, or none).

        1 is full agreement, 0 what chance would give; where neither marks anything it is 1.
        """
        names = (None, *self.spans.names)
        place = {name: i for i, name in enumerate(names)}
        # shape: (documents, labels of the first, labels of the second)
        words = np.zeros((len(self.both), len(names), len(names)))
        for number, (a, b) in enumerate(self.both):
            for x, y in zip(word_labels(a.document, a.spans), word_labels(b.document, b.spans), strict=True):
                words[number, place[x], place[y]] += 1
        return {
            **{name: figures(_one_or_not(words, place[name]), _kappa)[0] for name in self.spans.names},
            "all": figures(words, _kappa)[0],
        }

    @cached_property
    def differences(self) -> list[Disagreement]:
        """Every difference, document by document, in text order."""
        return [difference for a, b in self.both for difference in _differences(a, b)]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        kappa = self.kappa()
        return {
            "documents": len(self.both),
            "only_one": self.only_one,
            "labels": {
                name: {
                    "f1": rates.f1.to_dict(),
                    "kappa": kappa[name].to_dict(),
                    "both": rates.hits,
                    "only_first": rates.missed,
                    "only_second": rates.extra,
                }
                for name, rates in self.f1().items()
            },
            "differences": [difference.to_dict() for difference in self.differences],
        }

    def __rich__(self) -> Group:
        grid = Grid(title=f"Agreement on {len(self.both)} documents", title_justify="left", caption_justify="left")
        grid.add_column("", overflow="fold")
        for column in ("F1", "kappa", "both", "first only", "second only"):
            grid.add_column(column, justify="right", no_wrap=True)
        kappa = self.kappa()
        for name, rates in self.f1().items():
            counts = (f"{count:g}" for count in (rates.hits, rates.missed, rates.extra))
            grid.add_row(name, str(rates.f1), str(kappa[name]), *counts)
        grid.caption = "in brackets: 95 % intervals over documents; kappa: of words"
        listed = Grid(title=f"Differences: {len(self.differences)}", title_justify="left")
        listed.add_column("document", overflow="fold")
        for column in ("first", "second", "differs"):
            listed.add_column(column, overflow="fold", no_wrap=column == "differs")
        shown = self.differences[:_SHOWN]
        for each, name in zip(shown, short_names([each.source for each in shown]), strict=True):
            listed.add_row(name, _place(each.first), _place(each.second), each.kind)
        if len(self.differences) > _SHOWN:
            listed.caption = f"{len(self.differences) - _SHOWN} more with --json"
        return Group(grid, listed) if self.differences else Group(grid)

    def _spans(self) -> Iterator[tuple[int, str, tuple[int, int, int]]]:
        for number, (a, b) in enumerate(self.both):
            first, second = set(a.spans), set(b.spans)
            for span in first | second:
                yield number, span.label, (span in first & second, span not in first, span not in second)


def agreement(first: Sequence[LabelledDocument], second: Sequence[LabelledDocument]) -> AnnotatorAgreement:
    """The agreement on the documents that both hold, matched by their source.

    Raises `CorpusError` where they share no document, name one twice, or where the texts of one differ.
    """
    ours, theirs = ({each.document.source: each for each in corpus} for corpus in (first, second))
    if len(ours) < len(first) or len(theirs) < len(second):
        raise CorpusError("a document comes twice in one of the files: agreement needs each source once")
    shared = [source for source in ours if source in theirs]
    if not shared:
        raise CorpusError("the two files share no document: their sources have to be the same")
    if other := sum(ours[source].document.text != theirs[source].document.text for source in shared):
        raise CorpusError(f"{other} documents have another text in the second file: annotate the same text")
    return AnnotatorAgreement([(ours[s], theirs[s]) for s in shared], len(ours) + len(theirs) - 2 * len(shared))


def _differences(a: LabelledDocument, b: LabelledDocument) -> list[Disagreement]:
    paired = pairs(a.spans, b.spans)
    source = a.document.source
    found = [Disagreement(source, x, y) for x, y in paired if x != y]
    found += [Disagreement(source, x, None) for x in set(a.spans) - {x for x, _ in paired}]
    found += [Disagreement(source, None, y) for y in set(b.spans) - {y for _, y in paired}]
    return sorted(found, key=lambda each: [(s.start, s.end, s.label) for s in (each.first, each.second) if s])


def _one_or_not(words: Array, i: int) -> Array:
    """The table of one label against the rest. *Shape:* (documents, labels, labels) → (documents, 2, 2)."""
    both, first, second = words[:, i, i], words[:, i].sum(axis=1), words[:, :, i].sum(axis=1)
    neither = words.sum(axis=(1, 2)) - first - second + both
    return np.stack([both, first - both, second - both, neither], axis=1).reshape(-1, 2, 2)


def _kappa(words: Array) -> Array:
    """Cohen (1960). *Shape:* (…, labels, labels) → (…, 1)."""
    total = np.maximum(1, words.sum(axis=(-2, -1)))
    agreed = np.trace(words, axis1=-2, axis2=-1) / total
    by_chance = (words.sum(axis=-1) * words.sum(axis=-2)).sum(axis=-1) / total**2
    certain = by_chance >= 1 - 1e-12
    kappa: Array = np.where(certain, 1.0, (agreed - by_chance) / np.where(certain, 1.0, 1 - by_chance))
    return kappa[..., None]


def _place(span: Span | None) -> str:
    return f"{span.label} {span.start}–{span.end}" if span else "–"
