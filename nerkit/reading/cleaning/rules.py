"""Ruling lines: wiped out for OCR, and kept as boxes for the tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning.pixels import Pixels

_RULE_LENGTH = 3.5  # in heights of a letter
_RULE_THICKNESS = 0.3

Rules = npt.NDArray[np.float64]
"""Boxes of ruling lines in pixels: left, top, right, bottom. *Shape:* (rules, 4)"""


def without_rules(pixels: Pixels, letter: float) -> tuple[Pixels, Rules]:
    """Wipe the ruling lines of tables and forms out, which are else read as brackets and bars, and say where they were.

    `letter` is the height of a letter in pixels: a rule is much longer than one and much thinner.
    """
    import cv2

    ink = np.asarray(cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1], dtype=np.uint8)
    length, thickness = round(_RULE_LENGTH * letter), max(round(_RULE_THICKNESS * letter), 3)
    wiped = pixels.copy()
    boxes = [_wipe_dashes(wiped, ink, length, thickness)]
    for along in ((length, 1), (1, length)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, along))
        # What is as thick as a stroke of the largest letters is a bar or a picture, and may hold white letters.
        across = (thickness, thickness)
        thick = cv2.morphologyEx(lines, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, across))
        thin = cv2.subtract(lines, thick)
        wiped[cv2.dilate(thin, np.ones((3, 3), np.uint8)) > 0] = 255
        _, _, stats, _ = cv2.connectedComponentsWithStats(thin, connectivity=8)
        left, top, width, height = stats[1:, : cv2.CC_STAT_AREA].T
        boxes.append(np.stack([left, top, left + width, top + height], axis=1)[np.maximum(width, height) >= length])
    return wiped, np.concatenate(boxes).astype(np.float64)


def _wipe_dashes(wiped: Pixels, ink: Pixels, length: int, thickness: int) -> npt.NDArray[np.int32]:
    """Wipe rows of dashes, dots or equals signs out of `wiped`; gives their boxes. *Shape:* (rules, 4)."""
    import cv2

    # Dashes that are joined to a line stay as low as they were; letters become blocks of a letter's height.
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (3 * thickness, 1)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    dashed = (width >= 2 * length) & (height <= 1.5 * thickness)
    dashed[0] = False
    wiped[cv2.dilate(dashed[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    left, top = stats[dashed, cv2.CC_STAT_LEFT], stats[dashed, cv2.CC_STAT_TOP]
    return np.stack([left, top, left + width[dashed], top + height[dashed]], axis=1)
