"""PDF pages: their own text where there is any, and what OCR reads where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Document, Notice, PageSource
from nerkit.errors import BrokenPdf, EncryptedPdf, NoPages, ReadingError, TesseractMissing, TooManyPages
from nerkit.reading.characters import Frame, words_from_characters
from nerkit.reading.collector import paused_collector
from nerkit.reading.content import MOST_PAGES
from nerkit.reading.fields import field_words, open_form
from nerkit.reading.heartbeat import alive
from nerkit.reading.hidden import hidden
from nerkit.reading.layout import assemble
from nerkit.reading.options import OcrMode, ReadingOptions
from nerkit.reading.placed import PlacedPage
from nerkit.reading.resolution import scale_for_ocr
from nerkit.reading.ruling_lines import read_rules
from nerkit.reading.text_layer import TextLayerFault, fault, is_better
from nerkit.reading.textpage import read_characters

if TYPE_CHECKING:
    from nerkit.reading.ocr import PageImage


def read_pdf(data: bytes, source: str, options: ReadingOptions) -> Document:
    """Read a PDF; raises EncryptedPdf, BrokenPdf, NoPages, and what OCR raises."""
    warnings: list[Notice] = []
    with opened(data, source) as pdf:
        if len(pdf) > MOST_PAGES:
            raise TooManyPages(f"{source}: more than {MOST_PAGES:,} pages; print those that you need to a new PDF")
        open_form(pdf)
        with paused_collector():
            layers = [_read_layer(pdf, i, options["ocr"], warnings) for i in range(len(pdf))]
        pages = [layer.page for layer in layers]
        if scans := [layer for layer in layers if layer.is_scan]:
            for page in _recognised(pdf, scans, options, warnings, has_others=len(scans) < len(layers)):
                pages[page.number - 1] = page
    if all(page.width == 0 for page in pages):
        raise _broken(source)
    with paused_collector():
        return assemble(source, pages, warnings=warnings)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A page with the words that the PDF brings along, and what is wrong with them.

    A page that `is_scan` is recognised; the layer of one that `may_stay` is kept where OCR does no better.
    """

    page: PlacedPage
    fault: TextLayerFault | None = None
    is_scan: bool = False
    may_stay: bool = False


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


def _read_layer(pdf: pdfium.PdfDocument, i: int, ocr: OcrMode, warnings: list[Notice]) -> _Layer:
    number = i + 1
    alive()
    try:
        page = pdf[i]
    except pdfium.PdfiumError:
        warnings.append(Notice("damaged-page", "damaged, left out", number))
        return _Layer(PlacedPage(number, 0.0, 0.0, (), "blank"))
    with closing(page), closing(page.get_textpage()) as textpage:
        frame = _frame(page)
        width, height = frame.size
        characters = read_characters(textpage, frame)
        characters = characters.only(~hidden(page, frame, characters))
        words, turn = words_from_characters(characters, frame, number)
        wrong = fault(page, characters, words)
        if wrong and ocr == "never":
            warnings.append(Notice("text-layer", f"{wrong.value}, OCR is switched off", number))
        words += field_words(pdf, page, frame, number, words)
        source: PageSource = "text" if words else "blank"
        placed = PlacedPage(number, width, height, words, source, turn, rules=read_rules(page, frame, number))
        if ocr == "auto":
            return _Layer(placed, wrong, is_scan=wrong is not None, may_stay=wrong is TextLayerFault.MISREAD)
        return _Layer(placed, wrong, is_scan=ocr == "always")


def _recognised(
    pdf: pdfium.PdfDocument, scans: list[_Layer], options: ReadingOptions, warnings: list[Notice], *, has_others: bool
) -> Iterator[PlacedPage]:
    """What OCR makes of pages whose text layer will not do; a layer that is only misread may win against it."""
    from nerkit.reading.ocr import recognise_all

    layers = {layer.page.number: layer for layer in scans}
    images = (page_image(pdf, number - 1) for number in layers)
    try:
        for page in recognise_all(images, options, warnings, has_others=has_others):
            layer = layers[page.number]
            keep = layer.may_stay and not is_better(page.words, layer.page.words)
            if layer.fault:
                read = "read by OCR" if page.words else "OCR found no words"
                outcome = "kept, as OCR reads no better" if keep else read
                warnings.append(Notice("text-layer", f"{layer.fault.value}, {outcome}", page.number))
            yield layer.page if keep else page
    except TesseractMissing:
        if not all(layer.may_stay for layer in scans):
            raise
        kept = f"{TextLayerFault.MISREAD.value}, kept, as there is no OCR engine"
        warnings += [Notice("text-layer", kept, number) for number in layers]


def _frame(page: pdfium.PdfPage) -> Frame:
    return Frame(page.get_bbox(), page.get_rotation() // 90)


def page_image(pdf: pdfium.PdfDocument, i: int) -> PageImage:
    """The page of this index as OCR gets it, in grey levels."""
    from nerkit.reading.ocr import PageImage

    with closing(pdf[i]) as page:
        with closing(page.render(scale=scale_for_ocr(page), grayscale=True)) as bitmap:
            pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
        return PageImage(i + 1, *_frame(page).size, pixels)
