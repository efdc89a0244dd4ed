"""The size of a page's letters, and the page scaled to the size that is read best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nerkit.reading.cleaning.pixels import Pixels

_LETTER_HEIGHT = 24.0  # pixels, at which Tesseract reads best
_LARGEST_SCALE = 2.0  # beyond, blots grow faster than letters
_MAX_PIXELS = 25_000_000
_STRIP = 50.0  # heights of a letter: receipts are 19 to 34 wide, letters, forms and contracts 67 to 141


@dataclass(frozen=True, slots=True)
class Letters:
    """The usual height of a page's letters in pixels, and the width of all the text in such heights."""

    height: float
    across: float

    @property
    def are_strip(self) -> bool:
        """Whether the text is a strip such as a receipt, with a single column, and not a page."""
        return self.across < _STRIP


def letters(pixels: Pixels) -> Letters | None:
    """The letters of a page, None where nothing looks like letters.

    A median over the ink and not over the shapes, so that the specks of a bad scan or of a dot matrix weigh little.
    """
    import cv2

    _, ink = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    left, _, width, height, area = stats[1:].T
    # Neither specks nor rules nor pictures.
    chosen = (height >= 5) & (height <= 120) & (width <= 3 * height) & (height <= 6 * width) & (area >= 8)
    if chosen.sum() < 10:
        return None
    left, height, area = left[chosen], height[chosen], area[chosen]
    order = np.argsort(height)
    ink_up_to = np.cumsum(area[order])
    usual = float(height[order][np.searchsorted(ink_up_to, ink_up_to[-1] / 2)])
    start, end = np.percentile(left[(height >= 0.5 * usual) & (height <= 2 * usual)], (2, 98))
    return Letters(usual, float(end - start) / usual)


def scale_for(pixels: Pixels, letter: float | None) -> float:
    """By how much to enlarge an image whose letters are `letter` pixels high; 1 where it would change little."""
    scale = min(max(_LETTER_HEIGHT / letter, 0.5), _LARGEST_SCALE) if letter else 1.0
    scale = min(scale, (_MAX_PIXELS / pixels.size) ** 0.5)
    return 1.0 if abs(scale - 1) < 0.2 else scale


def scaled(pixels: Pixels, scale: float) -> Pixels:
    """The image enlarged or shrunk; itself at a scale of 1."""
    import cv2

    if scale == 1.0:
        return pixels
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=method), dtype=np.uint8)
