"""Text of a PDF page that nobody who looks at the page can see."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.reading.characters import Characters, Frame
from nerkit.reading.page_objects import PageObjects, is_filled

Mask = npt.NDArray[np.bool_]

_MIN_COVER = 4.0  # points; what is thinner is a rule
_SCAN = 0.6  # of the page's area: text under such an image is its OCR layer
_SCALE = 2.0  # pixels per point in the picture that shows whether text is covered
_UNIFORM = 8  # gray levels
_SHARE = 0.8  # of a text object's covered characters


class _Covers(NamedTuple):
    """Images and filled shapes: their place in drawing order, their bounds in user space, whether they are images.

    *Shape:* `orders`, `images` (covers), `bounds` (covers, 4) as left, bottom, right, top
    """

    orders: npt.NDArray[np.intp]
    bounds: npt.NDArray[np.float32]
    images: Mask


def hidden(page: pdfium.PdfPage, objects: PageObjects, frame: Frame, characters: Characters) -> Mask:
    """Which characters are painted over, or drawn in the invisible mode where no image lies that they could transcribe.

    The order of drawing says which could be painted over; the rendered page then says which are.
    """
    covers = _covers(objects)
    result = np.zeros(len(characters.codes), np.bool_)
    if not len(covers.orders) and not characters.invisible.any():
        return result
    left, top, right, bottom = characters.rects.T
    x, y = (left + right) / 2, (top + bottom) / 2
    if characters.invisible.any() and not characters.invisible.all():
        transcribed = _inside(x, y, covers.bounds[covers.images]).any(0)
        result |= characters.invisible & ~transcribed
    painted = _painted_over(characters, x, y, objects, covers, frame)
    if painted.any():
        result |= _confirmed(page, frame, characters, painted & ~characters.invisible)
    return result


def _covers(objects: PageObjects) -> _Covers:
    types = objects.types
    orders = np.flatnonzero((types == raw.FPDF_PAGEOBJ_PATH) | (types == raw.FPDF_PAGEOBJ_IMAGE))
    bounds = objects.drawn_bounds[orders]
    large = (bounds[:, 2:] - bounds[:, :2] >= _MIN_COVER).all(1)
    images = types[orders] == raw.FPDF_PAGEOBJ_IMAGE
    chosen = [i for i in np.flatnonzero(large).tolist() if images[i] or is_filled(objects.handles[orders[i]])]
    return _Covers(orders[chosen], bounds[chosen], images[chosen])


def _inside(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], bounds: npt.NDArray[np.float32]) -> Mask:
    """Which points lie in which rectangles. *Shape:* (rectangles, points)."""
    left, bottom, right, top = bounds[:, :, None].transpose(1, 0, 2)
    inside: Mask = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    return inside


def _painted_over(
    characters: Characters,
    x: npt.NDArray[np.float32],
    y: npt.NDArray[np.float32],
    objects: PageObjects,
    covers: _Covers,
    frame: Frame,
) -> Mask:
    """Which characters have a cover drawn after them; text in form objects has no known order and stays."""
    width, height = frame.size
    area = np.prod(covers.bounds[:, 2:] - covers.bounds[:, :2], axis=1)
    later = ~covers.images | (area < _SCAN * width * height)
    orders = objects.orders(characters.objects)
    result = np.zeros(len(orders), np.bool_)
    for order, bounds in zip(covers.orders[later], covers.bounds[later], strict=True):
        before = orders < order
        if before.any():
            result |= before & _inside(x, y, bounds[None])[0]
    return result


def _confirmed(page: pdfium.PdfPage, frame: Frame, characters: Characters, suspects: Mask) -> Mask:
    """Those suspects whose text object left no trace on the rendered page."""
    with closing(page.render(scale=_SCALE, grayscale=True)) as bitmap:
        pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    index = np.flatnonzero(suspects)
    boxes = np.rint(frame.place(characters.rects[index]) * _SCALE).astype(int)
    blank = np.array([_is_uniform(pixels[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]) for x0, y0, x1, y1 in boxes])
    result = np.zeros(len(suspects), np.bool_)
    drawn_by = characters.objects[index]
    for item in np.unique(drawn_by):
        mine = drawn_by == item
        if blank[mine].mean() >= _SHARE:
            result[index[mine]] = True
    return result


def _is_uniform(pixels: npt.NDArray[np.uint8]) -> bool:
    return pixels.size == 0 or int(pixels.max()) - int(pixels.min()) <= _UNIFORM
