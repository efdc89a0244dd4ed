"""How far the lines of a photographed page fall or rise, from the boxes of its words alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from nerkit.document import Box

LEAST = 6
"""Pairs of neighbours that must be seen: fewer may be of different lines by chance."""

_OVERLAP, _ALIKE, _FAR = 0.3, 1.6, 25.0
"""Neighbours on a line share so much of their height, are alike in height up to this factor, and not farther apart than
so many heights."""


def skew_slope(boxes: Sequence[Box]) -> float:
    """The median slope from each box to its right neighbour, positive where lines fall; 0 where few have one."""
    slopes = [slope for box in boxes if (slope := _slope(box, boxes)) is not None]
    return median(slopes) if len(slopes) >= LEAST else 0.0


def deskewed(boxes: Sequence[Box]) -> list[Box]:
    """The boxes moved up or down so that lines are level: what stands on one line of a tilted page is on one height."""
    slope = skew_slope(boxes)
    return [replace(box, top=box.top - slope * box.x0, bottom=box.bottom - slope * box.x0) for box in boxes]


def _slope(box: Box, boxes: Sequence[Box]) -> float | None:
    behind = [other for other in boxes if _follows(box, other)]
    if not behind:
        return None
    near = min(behind, key=lambda other: other.x0)
    across = (near.x0 + near.x1 - box.x0 - box.x1) / 2
    return (near.top + near.bottom - box.top - box.bottom) / 2 / across


def _follows(box: Box, other: Box) -> bool:
    heights = sorted((box.height, other.height))
    shared = min(box.bottom, other.bottom) - max(box.top, other.top)
    beside = box.x1 - heights[0] / 4 < other.x0 < box.x1 + _FAR * heights[0] and other.x1 > box.x1
    return beside and shared > _OVERLAP * heights[0] and heights[1] < _ALIKE * heights[0]
