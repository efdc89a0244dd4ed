"""A scan is drawn for OCR as fine as it was scanned, whatever size its page claims to have."""

from __future__ import annotations

import io
from contextlib import closing

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nerkit.reading.resolution import is_scan, scale_for_ocr

A4 = (595.0, 842.0)


def page(
    size: tuple[float, float], pixels: tuple[int, int], *, part: float = 1.0, stamp: int = 0
) -> tuple[bool, tuple[int, int]]:
    """Whether a page with a picture on a part of its width and height is a scan, and how many pixels it is drawn with.

    `stamp` is the side of a second, small picture of an inch.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    canvas.drawImage(ImageReader(Image.new("L", pixels, 255)), 0, 0, size[0] * part, size[1] * part)
    if stamp:
        canvas.drawImage(ImageReader(Image.new("L", (stamp, stamp), 0)), 0, 0, 72, 72)
    canvas.save()
    with closing(pdfium.PdfDocument(buffer.getvalue())) as pdf, closing(pdf[0]) as drawn:
        scale = scale_for_ocr(drawn)
        return is_scan(drawn), (round(size[0] * scale), round(size[1] * scale))


@pytest.mark.parametrize("size", [(612.0, 792.0), (1749.0, 2263.0), (306.0, 396.0)])
def test_a_scan_is_drawn_with_the_pixels_that_it_has(size: tuple[float, float]) -> None:
    assert page(size, (1700, 2200)) == (True, (pytest.approx(1700, rel=0.01), pytest.approx(2200, rel=0.01)))


def test_a_page_with_a_picture_in_it_is_drawn_at_300_dpi() -> None:
    assert page(A4, (200, 200), part=0.5) == (False, (2479, 3508))


def test_a_coarse_scan_is_drawn_larger_than_it_is() -> None:
    assert page(A4, (420, 594)) == (True, (1131, 1600))


def test_a_sheet_scanned_finer_than_300_dpi_is_drawn_at_300_dpi() -> None:
    assert page(A4, (4958, 7017)) == (True, (2479, 3508))


def test_the_finest_of_the_layers_of_a_scan_counts() -> None:
    assert page(A4, (827, 1169), stamp=250) == (True, (2066, 2924))


def test_a_page_as_large_as_a_wall_is_drawn_with_as_many_pixels_as_ocr_can_take() -> None:
    _, (width, height) = page((7200.0, 7200.0), (100, 100), part=0.1)

    assert width * height == pytest.approx(25_000_000, rel=0.01)
