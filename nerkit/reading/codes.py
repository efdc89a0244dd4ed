"""Bar codes and matrix codes on pictures of pages, read by zxing-cpp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nerkit.document import Box, Code, Document, Notice
from nerkit.reading.cleaning import Pixels
from nerkit.reading.layout import assemble
from nerkit.reading.placed import PlacedPage, PlacedWord

_FINDS = "QRCode,MicroQRCode,DataMatrix,Aztec,PDF417,Code128,EAN13,UPCA"
"""Symbologies with check characters of their own: those without are seen in rules and letters."""

_TELLS = ("QR Code",)  # of which one that cannot be read was surely there: it has three finder patterns
_AS_WORDS = ("Code 128", "EAN-13", "UPC-A")
_LINE = 9.0  # points, the height of the line as which a code's text is read

_MOST = 32  # codes on a picture
_LONGEST_SIDE = 65_535  # pixels: zxing-cpp refuses more
_LONGEST = 8_000  # characters: what the largest QR code holds


def codes_in(
    pixels: Pixels,
    number: int,
    width: float,
    height: float,
    warnings: list[Notice],
    *,
    x0: float = 0.0,
    top: float = 0.0,
) -> list[Code]:
    """The codes on a picture; one whose checksum fails is left out, and `warnings` say so.

    The picture shows the `width` × `height` points at `x0` and `top` of page `number`. *Shape:* `pixels` (rows,
    columns), or (rows, columns, 3).
    """
    import zxingcpp

    step = -(-max(pixels.shape[:2]) // _LONGEST_SIDE)
    pixels = pixels[::step, ::step]
    seen = zxingcpp.read_barcodes(
        np.ascontiguousarray(pixels),
        formats=zxingcpp.barcode_formats_from_str(_FINDS),
        text_mode=zxingcpp.TextMode.Plain,
        return_errors=True,
    )
    across, down = width / pixels.shape[1], height / pixels.shape[0]
    codes, failed = [], False
    for code in seen[:_MOST]:
        if not code.valid:
            failed |= str(code.format) in _TELLS and code.error is not None and code.error.type.name == "Checksum"
            continue
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        xs, ys = [corner.x * across + x0 for corner in corners], [corner.y * down + top for corner in corners]
        box = Box(number, min(xs), min(ys), max(xs), max(ys))
        if (text := code.text.strip("\0\ufeff")) and len(text) <= _LONGEST:
            codes.append(Code(str(code.format), text, box))
    if failed and not codes:
        warnings.append(Notice("code", "a code on it cannot be read: its checksum fails", number))
    return codes


def with_codes(source: str, pages: Sequence[PlacedPage], codes: Sequence[Code], warnings: Sequence[Notice]) -> Document:
    """The document of these pages; what a bar code says and its page does not is a word in its place."""
    codes = sorted(codes, key=lambda code: (code.box.page, code.box.top, code.box.x0))
    read = [replace(page, words=[*page.words, *_words(page, codes)]) for page in pages]
    return replace(assemble(source, read, warnings=warnings), codes=tuple(codes))


def _words(page: PlacedPage, codes: Sequence[Code]) -> list[PlacedWord]:
    here = [code for code in codes if code.box.page == page.number and code.symbology in _AS_WORDS]
    if not here:
        return []
    said = "".join(word.text for word in page.words)
    unsaid = (code for code in here if "".join(code.text.split()) not in said and code.text.isprintable())
    return [PlacedWord(code.text, _line(code.box)) for code in unsaid if not any(map(str.isspace, code.text))]


def _line(box: Box) -> Box:
    """A line of usual height through the middle of a code."""
    middle, half = (box.top + box.bottom) / 2, min(_LINE, box.height) / 2
    return Box(box.page, box.x0, middle - half, box.x1, middle + half)
