"""Quarter turns of a page and of the boxes on it, and the small skew of a scan."""

from __future__ import annotations

import math

from nerkit.document import Box


def rotated_size(width: float, height: float, turns: int) -> tuple[float, float]:
    """The size of a page after quarter turns."""
    return (width, height) if turns % 2 == 0 else (height, width)


def rotated_box(box: Box, turns: int, width: float, height: float) -> Box:
    """Where a box of a `width` × `height` page comes to lie when the page is turned clockwise by quarter turns."""
    match turns % 4:
        case 1:
            return Box(box.page, height - box.bottom, box.x0, height - box.top, box.x1)
        case 2:
            return Box(box.page, width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 3:
            return Box(box.page, box.top, width - box.x1, box.bottom, width - box.x0)
        case _:
            return box


def deskewed_box(box: Box, degrees: float) -> Box:
    """The box moved to where its middle comes to lie when the page is turned counter-clockwise about its corner.

    Its size stays: a small skew does not change the size of a word, only where it stands.
    """
    angle = math.radians(degrees)
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    across = x * math.cos(angle) + y * math.sin(angle) - x
    down = y * math.cos(angle) - x * math.sin(angle) - y
    return Box(box.page, box.x0 + across, box.top + down, box.x1 + across, box.bottom + down)
