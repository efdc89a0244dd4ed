"""The skew of a page, measured and taken out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning.pixels import Pixels

_MAX_SKEW = 5.0  # degrees
_SKEW_SIDE = 900  # pixels of the longer side while the skew is measured


def skew(pixels: Pixels) -> float:
    """By how many degrees the text's lines fall to the right, from -5 to 5; 0 where no angle stands out.

    The angle at which the sums of ink along the rows change most sharply from one row to the next.
    """
    import cv2

    shrink = min(1.0, _SKEW_SIDE / max(pixels.shape))
    small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = np.asarray(cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1], dtype=np.uint8)

    def sharpness(angle: float) -> float:
        rows = rotated(ink, angle, background=0)[0].sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best, step = 0.0, 0.5
    tried = {0.0: sharpness(0.0)}
    for reach, step in ((_MAX_SKEW, 0.5), (0.4, 0.1)):
        for angle in np.arange(best - reach, best + reach + step / 2, step).round(2).tolist():
            if abs(angle) <= _MAX_SKEW and angle not in tried:
                tried[angle] = sharpness(angle)
        best = max(tried, key=lambda angle: tried[angle])
    return best if tried[best] > 1.02 * tried[0.0] else 0.0


def rotated(pixels: Pixels, angle: float, *, background: int = 255) -> tuple[Pixels, npt.NDArray[np.float64]]:
    """Turn an image by `angle` degrees anticlockwise about its middle, and give the matrix that did it.

    *Shape:* (height, width), (2, 3)
    """
    import cv2

    height, width = pixels.shape
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), dtype=np.float64)
    if angle == 0.0:
        return pixels, matrix
    image = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=background
    )
    return np.asarray(image, dtype=np.uint8), matrix
