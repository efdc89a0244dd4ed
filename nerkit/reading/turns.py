"""Quarter turns of a page and of the boxes on it."""

from __future__ import annotations

from nerkit.document import Box


def turned_size(width: float, height: float, turns: int) -> tuple[float, float]:
    """The size of a page after quarter turns."""
    return (width, height) if turns % 2 == 0 else (height, width)


def turned_box(box: Box, turns: int, width: float, height: float) -> Box:
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
