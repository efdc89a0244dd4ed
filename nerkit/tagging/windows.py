"""Overlapping windows: how a segment of any length goes through the encoder, so that nothing is truncated."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW = 4096
"""Tokens that the encoder reads at once."""

MARGIN = 1024
"""Tokens on each side of a window that are read for context only: the next window gives their scores."""


@dataclass(frozen=True, slots=True)
class Window:
    """Read the tokens `start` to `end`; keep the scores of `keep_start` to `keep_end`."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def windows(length: int, size: int = WINDOW, margin: int = MARGIN) -> list[Window]:
    """Windows whose kept parts hold each of `length` tokens exactly once, in order."""
    if length <= size:
        return [Window(0, length, 0, length)]
    stride = size - 2 * margin
    found = []
    kept = 0
    while kept < length:
        start = max(0, min(kept - margin, length - size))
        end = start + size
        upto = length if end >= length else max(kept + stride, end - margin)
        found.append(Window(start, min(end, length), kept, upto))
        kept = upto
    return found
