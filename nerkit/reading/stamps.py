"""Stamps on scans: slanted text in coloured ink is taken off the page, so that it joins no row, and read by itself.

Only what is coloured, large and slanted is taken for a stamp: level text in colour is a heading or a total.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning import Pixels

SIDE = 1100
"""Pixels of the longer side of the small picture on which stamps are looked for."""

# Of that picture.
_CLOSE = 13  # between the letters of a stamp
_SHORTEST, _NARROWEST = 60, 16
_INK = (0.06, 0.75)  # of a stamp's area: text, and no picture

_COLOURED = 50  # levels between the strongest and the weakest of red, green and blue, beyond those of the paper
_TINTED = 25  # the same, where ink fades
_SHARE = (0.0004, 0.2)  # of the page
_HUES = 6
_NEARLY = 0.8  # as bright as paper
_LONG = 1.3  # times as long as high
_SLANT = (9.0, 75.0)  # degrees
_SHARPER = 1.3  # times as sharp are the rows of a stamp once it is level
_HEIGHT = 72  # pixels of a stamp as it is read


@dataclass(frozen=True, slots=True)
class Place:
    """A slanted oblong on a picture: its middle, length and height in shares of the picture's longer side.

    `degrees` is how far its lines run down to the right. `hue` is the sector of colours of its ink.
    """

    x: float
    y: float
    length: float
    height: float
    degrees: float
    hue: int

    def corners(self, side: float) -> npt.NDArray[np.float32]:
        """On a picture whose longer side is so long. *Shape:* (4, 2)."""
        import cv2

        oblong = (self.x * side, self.y * side), (self.length * side, self.height * side), self.degrees
        return np.asarray(cv2.boxPoints(oblong), np.float32)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp made level, dark on white, and the matrix that leads from its pixels to those of the page.

    *Shape:* `back` (2, 3)
    """

    pixels: Pixels
    back: npt.NDArray[np.float64]


def places(colour: Pixels) -> list[Place]:
    """Where stamps are on a page, or on a smaller picture of it. *Shape:* `colour` (height, width, 3), red first."""
    import cv2

    shrink = min(1.0, SIDE / max(colour.shape))
    small = cv2.resize(colour, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else colour
    chroma = _chroma(np.asarray(small, np.uint8))
    coloured = chroma > _COLOURED
    if not _SHARE[0] <= coloured.mean() <= _SHARE[1]:
        return []
    hues = _hues(np.asarray(small, np.uint8))
    kernel = np.ones((_CLOSE, _CLOSE), np.uint8)
    found: list[Place] = []
    for hue in range(_HUES):
        ink = np.asarray(coloured & (hues == hue), np.uint8)
        if ink.mean() < _SHARE[0]:
            continue
        count, labels = cv2.connectedComponents(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel))
        for label in range(1, count):
            rows, columns = np.nonzero(ink.astype(bool) & (labels == label))
            if len(rows) < _SHORTEST:
                continue
            place = _oblong(np.stack([columns, rows], axis=1).astype(np.float32), max(small.shape), hue)
            found += [place] if place else []
    return _outermost(found)


def _outermost(found: Sequence[Place]) -> list[Place]:
    """Without what stands within the frame of another."""
    import cv2

    kept: list[Place] = []
    for place in sorted(found, key=lambda place: -place.length * place.height):
        if not any(cv2.pointPolygonTest(other.corners(1.0), (place.x, place.y), False) >= 0 for other in kept):
            kept.append(place)
    return kept


def _chroma(colour: Pixels) -> npt.NDArray[np.int16]:
    """How far each pixel is from grey, beyond what the paper is."""
    chroma = colour.max(axis=2).astype(np.int16) - colour.min(axis=2)
    return np.asarray(chroma - int(np.median(chroma)), np.int16)


def _hues(colour: Pixels) -> npt.NDArray[np.intp]:
    """The sector of each pixel's hue: red is the middle of the first one."""
    import cv2

    hue = cv2.cvtColor(colour, cv2.COLOR_RGB2HSV)[:, :, 0].astype(np.intp)  # 0 to 179
    sector = 180 // _HUES
    return np.asarray((hue + sector // 2) // sector % _HUES)


def _oblong(points: npt.NDArray[np.float32], side: int, hue: int) -> Place | None:
    """The place around ink, if it is that of a stamp. *Shape:* `points` (pixels, 2)."""
    import cv2

    (x, y), (width, height), degrees = cv2.minAreaRect(points)
    if width < height:
        width, height, degrees = height, width, degrees + 90
    degrees = (degrees + 90) % 180 - 90
    if width < max(_SHORTEST, _LONG * height) or height < _NARROWEST or not _SLANT[0] <= abs(degrees) <= _SLANT[1]:
        return None
    if not _INK[0] <= len(points) / (width * height) <= _INK[1]:
        return None
    if _sharpness(points, degrees) < _SHARPER * _sharpness(points, 0.0):
        return None  # level lines of different lengths, or a stain
    return Place(x / side, y / side, width / side, height / side, degrees, hue)


def _sharpness(points: npt.NDArray[np.float32], degrees: float) -> float:
    """How sharply ink begins and ends from row to row once what runs at this angle is made level."""
    angle = math.radians(degrees)
    down = np.rint(points[:, 1] * math.cos(angle) - points[:, 0] * math.sin(angle)).astype(np.intp)
    rows = np.bincount(down - down.min())
    return float(np.square(np.diff(rows, prepend=0, append=0)).sum())


def taken_off(page: Pixels, colour: Pixels, found: Sequence[Place]) -> tuple[Pixels, list[Stamp]]:
    """The grey page without the ink of these stamps, and the stamps themselves.

    *Shape:* `page` (height, width), `colour` (height, width, 3)
    """
    side = max(page.shape)
    return _without(page, colour, found), [_levelled(colour, place, side) for place in found]


def _without(page: Pixels, colour: Pixels, found: Sequence[Place]) -> Pixels:
    """Ink is as bright as paper in its strongest colour, and print beneath it is not."""
    import cv2

    page = page.copy()
    for place in found:
        oblong = np.zeros(page.shape, np.uint8)
        cv2.fillConvexPoly(oblong, np.rint(place.corners(max(page.shape))).astype(np.int32), 1)
        inside = cv2.dilate(oblong, np.ones((9, 9), np.uint8)) > 0
        rows, columns = (slice(int(at.min()), int(at.max()) + 1) for at in np.nonzero(inside))
        part = colour[rows, columns]
        tinted = np.asarray(_chroma(part) > _TINTED, np.uint8)
        ink = (cv2.dilate(tinted, np.ones((5, 5), np.uint8)) > 0) & inside[rows, columns]
        strongest = part.max(axis=2)
        bright = float(np.percentile(strongest[tinted > 0], 60)) if tinted.any() else 255.0
        paper = float(np.median(page[rows, columns]))
        light = np.clip(strongest * (paper / max(bright, 1.0)), 0, paper)
        light[light > _NEARLY * paper] = paper
        brighter = np.maximum(light.astype(np.uint8), page[rows, columns])
        page[rows, columns] = np.where(ink, brighter, page[rows, columns])
    return page


def _levelled(colour: Pixels, place: Place, side: int) -> Stamp:
    import cv2

    scale = _HEIGHT / max(place.height * side, 1.0)
    width, height = round(place.length * side * scale) + _HEIGHT, 2 * _HEIGHT
    angle = math.radians(place.degrees)
    cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
    x, y = place.x * side, place.y * side
    left, top = x - cos * width / 2 + sin * height / 2, y - sin * width / 2 - cos * height / 2
    back = np.array([[cos, -sin, left], [sin, cos, top]])
    warped = cv2.warpAffine(
        colour,
        back,
        (width, height),
        flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    turned = np.asarray(warped, np.uint8)
    ink = np.where(_hues(turned) == place.hue, _chroma(turned), 0).clip(0)
    full = max(float(np.percentile(ink[ink > _COLOURED], 75)) if (ink > _COLOURED).any() else 0.0, 1.0)
    return Stamp(np.asarray(255 - (ink * (255 / full)).clip(0, 255), np.uint8), back)
