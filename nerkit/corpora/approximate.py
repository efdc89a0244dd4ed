"""Find where a name or an address stands in a text that was recognised with mistakes, or labelled with corrections.

Sellers' algorithm: the edit distance of the value to every stretch of the text, in one pass over the value's
characters, each step vectorised over the text. Only letters and digits count, case and accents do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nerkit.locales.folding import fold

_BORDER_SLACK = 2
"""How many characters a place may grow on either side to reach a word border."""


@dataclass(frozen=True, slots=True)
class ApproximateMatch:
    """`text[start:end]` is the value but for `errors` letters or digits."""

    start: int
    end: int
    errors: int


def find_approximately(text: str, value: str, *, tolerance: float = 0.15) -> list[ApproximateMatch]:
    """The places of `value` in `text` with at most `tolerance` errors a character, in order, without overlap.

    Places begin and end at word borders. Where two overlap, the one with fewer errors wins.
    """
    needle, _ = _letters(value)
    haystack, offsets = _letters(text)
    allowed = int(len(needle) * tolerance)
    if not len(needle) or not len(haystack):
        return []
    # errors[j]: the fewest errors of any stretch that ends before character j.
    errors = _distances(needle, haystack, free_start=True)
    places: list[ApproximateMatch] = []
    while errors.min() <= allowed:
        end = int(errors.argmin())
        window = haystack[max(0, end - len(needle) - allowed) : end]
        start = end - int(_distances(needle[::-1], window[::-1], free_start=False).argmin())
        fewest, errors[end] = int(errors[end]), allowed + 1
        if end == start or not (borders := _at_borders(text, offsets[start], offsets[end - 1] + 1)):
            continue
        place = ApproximateMatch(*borders, fewest + len(_letters(text[slice(*borders)])[0]) - (end - start))
        if place.errors <= allowed and not any(place.start < p.end and p.start < place.end for p in places):
            places.append(place)
            errors[start + 1 : end + len(needle)] = allowed + 1
    return sorted(places, key=lambda place: place.start)


def _letters(text: str) -> tuple[NDArray[np.uint32], list[int]]:
    """The letters and digits of `text`, folded, and the offset of each in `text`."""
    codes: list[int] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        if char.isalnum():
            folded = [ord(c) for c in fold(char) if c.isalnum()]
            codes += folded
            offsets += [i] * len(folded)
    return np.array(codes, dtype=np.uint32), offsets


def _distances(needle: NDArray[np.uint32], haystack: NDArray[np.uint32], *, free_start: bool) -> NDArray[np.int64]:
    """Edit distance of `needle` to the stretches of `haystack` that end at each of its len + 1 positions.

    The stretch begins anywhere where `free_start`, else at the haystack's first character.
    """
    positions = np.arange(len(haystack) + 1)
    row = np.zeros_like(positions) if free_start else positions.copy()
    for i, char in enumerate(needle, start=1):
        below = np.minimum(row[:-1] + (haystack != char), row[1:] + 1)
        row = np.concatenate(([i], below))
        # An insertion costs one a step to the right: the running minimum of row[k] - k, moved back up by j.
        row = np.minimum.accumulate(row - positions) + positions
    return row


def _at_borders(text: str, start: int, end: int) -> tuple[int, int] | None:
    for _ in range(_BORDER_SLACK):
        if start and text[start - 1].isalnum():
            start -= 1
        if end < len(text) and text[end].isalnum():
            end += 1
    if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
        return None
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return start, end
