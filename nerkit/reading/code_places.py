"""Where on a digital page a code may be: pictures, and places crowded with small shapes. Only these are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from nerkit.document import Code, Notice
from nerkit.reading.characters import Boxes, Frame
from nerkit.reading.codes import codes_in
from nerkit.reading.lettering import connected_shapes
from nerkit.reading.page_objects import PageObjects

# In points.
_LEAST = (24.0, 10.0)  # the longer and the shorter side of a code
_MODULE = 10.0  # the shorter side of a bar or a module at most
_BAR = 120.0  # its longer side
_CELL = 8.0  # shapes that are farther apart are parts of different codes
_QUIET = 6.0  # white around a code

_CROWDED = 100  # segments of the shapes in one place: the bars of the shortest code, and few tables
_INKED = 0.15  # of a place, at least: half of a code is black
_MOST = 24  # places on a page, the largest
_FINE, _COARSE = 3.0, 2.1  # pixels a point: of a part of the page, of most of it
_LARGE = 0.25  # of the page's area

_KNOWN = 10_000  # pictures without a code
_CONTENT = 200_000  # bytes: more take long to compare


class CodeFinder:
    """Finds the codes of digital pages; a logo that comes again, on the next page or in the next file, is known."""

    def __init__(self) -> None:
        self._without: set[bytes] = set()

    def codes(
        self, page: pdfium.PdfPage, objects: PageObjects, frame: Frame, number: int, warnings: list[Notice]
    ) -> Iterator[Code]:
        """The codes on a page, each once, with their boxes on the page as it is shown."""
        width, height = frame.size
        found: list[Code] = []
        for place, content in self._places(objects, frame):
            if content in self._without:
                continue
            x0, top = np.maximum(place[:2] - _QUIET, 0).tolist()
            x1, bottom = np.minimum(place[2:] + _QUIET, [width, height]).tolist()
            scale = _COARSE if (x1 - x0) * (bottom - top) > _LARGE * width * height else _FINE
            crop = (x0, height - bottom, width - x1, top)
            with closing(page.render(scale=scale, crop=crop, grayscale=True)) as bitmap:
                pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
            here = codes_in(pixels, number, x1 - x0, bottom - top, warnings, x0=x0, top=top)
            if content and not here and len(self._without) < _KNOWN:
                self._without.add(content)
            found += here
        yield from dict.fromkeys(found)

    def _places(self, objects: PageObjects, frame: Frame) -> Iterator[tuple[Boxes, bytes | None]]:
        """The places where a code may be, the largest first, each with what tells a picture from others."""
        images = objects.images()
        crowds = _crowds(objects, frame)
        edges = np.concatenate([frame.place(images.bounds), crowds]).clip(0, [*frame.size, *frame.size])
        sides = np.sort(edges[:, 2:] - edges[:, :2], axis=1)
        fits = np.flatnonzero((sides[:, 1] >= _LEAST[0]) & (sides[:, 0] >= _LEAST[1]))
        for i in fits[np.argsort(-np.prod(sides[fits], axis=1), kind="stable")][:_MOST].tolist():
            data = images.content(i) if i < len(images.handles) else b""
            told = 0 < len(data) <= _CONTENT
            yield edges[i], sha256(np.rint(sides[i]).tobytes() + data).digest() if told else None


def _crowds(objects: PageObjects, frame: Frame) -> Boxes:
    """The places with enough small shapes beside each other. *Shape:* (places, 4)."""
    bounds, segments = objects.shapes()
    sides = np.sort(bounds[:, 2:] - bounds[:, :2], axis=1)
    small = (sides[:, 0] <= _MODULE) & (sides[:, 1] <= _BAR) & (segments > 0)
    alone = (segments >= _CROWDED) & ~small  # a whole code as one shape
    places = [frame.place(bounds[alone])]
    if segments[small].sum() >= _CROWDED:
        places.append(_together(frame.place(bounds[small]), segments[small], frame))
    return np.concatenate(places)


def _together(boxes: Boxes, segments: npt.NDArray[np.intp], frame: Frame) -> Boxes:
    columns, rows = (int(side // _CELL) + 1 for side in frame.size)
    taken = np.zeros((rows, columns), np.bool_)
    cells = (boxes // _CELL).astype(np.intp).clip(0, [columns - 1, rows - 1, columns - 1, rows - 1])
    for x0, top, x1, bottom in cells.tolist():
        taken[top : bottom + 1, x0 : x1 + 1] = True
    found = []
    for x0, top, x1, bottom in connected_shapes(taken)[0].tolist():
        inside = (cells[:, 0] >= x0) & (cells[:, 2] < x1) & (cells[:, 1] >= top) & (cells[:, 3] < bottom)
        mine = boxes[inside]
        if segments[inside].sum() >= _CROWDED:
            place = np.concatenate([mine[:, :2].min(0), mine[:, 2:].max(0)])
            if _areas(mine).sum() >= _INKED * _areas(place[None])[0]:
                found.append(place)
    return np.array(found, np.float32).reshape(-1, 4)


def _areas(boxes: Boxes) -> npt.NDArray[np.float32]:
    return np.asarray(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1))
