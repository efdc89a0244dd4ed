"""Which stretches of a text entities hold: asked ten thousand times of ten thousand entities, each in no time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from nerkit.document import Entity


class Taken:
    """The stretches that some entities hold."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        spans = sorted((one.start, one.end) for one in entities)
        self._starts = [start for start, _ in spans]
        self._reach = list(accumulate((end for _, end in spans), max))

    def touches(self, start: int, end: int) -> bool:
        """Whether an entity holds a part of `text[start:end]`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start

    def holds(self, start: int, end: int) -> bool:
        """Whether one entity holds all of `text[start:end]`."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._reach[before - 1] >= end
