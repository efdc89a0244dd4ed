"""PDF pages: their own text where there is any, and what OCR reads where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Document, PageSource
from nerkit.errors import BrokenPdf, EncryptedPdf, NoPages, ReadingError, TooManyPages
from nerkit.reading.characters import Frame, words_from_characters
from nerkit.reading.collector import paused_collector
from nerkit.reading.hidden import hidden
from nerkit.reading.layout import PlacedPage, assemble
from nerkit.reading.options import OcrMode, ReadingOptions
from nerkit.reading.progress import alive
from nerkit.reading.rules import read_rules
from nerkit.reading.textpage import read_characters

if TYPE_CHECKING:
    from nerkit.reading.ocr import PageImage

_OCR_DPI = 300
_MAX_PIXELS = 25_000_000
_MAX_GARBAGE = 0.3
_MAX_PAGES = 10_000  # in a small file there may be millions, which are all one and the same
_FEW_CHARACTERS = 120  # what a fax header or a stamp on a scan has
_FULL_PAGE = 0.6  # of the page's area


def read_pdf(data: bytes, source: str, options: ReadingOptions) -> Document:
    """Read a PDF; raises EncryptedPdf, BrokenPdf, NoPages, and what OCR raises."""
    warnings: list[str] = []
    with opened(data, source) as pdf:
        if len(pdf) > _MAX_PAGES:
            raise TooManyPages(f"{source}: more than {_MAX_PAGES:,} pages; print those that you need to a new PDF")
        with paused_collector():
            pages = [_read_page(pdf, i, options.ocr, warnings) for i in range(len(pdf))]
        if scans := [i for i, page in enumerate(pages) if page is None]:
            from nerkit.reading.ocr import recognise_all

            has_others = any(page is not None and page.words for page in pages)
            images = (_image(pdf, i) for i in scans)
            for page in recognise_all(images, options, warnings, has_others=has_others):
                pages[page.number - 1] = page
    read = [page for page in pages if page is not None]
    if all(page.width == 0 for page in read):
        raise _broken(source)
    with paused_collector():
        return assemble(source, read, warnings=warnings)


@contextmanager
def opened(data: bytes, source: str) -> Iterator[pdfium.PdfDocument]:
    """The PDF, closed afterwards; raises EncryptedPdf, BrokenPdf and NoPages."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _why_not_opened(data, source) from error
    with closing(pdf):
        yield pdf


def _why_not_opened(data: bytes, source: str) -> ReadingError:
    # Asked again and directly: PDFium's last error is only of use right after a call that failed.
    handle = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if handle:
        raw.FPDF_CloseDocument(handle)
        return NoPages(f"{source}: a PDF without pages; get the file again")
    if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return EncryptedPdf(f"{source}: needs a password; save it without one and try again")
    return _broken(source)


def _broken(source: str) -> BrokenPdf:
    return BrokenPdf(f"{source}: damaged or cut off; get the file again or print it to a new PDF")


def _read_page(pdf: pdfium.PdfDocument, i: int, ocr: OcrMode, warnings: list[str]) -> PlacedPage | None:
    """The page's own words, None where the page is to be recognised."""
    number = i + 1
    alive()
    try:
        page = pdf[i]
    except pdfium.PdfiumError:
        warnings.append(f"page {number}: damaged, left out")
        return PlacedPage(number, 0.0, 0.0, (), "blank")
    with closing(page), closing(page.get_textpage()) as textpage:
        frame = _frame(page)
        width, height = frame.size
        characters = read_characters(textpage, frame)
        characters = characters.only(~hidden(page, frame, characters))
        words, turn = words_from_characters(characters, frame, number)
        missing = _why_not_usable(page, frame, sum(len(word.text) for word in words), characters.garbage_share)
        if missing:
            warnings.append(f"page {number}: {missing}, {'OCR is switched off' if ocr == 'never' else 'read by OCR'}")
        if ocr == "always" or (missing and ocr == "auto"):
            return None
        source: PageSource = "text" if words else "blank"
        return PlacedPage(number, width, height, words, source, turn, rules=read_rules(page, frame, number))


def _frame(page: pdfium.PdfPage) -> Frame:
    return Frame(page.get_bbox(), page.get_rotation() // 90)


def _why_not_usable(page: pdfium.PdfPage, frame: Frame, characters: int, garbage: float) -> str | None:
    """Why the page's own text will not do, None where it will; a page with nothing drawn on it needs no OCR."""
    if characters and garbage > _MAX_GARBAGE:
        return "unreadable text layer"
    if characters >= _FEW_CHARACTERS:
        return None
    objects = raw.FPDFPage_CountObjects(page.raw)
    if not characters:
        return "no text layer" if objects > 0 else None
    return "almost no text over an image" if _has_full_page_image(page, frame) else None


def _has_full_page_image(page: pdfium.PdfPage, frame: Frame) -> bool:
    left, bottom, right, top = frame.bounds
    area = max((right - left) * (top - bottom), 1.0)
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        x0, y0, x1, y1 = item.get_pos() if hasattr(item, "get_pos") else item.get_bounds()
        if (min(x1, right) - max(x0, left)) * (min(y1, top) - max(y0, bottom)) > _FULL_PAGE * area:
            return True
    return False


def _image(pdf: pdfium.PdfDocument, i: int) -> PageImage:
    """The page as gray pixels, at the resolution that OCR wants or less where the page is huge."""
    from nerkit.reading.ocr import PageImage

    with closing(pdf[i]) as page:
        width, height = page.get_size()
        scale = min(_OCR_DPI / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        with closing(page.render(scale=scale, grayscale=True)) as bitmap:
            pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
        return PageImage(i + 1, *_frame(page).size, pixels)
