"""Text that is drawn as shapes: many small filled outlines beside each other, with no characters behind them."""

from __future__ import annotations

import ctypes

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from nerkit.reading.characters import Boxes, Frame
from nerkit.reading.lettering import LETTERS, connected_shapes
from nerkit.reading.page_objects import PageObjects, is_filled
from nerkit.reading.textpage import plain_function

_count_segments = plain_function(raw.FPDFPath_CountSegments, ctypes.c_int, ctypes.c_void_p)

_HEIGHTS = (2.5, 40.0)  # points, of a letter, or of a line whose letters are one outline
_RECTANGLE = 6  # segments at most
_LETTER = 8  # segments at least, of a letter
_WIDEST = 2.0  # letter, in heights
_CELL = 16.0  # points: letters that are farther apart are parts of different texts


def outlined(objects: PageObjects, frame: Frame) -> tuple[npt.NDArray[np.intp], Boxes]:
    """The places on the shown page where enough outlines stand for some words, and the first of each in drawing order.

    *Shape:* (places), (places, 4)
    """
    paths = np.flatnonzero(objects.types == raw.FPDF_PAGEOBJ_PATH)
    bounds = objects.drawn_bounds[paths]
    height, width = (bounds[:, 3] - bounds[:, 1]), (bounds[:, 2] - bounds[:, 0])
    small = np.minimum(height, width)
    likely = np.flatnonzero((small >= _HEIGHTS[0]) & (small <= _HEIGHTS[1]))
    segments = np.fromiter((_count_segments(objects.handles[i]) for i in paths[likely].tolist()), np.intp, len(likely))
    # A rounded frame has the segments of a letter or two, and room for many.
    shaped = (segments > _RECTANGLE) & (segments * height[likely] * _WIDEST >= _LETTER * width[likely])
    shaped &= np.array([is_filled(objects.handles[i]) for i in paths[likely].tolist()], np.bool_)
    chosen, letters = likely[shaped], np.maximum(segments[shaped] // _LETTER, 1)
    if letters.sum() < LETTERS:
        return np.zeros(0, np.intp), np.zeros((0, 4), np.float32)
    return _together(paths[chosen], frame.place(bounds[chosen]), letters, frame)


def _together(
    orders: npt.NDArray[np.intp], boxes: Boxes, letters: npt.NDArray[np.intp], frame: Frame
) -> tuple[npt.NDArray[np.intp], Boxes]:
    """Groups of outlines near each other that have enough letters."""
    columns, rows = (int(side // _CELL) + 1 for side in frame.size)
    taken = np.zeros((rows, columns), np.bool_)
    cells = (boxes // _CELL).astype(np.intp).clip(0, [columns - 1, rows - 1, columns - 1, rows - 1])
    for x0, top, x1, bottom in cells.tolist():
        taken[top : bottom + 1, x0 : x1 + 1] = True
    found: list[tuple[int, npt.NDArray[np.float32]]] = []
    for x0, top, x1, bottom in connected_shapes(taken)[0].tolist():
        inside = (cells[:, 0] >= x0) & (cells[:, 2] < x1) & (cells[:, 1] >= top) & (cells[:, 3] < bottom)
        if letters[inside].sum() >= LETTERS:
            mine = boxes[inside]
            found.append((int(orders[inside].min()), np.concatenate([mine[:, :2].min(0), mine[:, 2:].max(0)])))
    places = np.array([place for _, place in found], np.float32).reshape(-1, 4)
    return np.array([order for order, _ in found], np.intp), places
