"""What PDFium knows of a page's characters, asked for in bulk.

A page holds thousands of characters and every question about one is a call into PDFium, so the calls are made by `map`
over plain integers: no Python code runs and no object is made for a single character.
"""

from __future__ import annotations

import ctypes
from collections import deque
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.reading.characters import LEVEL, Boxes, Characters, Codes, Frame

_IS_WHITE = np.zeros(0x10000, np.bool_)
_SPACES = (9, 10, 11, 12, 13, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_IS_WHITE[list(_SPACES)] = True
_MAYBE_HYPHENS = (0, 0x02, 0xFFFE)  # how PDFium reports a hyphen that ends a line, and what maps to NUL too
_INVISIBLE = 3  # the text render mode that draws nothing
_PALE = 170  # of 255, how bright a colour is that is none for words to be read
_CLEAR = 160  # of 255, the opacity below which what lies under it shows through
_BRIGHTNESS = np.array([0.299, 0.587, 0.114])  # of red, green and blue


def plain_function(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function, taking and giving integers for pointers and holding the interpreter's lock."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_handle, _index = ctypes.c_void_p, ctypes.c_int
_get_code = plain_function(raw.FPDFText_GetUnicode, ctypes.c_uint, _handle, _index)
_is_hyphen = plain_function(raw.FPDFText_IsHyphen, ctypes.c_int, _handle, _index)
_has_no_code = plain_function(raw.FPDFText_HasUnicodeMapError, ctypes.c_int, _handle, _index)
_is_generated = plain_function(raw.FPDFText_IsGenerated, ctypes.c_int, _handle, _index)
_get_box = plain_function(raw.FPDFText_GetLooseCharBox, ctypes.c_int, _handle, _index, ctypes.c_void_p)
_get_angle = plain_function(raw.FPDFText_GetCharAngle, ctypes.c_float, _handle, _index)
_get_object = plain_function(raw.FPDFText_GetTextObject, ctypes.c_size_t, _handle, _index)
_get_font = plain_function(raw.FPDFTextObj_GetFont, ctypes.c_size_t, _handle)
_get_mode = plain_function(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _handle)
_get_colour = plain_function(raw.FPDFText_GetFillColor, ctypes.c_int, _handle, _index, *[ctypes.c_void_p] * 4)
_get_size = plain_function(raw.FPDFText_GetFontSize, ctypes.c_double, _handle, _index)
_get_matrix = plain_function(raw.FPDFText_GetMatrix, ctypes.c_int, _handle, _index, ctypes.c_void_p)


def read_characters(textpage: pdfium.PdfTextPage, frame: Frame) -> Characters:
    """Ask PDFium for all visible characters of a page."""
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    codes = _codes(textpage, handle)
    whole = _join_surrogates(codes)
    white = _IS_WHITE[np.minimum(codes, 0xFFFF)]
    breaks = np.flatnonzero(white & (codes != 10) & (codes != 13))
    # What PDFium has no code for it gives its number in the font, which may be that of a space.
    white[_guessed(handle, breaks, codes[breaks])] = False
    visible = np.flatnonzero(~white & whole)
    # The line ends that PDFium puts in are guesses: places decide. So are its spaces, but good ones.
    is_space = white & (codes != 10) & (codes != 13)
    spaces = np.cumsum(is_space)[visible]
    drawn = np.cumsum(is_space & ~_generated(handle, codes))[visible]
    indices = visible.tolist()
    objects = _objects(handle, visible, spaces)
    starts = np.flatnonzero(np.diff(objects, prepend=objects[:1] + np.uint64(1)))
    lengths = np.diff(starts, append=len(objects))
    firsts = visible[starts].tolist()
    angles = np.fromiter(map(_get_angle, repeat(handle), firsts), np.float64, len(starts))
    turned = np.rint(angles / (np.pi / 2)).astype(np.intp)
    slants = _slants(handle, firsts, angles)
    sizes = np.zeros(len(visible), np.float32)
    slanted = np.flatnonzero(np.repeat(np.abs(slants) > LEVEL, lengths))
    sizes[slanted] = _sizes(handle, visible[slanted].tolist())
    drawn_by = objects[starts].tolist()
    modes = np.array([_get_mode(item) if item else 0 for item in drawn_by], np.intp)
    fonts = np.repeat(np.array([_get_font(item) if item else 0 for item in drawn_by], np.uint64), lengths)
    unsure, doubtful = np.zeros((2, len(visible)), np.bool_)
    font = np.unique(fonts, return_inverse=True)[1]
    unsure[np.searchsorted(visible, _guessed(handle, visible, codes[visible] + (font << 21)))] = True
    return Characters(
        codes[visible],
        _rects(handle, indices),
        np.repeat(((-turned - frame.rotations) % 4).astype(np.int8), lengths),
        spaces,
        drawn,
        objects,
        np.repeat(modes == _INVISIBLE, lengths),
        np.repeat(slants, lengths),
        np.repeat(_faint(handle, firsts), lengths),
        sizes,
        fonts,
        unsure,
        doubtful,
    )


def _slants(handle: int | None, indices: list[int], angles: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """By how many degrees clockwise, beyond quarter turns, the lines of these characters run.

    PDFium's angles are those of the stems, which lean in italics as well.
    """
    slants = np.degrees(angles) - 90 * np.rint(angles / (np.pi / 2))
    leaning = np.flatnonzero(np.abs(slants) > LEVEL)
    a, b = _matrices(handle, [indices[i] for i in leaning])[:, :2].T
    runs = -np.degrees(np.arctan2(b, a))
    slants[leaning] = runs - 90 * np.rint(runs / 90)
    return np.asarray(slants, np.float32)


def _matrices(handle: int | None, indices: list[int]) -> npt.NDArray[np.float32]:
    """How these characters are drawn. *Shape:* (characters, 6)."""
    matrices = np.zeros((len(indices), 6), np.float32)
    places = range(matrices.ctypes.data, matrices.ctypes.data + matrices.nbytes, 6 * matrices.itemsize)
    deque(map(_get_matrix, repeat(handle), indices, places), maxlen=0)
    return matrices


def _sizes(handle: int | None, indices: list[int]) -> npt.NDArray[np.float64]:
    """The size of type in points of these characters, as they are drawn."""
    a, b, c, d = _matrices(handle, indices)[:, :4].T
    named = np.fromiter(map(_get_size, repeat(handle), indices), np.float64, len(indices))
    return np.asarray(named * np.sqrt(np.abs(a * d - b * c)))


def _codes(textpage: pdfium.PdfTextPage, handle: int | None) -> Codes:
    """The code points of all characters, white space included; 0 for what PDFium cannot map."""
    count = max(raw.FPDFText_CountChars(textpage.raw), 0)
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, buffer) if count else 0
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    else:  # PDFium's text leaves out characters without a code, so that places in it say nothing.
        codes = np.fromiter(map(_get_code, repeat(handle), range(count)), np.uint32, count)
    for i in np.flatnonzero(np.isin(codes, _MAYBE_HYPHENS)).tolist():
        codes[i] = ord("-") if _is_hyphen(handle, i) == 1 else _get_code(handle, i)
    return codes


def _join_surrogates(codes: Codes) -> npt.NDArray[np.bool_]:
    """Write a character beyond U+FFFF, which comes in two halves, in the place of the first; False for the second."""
    high = np.flatnonzero((codes[:-1] >> 10 == 0x36) & (codes[1:] >> 10 == 0x37))
    codes[high] = 0x10000 + ((codes[high] & 0x3FF) << 10) + (codes[high + 1] & 0x3FF)
    whole = np.ones(len(codes), np.bool_)
    whole[high + 1] = False
    return whole


def _guessed(
    handle: int | None, indices: npt.NDArray[np.intp], keys: npt.NDArray[np.integer[Any]]
) -> npt.NDArray[np.intp]:
    """Which of these characters PDFium has no code for.

    Few pages have any, so the first, middle and last of each key are asked, and all of them only where one has none.

    *Shape:* `indices`, `keys` (characters)
    """
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    lasts = np.append(starts[1:], len(keys))[: len(starts)] - 1
    samples = indices[order[np.unique(np.concatenate([starts, (starts + lasts) // 2, lasts]))]]
    if not any(map(_has_no_code, repeat(handle), samples.tolist())):
        return indices[:0]
    return indices[np.fromiter(map(_has_no_code, repeat(handle), indices.tolist()), np.bool_, len(indices))]


def _generated(handle: int | None, codes: Codes) -> npt.NDArray[np.bool_]:
    """Which characters are spaces that PDFium put in."""
    generated = np.zeros(len(codes), np.bool_)
    asked = np.flatnonzero(codes == ord(" "))
    generated[asked] = np.fromiter(map(_is_generated, repeat(handle), asked.tolist()), np.intp, len(asked)) == 1
    return generated


def _rects(handle: int | None, indices: list[int]) -> Boxes:
    rects = np.zeros((len(indices), 4), np.float32)
    start, size = rects.ctypes.data, rects.itemsize * 4
    places = range(start, start + size * len(indices), size)
    deque(map(_get_box, repeat(handle), indices, places), maxlen=0)
    return rects


def _objects(handle: int | None, visible: npt.NDArray[np.intp], spaces: npt.NDArray[np.intp]) -> npt.NDArray[np.uint64]:
    """The text object that draws each character; all are asked only in words that begin in one and end in another."""
    starts = np.flatnonzero(np.diff(spaces, prepend=-1))
    ends = np.append(starts[1:], len(visible))[: len(starts)] - 1
    ask = np.concatenate([starts, ends])
    known = np.fromiter(map(_get_object, repeat(handle), visible[ask].tolist()), np.uint64, len(ask))
    first, last = known[: len(starts)], known[len(starts) :]
    lengths = ends - starts + 1
    objects = np.repeat(first, lengths)
    mixed = np.flatnonzero(np.repeat(first != last, lengths))
    objects[mixed] = np.fromiter(map(_get_object, repeat(handle), visible[mixed].tolist()), np.uint64, len(mixed))
    return objects


def _faint(handle: int | None, indices: list[int]) -> npt.NDArray[np.bool_]:
    """Which of these characters are pale, or let what lies under them show through."""
    colours = np.zeros((len(indices), 4), np.uint32)
    start, size = colours.ctypes.data, colours.itemsize
    for i, at in zip(indices, range(start, start + colours.nbytes, 4 * size), strict=True):
        _get_colour(handle, i, at, at + size, at + 2 * size, at + 3 * size)
    faint: npt.NDArray[np.bool_] = (colours[:, :3] @ _BRIGHTNESS > _PALE) | (colours[:, 3] < _CLEAR)
    return faint
