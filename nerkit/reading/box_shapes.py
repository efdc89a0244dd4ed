"""Squares and circles to tick, found in a picture: an outline of straight sides, or a ring, and what ink it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning import Pixels

_SMALLEST = 7  # pixels: below that a mark and an outline run together
_SQUARE = 0.22  # of the longer side, by which the shorter one may be less
_STROKE = 0.17  # of a side: outlines are thinner, frames of codes and solid bullets are not
_SIDE = 0.8  # of each side that has to be inked
_EDGE = 0.18  # of a side, where the outline may still be: what lies farther in is a mark
_OVERSHOOT = 1.5  # sides: how far the stroke of a pen may reach over a box
_RUN = 0.6  # of a side: the shortest run of ink that may belong to one
_RING = 0.85  # of all directions in which a ring is inked
_ALONE = 0.22  # of a side, to what is beside a circle: an O has letters there
_DARK = 110  # grey levels: black and strong colours, whatever is around them
_TICKED = 0.06  # of the inside that is inked at least where somebody has ticked
_SOLID = 0.6  # of it all that is inked: painted over, be it with a light tick on it
_SQUARES, _RINGS = (0.75, 2.6), (1.07, 2.6)  # of the height of a tall letter, the sides
_LETTERS, _TALLEST = 20, 120  # that are needed to know their height, and pixels of the tallest
_MOST = 400  # outlines on a page: more are the cells of a table


class BoxShape(NamedTuple):
    """An outline in pixels; `ink` is the share of its inside that is dark."""

    left: int
    top: int
    right: int
    bottom: int
    ink: float

    @property
    def is_ticked(self) -> bool:
        """Whether there is a mark in it."""
        return self.ink >= _TICKED


def boxes_among_letters(pixels: Pixels) -> list[BoxShape]:
    """The squares on a scan that are about as large as its letters, and the circles that are larger than an O.

    *Shape:* `pixels` (height, width), grey levels of a page that stands upright
    """
    ink = _ink(pixels)
    letter = _letter_height(ink)
    return _shapes(ink, _SQUARES[0] * letter, _RINGS[0] * letter, _SQUARES[1] * letter) if letter else []


def boxes_of_size(pixels: Pixels, least: float, most: float) -> list[BoxShape]:
    """The squares and circles with sides of `least` to `most` pixels. *Shape:* `pixels` (height, width)."""
    return _shapes(_ink(pixels), least, least, most)


def _shapes(ink: npt.NDArray[np.uint8], square: float, ring: float, most: float) -> list[BoxShape]:
    """Squares of sides from `square` and circles from `ring` up to `most`, from the top."""
    if most < _SMALLEST or min(ink.shape) < _SMALLEST:
        return []
    found = list(_squares(ink, max(square, _SMALLEST), most))
    found += [
        one for one in _rings(ink, max(ring, _SMALLEST), most) if not any(_overlap(one, other) for other in found)
    ]
    return sorted(found, key=lambda one: (one.top, one.left)) if len(found) <= _MOST else []


def _letter_height(ink: npt.NDArray[np.uint8]) -> float:
    """The height of most capitals and tall letters in pixels, 0 where there are few letters."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    letters = height[(height >= _SMALLEST) & (height <= _TALLEST) & (width >= 0.1 * height) & (width <= 3 * height)]
    return float(np.percentile(letters, 75)) if len(letters) >= _LETTERS else 0.0


def _ink(pixels: Pixels) -> npt.NDArray[np.uint8]:
    import cv2

    grey = np.ascontiguousarray(pixels, dtype=np.uint8)
    around = cv2.GaussianBlur(grey, (0, 0), sigmaX=25)
    dark = (grey.astype(np.int16) < around.astype(np.int16) - 25) | (grey < _DARK)
    return np.asarray(dark, dtype=np.uint8)


def _squares(ink: npt.NDArray[np.uint8], least: float, most: float) -> Iterator[BoxShape]:
    import cv2

    run = max(int(_RUN * least), 4)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8))
    lines = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for left, top, width, height, _ in stats[1:].tolist():
        if least <= min(width, height) and max(width, height) <= _OVERSHOOT * most:
            for x0, y0, x1, y1 in _outline(ink[top : top + height, left : left + width]):
                if least <= min(x1 - x0, y1 - y0) and max(x1 - x0, y1 - y0) <= most:
                    yield from _square(ink, left + x0, top + y0, left + x1, top + y1)


def _outline(part: npt.NDArray[np.uint8]) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of the sides of a box, which the stroke of a pen may cross."""
    import cv2

    run = max(int(_RUN * min(part.shape) / _OVERSHOOT), 4)
    rows = np.flatnonzero(cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, run), np.uint8)).any(1))
    columns = np.flatnonzero(cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8)).any(0))
    if len(rows) and len(columns):
        yield int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _square(ink: npt.NDArray[np.uint8], left: int, top: int, right: int, bottom: int) -> Iterator[BoxShape]:
    width, height = right - left, bottom - top
    if abs(width - height) > _SQUARE * max(width, height):
        return
    part = ink[top:bottom, left:right]
    band = max(2, round(0.12 * min(width, height)))
    sides = (part[:band].max(0), part[-band:].max(0), part[:, :band].max(1), part[:, -band:].max(1))
    if min(float(side.mean()) for side in sides) < _SIDE:
        return
    stroke = _stroke(part)
    if stroke > max(2.0, _STROKE * min(width, height)):
        if float(part.mean()) >= _SOLID:
            yield BoxShape(left, top, right, bottom, 1.0)
        return
    edge = max(round(stroke) + 2, round(_EDGE * min(width, height)))
    inside = part[edge:-edge, edge:-edge]
    if inside.size:
        yield BoxShape(left, top, right, bottom, float(inside.mean()))


def _stroke(part: npt.NDArray[np.uint8]) -> float:
    """How thick the outline is: the median run of ink from each side inwards."""
    middle = [slice(round(0.25 * n), max(round(0.75 * n), 1)) for n in part.shape]
    looks = (part[:, middle[1]].T, part[::-1, middle[1]].T, part[middle[0]], part[middle[0], ::-1])
    runs = [np.argmin(np.pad(look, ((0, 0), (0, 1))), axis=1) for look in looks]
    return float(min(np.median(run) for run in runs))


def _rings(ink: npt.NDArray[np.uint8], least: float, most: float) -> Iterator[BoxShape]:
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        if (
            least <= min(width, height)
            and max(width, height) <= most
            and abs(width - height) <= 0.12 * max(width, height)
        ):
            part = labels[top : top + height, left : left + width] == number
            if _is_ring(part) and _stands_alone(ink, left, top, left + width, top + height):
                inner = ink[top : top + height, left : left + width]
                y, x = np.ogrid[:height, :width]
                far = np.hypot(x - (width - 1) / 2, y - (height - 1) / 2)
                yield BoxShape(left, top, left + width, top + height, float(inner[far < 0.3 * width].mean()))


def _is_ring(part: npt.NDArray[np.bool_]) -> bool:
    """Whether ink lies all around at the distance of a circle's edge and none where a square's corners are."""
    height, width = part.shape
    y, x = np.nonzero(part)
    dy, dx = (y - (height - 1) / 2) / (height / 2), (x - (width - 1) / 2) / (width / 2)
    far = np.hypot(dx, dy)
    edge = (far > 0.72) & (far < 1.12)
    around = np.unique((np.arctan2(dy[edge], dx[edge]) / np.pi * 18).astype(int))
    corner = max(1, round(0.12 * width))
    corners = [part[:corner, :corner], part[:corner, -corner:], part[-corner:, :corner], part[-corner:, -corner:]]
    return len(around) >= _RING * 36 and not any(one.any() for one in corners)


def _stands_alone(ink: npt.NDArray[np.uint8], left: int, top: int, right: int, bottom: int) -> bool:
    """Whether nothing stands as near on its left or right as letters of a word stand to each other."""
    gap = max(2, round(_ALONE * (right - left)))
    return not (ink[top:bottom, max(left - gap, 0) : left].any() or ink[top:bottom, right : right + gap].any())


def _overlap(a: BoxShape, b: BoxShape) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
