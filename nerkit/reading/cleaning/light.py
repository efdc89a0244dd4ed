"""Shadow, contrast and faint ink."""

from __future__ import annotations

import numpy as np

from nerkit.reading.cleaning.pixels import Pixels

_DARKER = 1.4  # exponent of the tone curve


def even_light(pixels: Pixels) -> Pixels:
    """Take shadows and yellowed paper out: paper becomes white all over, ink keeps its contrast against it."""
    import cv2

    small = cv2.resize(pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    # Closing removes strokes thinner than the kernel, what is left is the paper.
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    paper = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 8), pixels.shape[::-1], interpolation=cv2.INTER_LINEAR)
    # White on black (a table's head) stays as it is: its ground is no paper.
    flat = cv2.divide(pixels, np.maximum(paper, 96), scale=255)
    low, high = np.percentile(flat, (0.5, 90))
    if high - low < 32:
        return np.asarray(flat, dtype=np.uint8)
    stretched = (flat.astype(np.float32) - low) * (255.0 / (high - low))
    return np.asarray(np.clip(stretched, 0, 255), dtype=np.uint8)


def dark_ink(pixels: Pixels) -> Pixels:
    """Close the gaps in thin and faded strokes: a slight blur, then everything that is no paper is darkened."""
    import cv2

    levels = np.arange(256) / 255.0
    darker = np.asarray(255 * levels**_DARKER, dtype=np.uint8)
    return np.asarray(cv2.LUT(cv2.GaussianBlur(pixels, (0, 0), 0.7), darker), dtype=np.uint8)
