"""A document's text with what is wanted on one side and what was found on the other, row by row, as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from nerkit.evaluation.judged_spans import JudgedSpan
from nerkit.labels import colour

_AROUND = 120
"""How many characters of text stand before and behind an error."""


def rows(text: str, marks: Sequence[JudgedSpan]) -> Iterator[str]:
    """Rows of a table of two columns: each a stretch of the text around errors, what lies between is left out.

    `marks` are those of this document. Right spans look the same on both sides; a missed one is marked on the left,
    a wrong one on the right, in the colour of its label.
    """
    for start, end in _windows(text, marks):
        inside = [mark for mark in marks if mark.span.start < end and mark.span.end > start]
        left = [mark for mark in inside if mark.wanted]
        right = [mark for mark in inside if mark.confidence is not None]
        cells = "".join(f"<td><pre>{''.join(_marked(text, start, end, side))}</pre></td>" for side in (left, right))
        yield f"<tr>{cells}</tr>\n"


def _windows(text: str, marks: Sequence[JudgedSpan]) -> Iterator[tuple[int, int]]:
    """Stretches of whole words around the errors, merged where they meet, whole spans only."""
    start = end = -1
    for mark in sorted(marks, key=lambda mark: mark.span.start):
        if _right(mark):
            continue
        low = _word_start(text, max(0, mark.span.start - _AROUND))
        high = _word_end(text, min(len(text), mark.span.end + _AROUND))
        if low <= end:
            end = max(end, high)
            continue
        if end > 0:
            yield start, end
        start, end = low, high
    if end > 0:
        yield start, end


def _marked(text: str, start: int, end: int, marks: Sequence[JudgedSpan]) -> Iterator[str]:
    at = start
    yield "… " if start else ""
    # Spans of one side hardly ever overlap; of those that do the later one stands behind the earlier one's end.
    for mark in marks:
        low, high = max(at, mark.span.start), min(end, mark.span.end)
        yield escape(text[at:low])
        sure = "" if mark.confidence is None or mark.wanted else f" {mark.confidence:.0%}"
        kind = "right" if _right(mark) else "missed" if mark.wanted else "wrong"
        yield f'<mark class="{kind}" style="background:{colour(mark.span.label)}">{escape(text[low:high])}'
        yield f"<small>{escape(mark.span.label)}{'' if kind == 'right' else f' {kind}'}{sure}</small></mark>"
        at = max(at, high)
    yield escape(text[at:end])
    yield " …" if end < len(text) else ""


def _right(mark: JudgedSpan) -> bool:
    return mark.wanted and mark.confidence is not None


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
