"""Scans made easier to read: small steps from pixels to pixels.

An image is a numpy array of bytes, 0 black and 255 white. *Shape:* (height, width), or (height, width, 3) in colour.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

_MAX_SKEW = 5.0  # degrees
_SKEW_SIDE = 900  # pixels of the longer side while the skew is measured
_DARKER = 1.8  # exponent of the tone curve
_RULE_LENGTH = 3.5  # in heights of a letter
_RULE_THICKNESS = 0.3
_NOISY = 8.0  # standard deviation in grey levels


def gray(pixels: Pixels) -> Pixels:
    """Grey levels of an image in colour or grey."""
    import cv2

    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


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


def without_rules(pixels: Pixels, letter: float) -> Pixels:
    """Wipe the ruling lines of tables and forms out, which are else read as brackets and bars.

    `letter` is the height of a letter in pixels: a rule is much longer than one and much thinner.
    """
    import cv2

    _, ink = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    length, thickness = round(_RULE_LENGTH * letter), max(round(_RULE_THICKNESS * letter), 3)
    wiped = pixels.copy()
    for along in ((length, 1), (1, length)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, along))
        # What is as thick as a stroke of the largest letters is a bar or a picture, and may hold white letters.
        across = (thickness, thickness)
        thick = cv2.morphologyEx(lines, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, across))
        rules = cv2.dilate(cv2.subtract(lines, thick), np.ones((3, 3), np.uint8))
        wiped[rules > 0] = 255
    return wiped


def dark_ink(pixels: Pixels) -> Pixels:
    """Close the gaps in thin and faded strokes: a slight blur, then everything that is no paper is darkened."""
    import cv2

    levels = np.arange(256) / 255.0
    darker = np.asarray(255 * levels**_DARKER, dtype=np.uint8)
    return np.asarray(cv2.LUT(cv2.GaussianBlur(pixels, (0, 0), 1.0), darker), dtype=np.uint8)


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


def skew(pixels: Pixels) -> float:
    """By how many degrees the text's lines fall to the right, from -5 to 5; 0 where no angle stands out.

    The angle at which the sums of ink along the rows change most sharply from one row to the next.
    """
    import cv2

    shrink = min(1.0, _SKEW_SIDE / max(pixels.shape))
    small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = np.asarray(cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1], dtype=np.uint8)

    def sharpness(angle: float) -> float:
        rows = turned(ink, angle, background=0)[0].sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best, step = 0.0, 0.5
    tried = {0.0: sharpness(0.0)}
    for reach, step in ((_MAX_SKEW, 0.5), (0.4, 0.1)):
        for angle in np.arange(best - reach, best + reach + step / 2, step).round(2).tolist():
            if abs(angle) <= _MAX_SKEW and angle not in tried:
                tried[angle] = sharpness(angle)
        best = max(tried, key=lambda angle: tried[angle])
    return best if tried[best] > 1.02 * tried[0.0] else 0.0


def turned(pixels: Pixels, angle: float, *, background: int = 255) -> tuple[Pixels, npt.NDArray[np.float64]]:
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


def text_height(pixels: Pixels) -> float | None:
    """The usual height of a letter in pixels, None where nothing looks like letters.

    A median over the ink and not over the shapes, so that the specks of a bad scan or of a dot matrix weigh little.
    """
    import cv2

    _, ink = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_AREA]
    # Neither specks nor rules nor pictures.
    letters = (height >= 5) & (height <= 120) & (width <= 3 * height) & (height <= 6 * width) & (area >= 8)
    if letters.sum() < 10:
        return None
    height, area = height[letters], area[letters]
    order = np.argsort(height)
    ink_up_to = np.cumsum(area[order])
    return float(height[order][np.searchsorted(ink_up_to, ink_up_to[-1] / 2)])
