"""Images as arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""Bytes, 0 black and 255 white. *Shape:* (height, width), or (height, width, 3) in colour."""


def gray(pixels: Pixels) -> Pixels:
    """Grey levels of an image in colour or grey."""
    import cv2

    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
