"""Connected ink: its boxes, which of them may be letters, and what stands next to each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning.pixels import Pixels

LEAST_SIDE = 5
"""Pixels: a letter that is smaller cannot be told from a speck."""

_MOST_SIDE = 120
_LONG = 6.0  # longer side by shorter: beyond are rules
_SPECK = 8  # pixels of ink
_PAIRS = 8_000_000  # of shapes that are compared at a time
_ALIKE = 2.0  # in size, up to this factor

Shapes = npt.NDArray[np.float32]
"""Boxes in pixels: left, top, right, bottom. *Shape:* (shapes, 4)"""

Lengths = npt.NDArray[np.float32]


def shapes_of(pixels: Pixels) -> Shapes:
    """All dark ink that hangs together, specks left out."""
    import cv2

    _, ink = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, top, width, height, area = stats[1:].T
    boxes = np.stack([left, top, left + width, top + height], axis=1)
    return np.asarray(boxes[area >= _SPECK], dtype=np.float32)


def sides(shapes: Shapes) -> Shapes:
    """Widths and heights.

    *Shape:* (shapes, 4) → (shapes, 2)
    """
    return shapes[:, 2:] - shapes[:, :2]


def like_letters(shapes: Shapes) -> Shapes:
    """Those that are neither specks nor rules nor pictures, whichever way up they stand."""
    long, short = sides(shapes).max(axis=1), sides(shapes).min(axis=1)
    return np.asarray(shapes[(long >= LEAST_SIDE) & (long <= _MOST_SIDE) & (long <= _LONG * short)])


def some(shapes: Shapes, most: int, others: Shapes) -> Shapes:
    """About so many of them, evenly over the page, and fewer where `others` to compare them with are too many."""
    return shapes[:: max(len(shapes) // min(most, _PAIRS // max(len(others), 1) + 1), 1)]


def gaps(asked: Shapes, others: Shapes, axis: int) -> Lengths:
    """How far from each the nearest of like size is that stands beside it (axis 0), or above or below it (axis 1).

    Infinite where none is. *Shape:* (asked, 4), (others, 4) → (asked,)
    """
    across = 1 - axis
    start, end, low, high = (asked[:, edge, None] for edge in (axis, axis + 2, across, across + 2))
    starts, ends, lows, highs = (others[:, edge] for edge in (axis, axis + 2, across, across + 2))
    on_line = np.minimum(high, highs) - np.maximum(low, lows) > np.minimum(high - low, highs - lows) / 2
    size, sizes = sides(asked).max(axis=1)[:, None], sides(others).max(axis=1)
    alike = (size <= _ALIKE * sizes) & (sizes <= _ALIKE * size)
    itself = (start == starts) & (end == ends)
    gap = np.maximum(np.maximum(start, starts) - np.minimum(end, ends), 0)
    return np.asarray(np.where(on_line & alike & ~itself, gap, np.inf).min(axis=1, initial=np.inf), dtype=np.float32)
