"""Grain and specks."""

from __future__ import annotations

import numpy as np

from nerkit.reading.cleaning.pixels import Pixels

_NOISY = 8.0  # standard deviation in grey levels


def without_noise(pixels: Pixels) -> Pixels:
    """Smooth grain and specks away where there are any; a clean image comes back as it is."""
    import cv2

    if noise_level(pixels) < _NOISY:
        return pixels
    return np.asarray(cv2.medianBlur(pixels, 3), dtype=np.uint8)


def noise_level(pixels: Pixels) -> float:
    """The standard deviation of the grain on the image's plain parts, in grey levels.

    A median over small tiles of the deviation from a smooth surface: text covers the smaller part of a page.
    """
    import cv2

    rough = np.abs(cv2.Laplacian(pixels.astype(np.float32), cv2.CV_32F))
    tiles = cv2.resize(rough, None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA)
    # For Gaussian grain the mean absolute Laplacian is sqrt(20 · 2/π) standard deviations.
    return float(np.median(tiles)) / 3.57
