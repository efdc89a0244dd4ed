"""Figures about words: which label each word has, whatever the borders of the spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document
from nerkit.evaluation.counts import CountTable, Triple
from nerkit.evaluation.span_scores import Labelled


def word_labels(document: Document, spans: Iterable[Labelled]) -> list[str | None]:
    """The label of each word of `document.words`: of the span that holds most of it, the first of equal ones."""
    starts, ends = [word.start for word in document.words], [word.end for word in document.words]
    labels: list[str | None] = [None] * len(starts)
    shares = [0] * len(starts)
    for span in sorted(spans, key=lambda span: (span.start, span.end, span.label)):
        for i in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
            shared = min(ends[i], span.end) - max(starts[i], span.start)
            if shared > shares[i]:
                labels[i], shares[i] = span.label, shared
    return labels


def token_table(gold: Sequence[LabelledDocument], predicted: Sequence[Iterable[Labelled]]) -> CountTable:
    """Counts of words by label; a word with a label that the corpus leaves unknown there counts neither way."""
    rows = (
        (number, label, triple)
        for number, (document, spans) in enumerate(zip(gold, predicted, strict=True))
        for label, triple in _count(document, list(spans))
    )
    return CountTable.of(rows, len(gold))


def _count(document: LabelledDocument, spans: Sequence[Labelled]) -> Iterator[tuple[str, Triple]]:
    wanted = word_labels(document.document, document.spans)
    found = word_labels(document.document, spans)
    for word, a, b in zip(document.document.words, wanted, found, strict=True):
        if a is not None:
            yield a, (a == b, 0, a != b)
        if b not in (None, a) and b in document.closed and not _open(document.open_spans, word.start, word.end, b):
            yield b, (0, 1, 0)


def _open(spans: Iterable[Span], start: int, end: int, label: str) -> bool:
    return any(span.label == label and span.start < end and start < span.end for span in spans)
