"""The ruling lines of a PDF page, from the paths drawn on it: strokes, and rectangles so thin that they are lines.

Text is passed over by its type alone, and a path is only taken apart where its bounds are not a line already, so that
a page without lines pays next to nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Box
from nerkit.reading.characters import Frame
from nerkit.reading.textpage import plain_function

Point = tuple[float, float]
Rect = tuple[float, float, float, float]  # left, top, right, bottom in user space, where y runs upwards
Matrix = tuple[float, float, float, float, float, float]

# In points.
_THIN = 3.0
_MIN_LENGTH = 8.0  # what is shorter rules nothing: a tick, a piece of a letter or of a logo
_WIDEST_GAP = 3.0  # of a dotted line
_SAME_LINE = 0.75
_LEVEL = 0.5

_WHITE = 250  # of 255
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 5  # of forms in forms
_MAX_OBJECTS = 50_000  # what a form repeats counts each time: a few hundred bytes can ask for billions
_MAX_SEGMENTS = 2_000  # of a path: with more it is a drawing

_DRAWN = frozenset({raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM})

_get_object = plain_function(raw.FPDFPage_GetObject, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int)
_get_in_form = plain_function(raw.FPDFFormObj_GetObject, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_ulong)
_get_type = plain_function(raw.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


def read_rules(page: pdfium.PdfPage, frame: Frame, number: int) -> list[Box]:
    """The page's ruling lines as thin boxes of the shown page, the pieces of a line joined."""
    drawn = _drawn(_get_object, page.raw, raw.FPDFPage_CountObjects(page.raw))
    rects = [rect for path, matrix in _paths(drawn, _UNMOVED) for rect in _lines_of(path, matrix)] if drawn else []
    if not rects:
        return []
    width, height = frame.size
    placed = frame.place(np.array(rects, np.float32))
    shown = placed[(placed[:, 2:] > 0).all(1) & (placed[:, :2] < (width, height)).all(1)]
    return joined(Box(number, *edges) for edges in np.clip(shown, 0, (width, height, width, height)).tolist())


# Joining -------------------------------------------------------------------------------------------------------------


def joined(lines: Iterable[Box]) -> list[Box]:
    """The pieces of a line, such as dots or the borders of cells, as one box; what stays short is left out."""
    lines = list(lines)
    level = [box for box in lines if box.height <= max(box.width, _THIN)]
    upright = [_mirrored(box) for box in lines if box.width <= max(box.height, _THIN)]
    return [*_joined_level(level), *(_mirrored(box) for box in _joined_level(upright))]


def _joined_level(lines: list[Box]) -> Iterator[Box]:
    lines.sort(key=lambda box: box.top + box.bottom)
    start = 0
    for i, box in enumerate(lines, 1):
        if i < len(lines) and (lines[i].top + lines[i].bottom - box.top - box.bottom) / 2 <= _SAME_LINE:
            continue
        yield from (line for line in _end_to_end(lines[start:i]) if line.width >= _MIN_LENGTH)
        start = i


def _end_to_end(pieces: list[Box]) -> Iterator[Box]:
    pieces.sort(key=lambda box: box.x0)
    line = pieces[0]
    for piece in pieces[1:]:
        if piece.x0 - line.x1 <= _WIDEST_GAP:
            line = line.union(piece)
        else:
            yield line
            line = piece
    yield line


def _mirrored(box: Box) -> Box:
    return Box(box.page, box.top, box.x0, box.bottom, box.x1)


# Paths ---------------------------------------------------------------------------------------------------------------


def _drawn(get: Callable[..., int], holder: Any, count: int) -> list[tuple[Any, int]]:
    """The paths and forms of a page or form, each with its type."""
    handle = ctypes.cast(holder, ctypes.c_void_p).value
    items = list(map(get, repeat(handle), range(min(count, _MAX_OBJECTS))))
    kinds = zip(items, map(_get_type, items), strict=True)
    return [(ctypes.cast(item, raw.FPDF_PAGEOBJECT), kind) for item, kind in kinds if kind in _DRAWN]


def _paths(drawn: Sequence[tuple[Any, int]], matrix: Matrix) -> Iterator[tuple[Any, Matrix]]:
    """All paths, those in forms too, each with the matrix that leads to the page's user space."""
    left = _MAX_OBJECTS
    waiting = [(drawn, matrix, 0)]
    while waiting and left > 0:
        items, matrix, depth = waiting.pop()
        left -= len(items)
        for item, kind in items:
            if kind == raw.FPDF_PAGEOBJ_PATH:
                yield item, matrix
            elif depth < _MAX_DEPTH and (count := raw.FPDFFormObj_CountObjects(item)) > 0 and left > 0:
                left -= count
                inner = _drawn(_get_in_form, item, count)
                waiting.append((inner, _product(_matrix_of(item), matrix), depth + 1))


def _lines_of(path: Any, matrix: Matrix) -> Iterator[Rect]:
    """The lines that a path shows, as rectangles in user space."""
    bounds = _bounds(path, matrix)
    width, height = bounds[2] - bounds[0], bounds[1] - bounds[3]
    if width < _MIN_LENGTH > height and not (width <= _THIN >= height):
        return
    fills, strokes = _visible(path)
    if (fills or strokes) and min(width, height) <= _THIN:
        yield bounds
    elif strokes or fills:
        for points in _subpaths(path, _product(_matrix_of(path), matrix)):
            if strokes:
                yield from (_around(pair) for pair in pairwise(points) if _is_level(*pair))
            else:
                rect = _around(points)
                if min(rect[2] - rect[0], rect[1] - rect[3]) <= _THIN:
                    yield rect


def _visible(path: Any) -> tuple[bool, bool]:
    """Whether the path is filled and whether it is stroked, in a colour that shows on white paper."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, stroke)
    fills = mode.value != raw.FPDF_FILLMODE_NONE and _shows(raw.FPDFPageObj_GetFillColor, path)
    return fills, bool(stroke.value) and _shows(raw.FPDFPageObj_GetStrokeColor, path)


def _shows(get_colour: Callable[..., int], path: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = get_colour(path, red, green, blue, alpha)
    return not known or (alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE)


def _subpaths(path: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """The straight stretches of a path as their corners; a curve ends one, a closed one ends where it began."""
    count = raw.FPDFPath_CountSegments(path)
    if count > _MAX_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    first: Point | None = None
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved((x.value, y.value), matrix)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        points.append(point)
        if first is not None and raw.FPDFPathSegment_GetClose(segment):
            points.append(first)
    if len(points) > 1:
        yield points


# Geometry ------------------------------------------------------------------------------------------------------------


def _matrix_of(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _UNMOVED
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(path: Any, matrix: Matrix) -> Rect:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if matrix is _UNMOVED:
        return x0, y1, x1, y0
    return _around([_moved(corner, matrix) for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))])


def _around(points: Sequence[Point]) -> Rect:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(ys), max(xs), min(ys)


def _is_level(a: Point, b: Point) -> bool:
    return min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _LEVEL
