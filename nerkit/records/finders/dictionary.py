"""Values that a label lists: names of carriers, of cost centres, of articles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from nerkit.records.finders.phrases import Phrases


def in_list(values: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """Where values of a list stand in a text, whatever their case and accents; of several, the longest."""
    return ((hit.start, hit.end) for hit in _phrases(values).find(text))


def listed(values: tuple[str, ...], text: str) -> str | None:
    """The value of a list that a text is, as the list spells it."""
    hit = next(_phrases(values).find(text), None)
    return hit.meaning if hit else None


@lru_cache(maxsize=64)
def _phrases(values: tuple[str, ...]) -> Phrases[str]:
    return Phrases((value, value) for value in values)
