"""Segments: the stretches of tokens that the tagger reads as one sequence.

A segment ends where a page ends and, on a long page, at the strongest break that keeps it under `limit` tokens: a blank
line, a line that ends a sentence, any line, a sentence within a line. Where a page has none of them, the segment simply
is longer, up to `LONGEST` tokens: no sentence is, and the memory that a segment takes grows with it.
"""

from __future__ import annotations

import re

import numpy as np

from nerkit.document import Document
from nerkit.language.tokens import Tokens

LIMIT = 320

LONGEST = 16_384
"""Tokens of a segment at most."""

_PAGE, _BLOCK, _SENTENCE, _LINE, _INLINE = 5, 4, 3, 2, 1
_SENTENCE_END = re.compile(r"[.:;!?][\"”’)]*$")


def segments(document: Document, tokens: Tokens, limit: int = LIMIT) -> list[tuple[int, int]]:
    """Ranges of tokens, in order, which together hold every token once."""
    breaks = _breaks(document, tokens)
    found = []
    start = 0
    while start < len(tokens):
        end = _next_end(breaks, start, limit)
        found.append((start, end))
        start = end
    return found


def _next_end(breaks: np.ndarray[tuple[int], np.dtype[np.int8]], start: int, limit: int) -> int:
    stop = min(start + limit, len(breaks))
    pages = np.flatnonzero(breaks[start:stop] == _PAGE)
    if len(pages):
        return start + int(pages[0]) + 1
    if stop == len(breaks):
        return stop
    for strength in (_BLOCK, _SENTENCE, _LINE, _INLINE):
        # A weaker break far on is better than a strong one that leaves a stub.
        near = start + limit // 2 if strength == _BLOCK else start + limit // 4
        hits = np.flatnonzero(breaks[near:stop] >= strength)
        if len(hits):
            return near + int(hits[-1]) + 1
    longest = min(start + LONGEST, len(breaks))
    rest = np.flatnonzero(breaks[stop:longest])
    return stop + int(rest[0]) + 1 if len(rest) else longest


def _breaks(document: Document, tokens: Tokens) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """How strong a break stands behind each token; 0 within a sentence. *Shape:* (tokens,)."""
    found = np.zeros(len(tokens), dtype=np.int8)
    text = document.text
    forms = tokens.forms
    gaps = zip(tokens.ends.tolist(), tokens.starts[1:].tolist(), strict=False)
    for i, gap in enumerate(text[end:start] for end, start in gaps):
        if "\f" in gap:
            found[i] = _PAGE
        elif "\n" in gap:
            blank = gap.count("\n") > 1
            found[i] = _BLOCK if blank else _SENTENCE if _SENTENCE_END.search(forms[i]) else _LINE
        elif forms[i] in ".;" and forms[i + 1][0].isupper():
            found[i] = _INLINE
    return found
