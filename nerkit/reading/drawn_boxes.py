"""Where on a digital page a check box may be drawn: only these places are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from nerkit.document import Box
from nerkit.reading.box_shapes import BoxShape, boxes_of_size
from nerkit.reading.characters import Boxes, Frame
from nerkit.reading.check_boxes import CheckBox
from nerkit.reading.page_objects import PageObjects

_LEAST, _MOST = 5.0, 22.0  # points, a side
_SQUARE = 0.2  # of a side, by which the other may differ
_SCALE = 4.0  # pixels a point
_AROUND = 3.0  # points: what a tick reaches beyond its box is no part of it, and its outline is
_TOUCHES = 1.0  # points: cells of a comb or a table share their edges
_MANY = 120  # squares on a page: the dots of a chart, the modules of a code
_FAR_TOO_MANY = 4_000  # before those that lie on or beside each other are told: each is held against each


def drawn_boxes(page: pdfium.PdfPage, objects: PageObjects, frame: Frame, number: int) -> Iterator[CheckBox]:
    """The squares and circles that are drawn on a page of its own text."""
    places = _places(objects, frame)
    if not 0 < len(places) <= _MANY:
        return
    width, height = frame.size
    for x0, top, x1, bottom in places.tolist():
        left, above = max(x0 - _AROUND, 0.0), max(top - _AROUND, 0.0)
        right, below = min(x1 + _AROUND, width), min(bottom + _AROUND, height)
        if right - left < _LEAST or below - above < _LEAST:
            continue
        with closing(
            page.render(scale=_SCALE, crop=(left, height - below, width - right, above), grayscale=True)
        ) as bitmap:
            pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
        side = max(x1 - x0, bottom - top) * _SCALE
        for shape in boxes_of_size(pixels, 0.75 * side, 1.3 * side)[:1]:
            yield _placed(shape, left, above, number)


def _placed(shape: BoxShape, left: float, top: float, number: int) -> CheckBox:
    x0, y0, x1, y1 = (edge / _SCALE for edge in shape[:4])
    return CheckBox(Box(number, left + x0, top + y0, left + x1, top + y1), shape.is_ticked)


def _places(objects: PageObjects, frame: Frame) -> Boxes:
    """The small squares among the shapes, each once, without those in a row of cells. *Shape:* (places, 4)."""
    bounds, _ = objects.shapes()
    boxes = frame.place(bounds)
    sides = boxes[:, 2:] - boxes[:, :2]
    long, short = np.maximum(*sides.T), np.minimum(*sides.T)
    boxes = boxes[(short >= _LEAST) & (long <= _MOST) & (long - short <= _SQUARE * long)]
    if len(boxes) > _FAR_TOO_MANY:
        return np.asarray(boxes)
    once, count = np.empty_like(boxes), 0
    for box in boxes:
        if not (_within(box, once[:count]) | _within(once[:count], box)).any():
            once[count] = box
            count += 1
    once = once[:count]
    alone = [_beside(box, once).sum() == 1 for box in once]  # beside itself
    return np.asarray(once[np.array(alone, bool)])


def _within(a: Boxes, b: Boxes) -> npt.NDArray[np.bool_]:
    return np.asarray(((a[..., :2] >= b[..., :2] - _TOUCHES) & (a[..., 2:] <= b[..., 2:] + _TOUCHES)).all(-1))


def _beside(a: Boxes, b: Boxes) -> npt.NDArray[np.bool_]:
    gap = np.maximum(a[..., :2], b[..., :2]) - np.minimum(a[..., 2:], b[..., 2:])
    return np.asarray(gap.max(-1) <= _TOUCHES)
