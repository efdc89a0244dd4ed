"""What is drawn on a PDF page, object by object, asked of PDFium in bulk."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.reading.textpage import plain_function

_handle, _index = ctypes.c_void_p, ctypes.c_int
_get_object = plain_function(raw.FPDFPage_GetObject, ctypes.c_size_t, _handle, _index)
_get_type = plain_function(raw.FPDFPageObj_GetType, _index, _handle)
_get_bounds = plain_function(raw.FPDFPageObj_GetBounds, _index, *[_handle] * 5)
_get_draw_mode = plain_function(raw.FPDFPath_GetDrawMode, _index, *[_handle] * 3)
_count_in_form = plain_function(raw.FPDFFormObj_CountObjects, _index, _handle)
_get_in_form = plain_function(raw.FPDFFormObj_GetObject, ctypes.c_size_t, _handle, ctypes.c_ulong)
_count_segments = plain_function(raw.FPDFPath_CountSegments, _index, _handle)
_get_matrix = plain_function(raw.FPDFPageObj_GetMatrix, _index, _handle, _handle)

_DEPTH = 3  # of forms in forms


class Images(NamedTuple):
    """Images, their places in drawing order and left, bottom, right and top of each.

    *Shape:* `orders` (images), `bounds` (images, 4)
    """

    handles: list[int]
    orders: npt.NDArray[np.intp]
    bounds: npt.NDArray[np.float32]

    def content(self, i: int) -> bytes:
        """The bytes of an image as they stand in the file, but for those of its mask."""
        handle = ctypes.cast(self.handles[i], raw.FPDF_PAGEOBJECT)
        length = raw.FPDFImageObj_GetImageDataRaw(handle, None, 0)
        buffer = ctypes.create_string_buffer(max(length, 1))
        raw.FPDFImageObj_GetImageDataRaw(handle, buffer, length)
        return buffer.raw[:length]


@dataclass(frozen=True)
class PageObjects:
    """The objects of a page or of a form in drawing order: PDFium's handles and `raw.FPDF_PAGEOBJ_…` types.

    *Shape:* `types` (objects)
    """

    handles: list[int]
    types: npt.NDArray[np.intp]

    @classmethod
    def of_page(cls, page: pdfium.PdfPage) -> PageObjects:
        """Those of the page itself; what a form holds is one of them."""
        handle = ctypes.cast(page.raw, _handle).value
        return cls._of(list(map(_get_object, repeat(handle), range(max(raw.FPDFPage_CountObjects(page.raw), 0)))))

    @classmethod
    def of_form(cls, form: int) -> PageObjects:
        """Those in a form, by its handle."""
        return cls._of(list(map(_get_in_form, repeat(form), range(max(_count_in_form(form), 0)))))

    @classmethod
    def _of(cls, handles: list[int]) -> PageObjects:
        return cls(handles, np.fromiter(map(_get_type, handles), np.intp, len(handles)))

    @cached_property
    def drawn_bounds(self) -> npt.NDArray[np.float32]:
        """Left, bottom, right and top of each path and image, zeros for other objects. *Shape:* (objects, 4)."""
        bounds = np.zeros((len(self.handles), 4), np.float32)
        places = np.flatnonzero((self.types == raw.FPDF_PAGEOBJ_PATH) | (self.types == raw.FPDF_PAGEOBJ_IMAGE))
        start, size = bounds.ctypes.data, bounds.itemsize
        for place in places.tolist():
            at = start + 4 * size * place
            _get_bounds(self.handles[place], at, at + size, at + 2 * size, at + 3 * size)
        return bounds

    def images(self, depth: int = _DEPTH) -> Images:
        """All images; those in a form have its place in the drawing order."""
        places = np.flatnonzero(self.types == raw.FPDF_PAGEOBJ_IMAGE)
        found = [Images([self.handles[place] for place in places.tolist()], places, self.drawn_bounds[places])]
        for place in np.flatnonzero(self.types == raw.FPDF_PAGEOBJ_FORM).tolist() if depth else ():
            form = self.handles[place]
            inside = PageObjects.of_form(form).images(depth - 1)
            if inside.handles:
                found.append(
                    Images(inside.handles, np.full(len(inside.handles), place), _moved(inside.bounds, _matrix(form)))
                )
        return Images(
            [handle for images in found for handle in images.handles],
            np.concatenate([images.orders for images in found]),
            np.concatenate([images.bounds for images in found]),
        )

    def shapes(self, depth: int = _DEPTH) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
        """Left, bottom, right and top of every path, also of those in forms, and of how many segments each is.

        *Shape:* (paths, 4), (paths)
        """
        paths = np.flatnonzero(self.types == raw.FPDF_PAGEOBJ_PATH)
        counts = (_count_segments(self.handles[path]) for path in paths.tolist())
        bounds, segments = [self.drawn_bounds[paths]], [np.fromiter(counts, np.intp, len(paths))]
        for place in np.flatnonzero(self.types == raw.FPDF_PAGEOBJ_FORM).tolist() if depth else ():
            form = self.handles[place]
            inside, of_inside = PageObjects.of_form(form).shapes(depth - 1)
            bounds.append(_moved(inside, _matrix(form)))
            segments.append(of_inside)
        return np.concatenate(bounds), np.concatenate(segments)

    def orders(self, handles: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
        """The places of these objects in the order; what is in a form has none, and counts as drawn last.

        *Shape:* `handles` and the result (any number)
        """
        order_of = {handle: order for order, handle in enumerate(self.handles)}
        starts = np.flatnonzero(np.diff(handles, prepend=handles[:1] + np.uint64(1)))
        orders = map(order_of.get, handles[starts].tolist(), repeat(len(self.handles)))
        return np.repeat(np.fromiter(orders, np.intp, len(starts)), np.diff(starts, append=len(handles)))


def is_filled(path: int) -> bool:
    """Whether a path, by its handle, is filled and not only stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _get_draw_mode(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    return fill.value != int(raw.FPDF_FILLMODE_NONE)


def _matrix(handle: int) -> npt.NDArray[np.float32]:
    matrix = np.array([1, 0, 0, 1, 0, 0], np.float32)
    _get_matrix(handle, matrix.ctypes.data)
    return matrix


def _moved(bounds: npt.NDArray[np.float32], matrix: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Upright boxes around those that a form's matrix moves. *Shape:* `bounds` and the result (boxes, 4)."""
    corners = bounds[:, [[0, 1], [2, 1], [0, 3], [2, 3]]] @ matrix[:4].reshape(2, 2) + matrix[4:]
    return np.concatenate([corners.min(1), corners.max(1)], axis=1)
