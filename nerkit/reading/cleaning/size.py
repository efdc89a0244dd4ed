"""A page scaled to the size of letters that is read best."""

from __future__ import annotations

import numpy as np

from nerkit.reading.cleaning.pixels import Pixels

_LETTER_HEIGHT = 24.0  # pixels, at which Tesseract reads best
_LARGEST_SCALE = 2.0  # beyond, blots grow faster than letters
_MAX_PIXELS = 25_000_000


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
