"""Spans as stretches of tokens, for the formats that label tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from nerkit.corpora.interchange.example import (
    Borders,
    ConversionReport,
    InterchangeDocument,
    InterchangeOptions,
    Misfit,
)
from nerkit.corpora.labelled import Span
from nerkit.tagging.bilou import TokenSpan


def tokens_of(example: InterchangeDocument) -> list[Borders]:
    """The tokens that came with the document, white space among them or not, else those of nerkit's tokenizer."""
    if example.tokens is None:
        from nerkit.language.tokenizer import tokenize

        tokens = tokenize(example.labelled.document)
        return [(int(start), int(end)) for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    return list(example.tokens)


def aligned(
    example: InterchangeDocument, tokens: Sequence[Borders], options: InterchangeOptions, report: ConversionReport
) -> list[TokenSpan]:
    """The example's spans in tokens; what does not meet their borders goes as `options.align` says, and is reported."""
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    spans = []
    for span in example.spans:
        covering = TokenSpan(bisect_right(ends, span.start), bisect_left(starts, span.end), span.label)
        exact = covering.start < covering.end and (starts[covering.start], ends[covering.end - 1]) == (
            span.start,
            span.end,
        )
        taken = covering if exact else _taken(span, covering, starts, ends, options)
        if not exact:
            near = _nearest(span, starts, ends)
            report.misfits.append(Misfit(example.id, span, _borders(taken, tokens), near))
        if taken is not None:
            spans.append(taken)
    return spans


def _taken(
    span: Span, covering: TokenSpan, starts: list[int], ends: list[int], options: InterchangeOptions
) -> TokenSpan | None:
    if options.align == "expand":
        first, last = covering.start, covering.end
    elif options.align == "shrink":
        first, last = bisect_left(starts, span.start), bisect_right(ends, span.end)
    else:
        return None
    return TokenSpan(first, last, span.label) if first < last else None


def _nearest(span: Span, starts: list[int], ends: list[int]) -> Borders | None:
    """The token borders nearest to the span's own, with at least one token between them."""
    if not starts:
        return None
    first = min(range(len(starts)), key=lambda i: abs(starts[i] - span.start))
    last = min(range(first, len(ends)), key=lambda i: abs(ends[i] - span.end))
    return starts[first], ends[last]


def _borders(taken: TokenSpan | None, tokens: Sequence[Borders]) -> Borders | None:
    return None if taken is None else (tokens[taken.start][0], tokens[taken.end - 1][1])


def without_overlaps(spans: Iterable[TokenSpan]) -> tuple[list[TokenSpan], list[TokenSpan]]:
    """The spans of which none overlap, the longest of those that do, in order; and the others."""
    kept: list[TokenSpan] = []
    others: list[TokenSpan] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start, span.label)):
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            kept.append(span)
            taken.update(places)
        else:
            others.append(span)
    return sorted(kept, key=lambda span: span.start), others
