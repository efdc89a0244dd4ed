"""Spans by themselves: those that overlap, that begin or end in white space or inside a token, that run over a gap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from nerkit.corpora.debug.findings import FaultPlace, Finding, Severity, counted
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.language.tokens import Tokens

_GAP = re.compile(r"\t|\f|\n\s*\n")
_GAPS = {"\t": "a gap between two cells", "\f": "the end of a page"}


def span_findings(documents: Iterable[tuple[LabelledDocument, Tokens]]) -> Iterator[Finding]:
    """What is wrong with spans, whatever their labels; each document comes with its tokens."""
    found: dict[str, list[FaultPlace]] = defaultdict(list)
    for document, tokens in documents:
        _overlaps(document, found["overlap"])
        _borders(document, tokens, found["white-space"], found["misaligned"])
        _gaps(document, found["gap"])
    for code, (severity, one, many, advice) in _KINDS.items():
        if places := found[code]:
            says = f"{counted(len(places), 'span')} {one if len(places) == 1 else many}"
            yield Finding(code, severity, len(places), says, advice, places)


def _overlaps(document: LabelledDocument, places: list[FaultPlace]) -> None:
    longest: Span | None = None
    for span in sorted(document.spans, key=lambda span: (span.start, -span.end, span.label)):
        if longest is not None and span.start < longest.end:
            places.append(FaultPlace.of(document, span, f"overlaps {longest.label} {longest.start}–{longest.end}"))
        if longest is None or span.end > longest.end:
            longest = span


def _borders(document: LabelledDocument, tokens: Tokens, white: list[FaultPlace], inside: list[FaultPlace]) -> None:
    text = document.document.text
    for span in document.spans:
        stretch = text[span.start : span.end]
        if stretch != stretch.strip():
            white.append(FaultPlace.of(document, span))
        start = span.start + len(stretch) - len(stretch.lstrip())
        end = span.end - len(stretch) + len(stretch.rstrip())
        first, last = tokens.covering(start, end)
        if start < end and first < last and (tokens.starts[first], tokens.ends[last - 1]) != (start, end):
            taken = text[tokens.starts[first] : tokens.ends[last - 1]]
            shown = " ".join(taken.split())
            inside.append(FaultPlace.of(document, span, f"taken as “{shown}”" if len(shown) <= 80 else "taken as more"))


def _gaps(document: LabelledDocument, places: list[FaultPlace]) -> None:
    text = document.document.text
    places += [
        FaultPlace.of(document, span, f"runs over {_GAPS.get(gap[0], 'a blank line')}")
        for span in document.spans
        if (gap := _GAP.search(text[span.start : span.end].strip()))
    ]


_KINDS = {
    "overlap": (
        Severity.ERROR,
        "overlaps another one",
        "overlap another one",
        "Keep one of each pair: of spans that overlap, training takes the longest and loses the others.",
    ),
    "misaligned": (
        Severity.WARNING,
        "begins or ends inside a token",
        "begin or end inside a token",
        "Move the borders to where words end: a model answers in whole tokens, so it can never get these right.",
    ),
    "white-space": (
        Severity.WARNING,
        "begins or ends with white space",
        "begin or end with white space",
        "Leave the white space out: a model's spans never hold any at their ends, so these count as wrong.",
    ),
    "gap": (
        Severity.NOTE,
        "runs over a blank line, a gap between cells or the end of a page",
        "run over a blank line, a gap between cells or the end of a page",
        "Look whether they are two entities, or whether one ends too late.",
    ),
}
