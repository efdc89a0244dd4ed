"""Ruling lines: wiped out for OCR, and kept as boxes for the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning.pixels import Pixels

if TYPE_CHECKING:
    from cv2.typing import MatLike

_RULE_LENGTH = 3.5  # in heights of a letter
_RULE_THICKNESS = 0.3

RulingLines = npt.NDArray[np.float64]
"""Boxes of ruling lines in pixels: left, top, right, bottom. *Shape:* (rules, 4)"""

PixelEdges = tuple[int, int, int, int]


def without_ruling_lines(pixels: Pixels, letter: float) -> tuple[Pixels, RulingLines]:
    """Wipe the ruling lines of tables and forms out, which are else read as brackets and bars, and say where they were.

    `letter` is the height of a letter in pixels: a rule is much longer than one and much thinner. A row of dashes or
    dots is a rule too.
    """
    import cv2

    ink = np.asarray(cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1], dtype=np.uint8)
    length, thickness = round(_RULE_LENGTH * letter), max(round(_RULE_THICKNESS * letter), 3)
    flat, flat_boxes = _rules(ink, (length, 1), thickness)
    tall, tall_boxes = _rules(ink, (1, length), thickness)
    solid = _wider(cv2.max(flat, tall))
    # What a frame encloses has outlines of its own once the frame is gone.
    dashes, dash_boxes = _dashes(np.asarray(cv2.subtract(ink, solid), dtype=np.uint8), length, thickness)
    wiped = cv2.max(cv2.max(pixels, solid), _wider(dashes))
    boxes = [*flat_boxes, *tall_boxes, *dash_boxes]
    return np.asarray(wiped, dtype=np.uint8), np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _rules(ink: Pixels, along: tuple[int, int], thickness: int) -> tuple[Pixels, list[PixelEdges]]:
    """Straight lines as pixels and as boxes; `along` is the shortest, as width and height."""
    import cv2

    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, along))
    # What is as thick as a stroke of the largest letters is a bar or a picture, and may hold white letters.
    across = (thickness, thickness)
    thick = cv2.morphologyEx(lines, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, across))
    thin = np.asarray(cv2.subtract(lines, thick), dtype=np.uint8)
    boxes = [cv2.boundingRect(outline) for outline in _outlines(thin)]
    return thin, [_edges(box) for box in boxes if max(box[2:]) >= max(along)]


def _dashes(ink: Pixels, length: int, thickness: int) -> tuple[Pixels, list[PixelEdges]]:
    """Rows of dashes, dots or equals signs, as pixels and as boxes."""
    import cv2

    # Dashes that are joined to a line stay as low as they were; letters become blocks of a letter's height.
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (3 * thickness, 1)))
    boxes: list[PixelEdges] = []
    mask = np.zeros_like(ink)
    for outline in _outlines(np.asarray(joined, dtype=np.uint8)):
        box = cv2.boundingRect(outline)
        if box[2] >= 2 * length and box[3] <= 1.5 * thickness:
            boxes.append(_edges(box))
            cv2.drawContours(mask, [outline], -1, 255, cv2.FILLED)
    return mask, boxes


def _outlines(mask: Pixels) -> Sequence[MatLike]:
    import cv2

    return cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]


def _wider(mask: MatLike) -> MatLike:
    """One pixel more on each side, where ink fades into paper."""
    import cv2

    return cv2.dilate(mask, np.ones((3, 3), np.uint8))


def _edges(box: Sequence[int]) -> PixelEdges:
    left, top, width, height = box
    return left, top, left + width, top + height
