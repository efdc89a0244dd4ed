"""What a document loses on its way: its pages, most of its lines, or the spaces between its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from random import Random

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document, Word

_LINES = (2, 14)
"""Lines of an excerpt: at least and at most."""
_SPACES_KEPT = (0.02, 0.05, 0.1, 0.15)
"""Shares of spaces that stay: text boxes of photographs end anywhere, of some photographs oftener than of others."""


def plain(labelled: LabelledDocument, rng: Random) -> LabelledDocument:
    """The document as if it had come out of a mail or a word processor: text alone, without pages and boxes.

    Offsets stay, so spans hold. Tabs between cells stay, become spaces or part lines, the same all over a document.
    """
    document = labelled.document
    gap = rng.choice("\t\t \n")
    text = document.text.replace("\t", gap).replace("\f", "\n")
    words = tuple(Word(word.start, word.end) for word in document.words)
    return replace(labelled, document=Document(document.source, text, words, (), document.language))


def excerpt(labelled: LabelledDocument, rng: Random) -> LabelledDocument:
    """A few lines of the document that follow each other, as people paste them, without pages and boxes.

    No value is cut: the lines of one that runs over several come together. The gold record stays that of the whole.
    """
    whole = plain(labelled, rng)
    document = whole.document
    starts = [0, *(i + 1 for i, char in enumerate(document.text) if char == "\n")]
    first = rng.randrange(len(starts))
    last = min(first + rng.randint(*_LINES), len(starts))
    begin, finish = starts[first], starts[last] if last < len(starts) else len(document.text)
    spans = (*whole.spans, *whole.open_spans)
    while cut := [span for span in spans if span.start < begin < span.end or span.start < finish < span.end]:
        begin = min(begin, *(span.start for span in cut))
        finish = max(finish, *(span.end for span in cut))

    def inside(found: Sequence[Span]) -> tuple[Span, ...]:
        kept = (span for span in found if begin <= span.start and span.end <= finish)
        return tuple(Span(span.start - begin, span.end - begin, span.label) for span in kept)

    words = tuple(Word(word.start - begin, word.end - begin) for word in document.words if begin <= word.start < finish)
    text = document.text[begin:finish]
    return replace(
        whole,
        document=Document(
            document.source, text, tuple(word for word in words if word.end <= len(text)), (), document.language
        ),
        spans=inside(whole.spans),
        open_spans=inside(whole.open_spans),
    )


def glued(labelled: LabelledDocument, rng: Random) -> LabelledDocument:
    """The document without most spaces within its cells, as text boxes of photographs come; values stay apart."""
    document, kept = labelled.document, rng.choice(_SPACES_KEPT)
    borders = sorted(at for span in (*labelled.spans, *labelled.open_spans) for at in (span.start, span.end))
    words: list[Word] = []
    dropped = [0] * (len(document.text) + 1)
    for word in document.words:
        last = words[-1] if words else None
        if last is None or document.text[last.end : word.start] != " " or rng.random() < kept:
            words.append(word)
            continue
        if bisect_left(borders, word.end) > bisect_right(borders, last.start):  # a value begins or ends between them
            words.append(word)
            continue
        dropped[last.end + 1] = 1
        box = last.box.union(word.box) if last.box and word.box else last.box
        words[-1] = replace(last, end=word.end, box=box)
    lost = list(accumulate(dropped))
    moved = [offset - lost[offset] for offset in range(len(lost))]
    text = "".join(char for i, char in enumerate(document.text) if not dropped[i + 1])

    def follow(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(Span(moved[span.start], moved[span.end], span.label) for span in spans)

    return replace(
        labelled,
        document=replace(
            document,
            text=text,
            words=tuple(replace(word, start=moved[word.start], end=moved[word.end]) for word in words),
            pages=tuple(replace(page, start=moved[page.start], end=moved[page.end]) for page in document.pages),
            tables=(),  # They name words by number.
        ),
        spans=follow(labelled.spans),
        open_spans=follow(labelled.open_spans),
    )
