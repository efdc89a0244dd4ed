"""What the scanner saw beside the paper."""

from __future__ import annotations

import numpy as np

from nerkit.reading.cleaning.pixels import Pixels

_SHRINK = 4
_DARK = 0.5  # of the paper's grey
_THICK = 5  # pixels of the shrunk image: strokes of letters are thinner
_BRIGHT = 0.005  # of the region, its edges left out; a form's dark head has letters in it


def without_borders(pixels: Pixels) -> Pixels:
    """Fill the dark ground around the paper with the paper's grey, so that it does not pass for ink.

    Solid dark regions that touch the edge of the image are ground; an image without any comes back as it is.
    """
    import cv2

    shrink = 1 / _SHRINK
    small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(small, 75))
    dark = np.where(small < _DARK * paper, 255, 0).astype(np.uint8)
    # With a rim of dark all around, ground that is thin at the edge of the image is as thick as any.
    rim = cv2.copyMakeBorder(dark, _THICK, _THICK, _THICK, _THICK, cv2.BORDER_REPLICATE)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THICK, _THICK))
    solid = cv2.morphologyEx(rim, cv2.MORPH_OPEN, kernel)[_THICK:-_THICK, _THICK:-_THICK]
    height, width = solid.shape
    ground = np.zeros_like(solid)
    for outline in cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        left, top, across, down = cv2.boundingRect(outline)
        touches = left == 0 or top == 0 or left + across == width or top + down == height
        if not touches or max(across / width, down / height) < 0.1:
            continue
        filled = cv2.drawContours(np.zeros_like(solid), [outline], -1, 255, cv2.FILLED)
        inside = cv2.erode(filled, kernel) > 0
        if np.count_nonzero(inside & (dark == 0)) <= _BRIGHT * np.count_nonzero(inside):
            ground = np.maximum(ground, np.asarray(filled, dtype=np.uint8))
    if not ground.any():
        return pixels
    ground = cv2.dilate(ground, np.ones((3, 3), np.uint8))
    mask = cv2.resize(ground, pixels.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.where(mask > 0, np.uint8(round(paper)), pixels)
