"""How fine a page was scanned, and at which resolution it is drawn for OCR: at its own, nothing invented in between."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_DPI = 300
_LEAST_SIDE = 1600  # pixels of a scan's longer side: a coarser one is enlarged, what is drawn over it stays sharp
_ENOUGH_SIDE = 3508  # A4's at 300 dpi
_MAX_PIXELS = 25_000_000
_FULL_PAGE = 0.6  # of the page's area
_DEPTH = 3  # of forms in forms


def is_scan(page: pdfium.PdfPage) -> bool:
    """Whether one picture fills most of the page."""
    return _scanned_at(page) is not None


def scale_for_ocr(page: pdfium.PdfPage) -> float:
    """Pixels a point: 300 dpi, or what the pictures have where one of them fills the page, within reason.

    Scanners write pages of two feet or of a hand's breadth: only the picture knows how fine the paper was scanned.
    """
    width, height = page.get_size()
    side = max(width, height, 1.0)
    scale = _DPI / 72
    if own := _scanned_at(page):
        scale = min(max(own, _LEAST_SIDE / side), max(scale, _ENOUGH_SIDE / side))
    return float(min(scale, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5))


def _scanned_at(page: pdfium.PdfPage) -> float | None:
    """Pixels a point of the finest picture; None where no picture fills the page."""
    left, bottom, right, top = page.get_bbox()
    page_area = max((right - left) * (top - bottom), 1.0)
    finest, fills = 0.0, False
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        x0, y0, x1, y1 = item.get_bounds()
        columns, rows = item.get_px_size()
        finest = max(finest, (columns * rows / max((x1 - x0) * (y1 - y0), 1.0)) ** 0.5)
        fills = fills or (min(x1, right) - max(x0, left)) * (min(y1, top) - max(y0, bottom)) > _FULL_PAGE * page_area
    return finest if fills else None
