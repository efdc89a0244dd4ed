"""Stamps on the scans in a PDF, which is drawn in colour only where its pictures have any."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import closing

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.reading.cleaning import Pixels
from nerkit.reading.stamps import SIDE, Stamp, places, taken_off

_COLOUR_BITS = 24  # a pixel
_DEPTH = 3  # of forms in forms


def unstamped(page: pdfium.PdfPage, pixels: Pixels) -> tuple[Pixels, Sequence[Stamp]]:
    """The drawn page, in grey, without stamps, and these. *Shape:* `pixels` (height, width)."""
    if not _has_colour(page):
        return pixels, ()
    found = places(_drawn(page, min(SIDE, max(pixels.shape)) / max(page.get_size())))
    if not found:
        return pixels, ()
    colour = _drawn(page, max(pixels.shape) / max(page.get_size()))
    rows, columns = (min(a, b) for a, b in zip(pixels.shape, colour.shape[:2], strict=True))
    off, stamps = taken_off(pixels[:rows, :columns], colour[:rows, :columns], found)
    pixels = pixels.copy()
    pixels[:rows, :columns] = off
    return pixels, stamps


def _has_colour(page: pdfium.PdfPage) -> bool:
    metadata = raw.FPDF_IMAGEOBJ_METADATA()
    return any(
        raw.FPDFImageObj_GetImageMetadata(item.raw, page.raw, ctypes.byref(metadata))
        and metadata.bits_per_pixel >= _COLOUR_BITS
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH)
    )


def _drawn(page: pdfium.PdfPage, scale: float) -> Pixels:
    """Red, green and blue. *Shape:* (height, width, 3)."""
    with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width, -1)[:, :, :3]
