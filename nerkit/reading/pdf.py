"""PDF pages: their own text where there is any, and what OCR reads where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Code, Document, Notice, PageSource
from nerkit.errors import BrokenPdf, EncryptedPdf, NoPages, ReadingError, TesseractMissing, TooManyPages, UnknownFormat
from nerkit.reading import left_out
from nerkit.reading.carried import carried
from nerkit.reading.characters import Frame, words_from_characters
from nerkit.reading.check_boxes import with_boxes, with_glyphs
from nerkit.reading.code_places import CodeFinder
from nerkit.reading.codes import codes_in, with_codes
from nerkit.reading.collector import paused_collector
from nerkit.reading.content import MOST_PAGES
from nerkit.reading.drawn_boxes import drawn_boxes
from nerkit.reading.fields import field_boxes, field_words, open_form
from nerkit.reading.heartbeat import NO_PAGE, alive
from nerkit.reading.hidden import hidden
from nerkit.reading.options import OcrMode, ReadingOptions
from nerkit.reading.out_of_reach import out_of_reach
from nerkit.reading.page_objects import PageObjects
from nerkit.reading.passwords import GIVE_PASSWORD, WRONG_PASSWORD, passwords_of
from nerkit.reading.patches import lacks_letters, only_torn, patched, torn_words
from nerkit.reading.picture_words import UNREAD, add_words_of_pictures
from nerkit.reading.pictures import PagePictures, PictureFinder
from nerkit.reading.placed import PlacedPage, PlacedWord
from nerkit.reading.resolution import scale_for_ocr
from nerkit.reading.ruling_lines import read_rules
from nerkit.reading.second_try import read_again
from nerkit.reading.stamped_pages import unstamped
from nerkit.reading.text_layer import TextLayerFault, fault, is_better
from nerkit.reading.textpage import read_characters
from nerkit.reading.unmapped import judged

if TYPE_CHECKING:
    from nerkit.reading.ocr import PageImage

_BROTLI = b"/BrotliDecode"  # a filter that PDF 2.0 is being extended by; PDFium sees nothing in such streams
_PICTURES = PictureFinder()
_CODES = CodeFinder()


def read_pdf(data: bytes, source: str, options: ReadingOptions) -> Document:
    """Read a PDF; raises EncryptedPdf, BrokenPdf, NoPages, UnknownFormat, and what OCR raises."""
    try:
        return _read(data, source, options)
    except (BrokenPdf, NoPages) as error:
        return read_again(data, source, error)


def _read(data: bytes, source: str, options: ReadingOptions) -> Document:
    warnings: list[Notice] = []
    passwords = passwords_of(options)
    with opened(data, source, passwords) as pdf:
        if len(pdf) > MOST_PAGES:
            raise TooManyPages(f"{source}: more than {MOST_PAGES:,} pages; print those that you need to a new PDF")
        warnings += out_of_reach(pdf, data, passwords)
        warnings += open_form(pdf)
        with paused_collector():
            layers = [_read_layer(pdf, i, options["ocr"], warnings) for i in range(len(pdf))]
        pages = [layer.page for layer in layers]
        codes = [code for layer in layers for code in layer.codes]
        if scans := [layer for layer in layers if layer.is_scan or layer.is_torn]:
            for page in _recognised(pdf, scans, options, warnings, codes, has_others=len(scans) < len(layers)):
                pages[page.number - 1] = page
        if pictures := [layer.pictures for layer in layers if layer.pictures]:
            add_words_of_pictures(pdf, pages, pictures, options, warnings)
    alive(NO_PAGE)
    if _BROTLI in data and not any(page.words for page in pages):
        raise _brotli(source)
    if all(page.width == 0 for page in pages):
        raise _broken(source)
    statements, notices = carried(data, passwords)
    with paused_collector():
        return replace(with_codes(source, pages, codes, (*warnings, *notices)), statements=statements)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A page with the words that the PDF brings along, and what is wrong with them.

    A page that `is_scan` is recognised; the layer of one that `may_stay` is kept where OCR does no better. Of one that
    `is_torn`, the words that lack letters are recognised. `pictures` on others hold text that is recognised. Of the
    `codes` those of scans are missing.
    """

    page: PlacedPage
    fault: TextLayerFault | None = None
    is_scan: bool = False
    may_stay: bool = False
    is_torn: bool = False
    pictures: PagePictures | None = None
    codes: Sequence[Code] = ()


@contextmanager
def opened(data: bytes, source: str, passwords: Sequence[str] = ()) -> Iterator[pdfium.PdfDocument]:
    """The PDF, by the first password that it needs, closed afterwards; raises EncryptedPdf, BrokenPdf and NoPages."""
    for password in (None, *passwords):
        alive()
        try:
            pdf = pdfium.PdfDocument(data, password)
        except pdfium.PdfiumError as error:
            why = _why_not_opened(data, source)
            if not isinstance(why, EncryptedPdf):
                raise why from error
        else:
            with closing(pdf):
                yield pdf
            return
    raise EncryptedPdf(f"{source}: {WRONG_PASSWORD if passwords else 'needs a password'}; {GIVE_PASSWORD}")


def _why_not_opened(data: bytes, source: str) -> ReadingError:
    # Asked again and directly: PDFium's last error is only of use right after a call that failed.
    handle = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if handle:
        raw.FPDF_CloseDocument(handle)
        return NoPages(f"{source}: a PDF without pages; get the file again")
    if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return EncryptedPdf(source)
    return _brotli(source) if _BROTLI in data else _broken(source)


def _brotli(source: str) -> UnknownFormat:
    return UnknownFormat(f"{source}: a PDF compressed by Brotli, which is not read; save it again as PDF 1.7")


def _broken(source: str) -> BrokenPdf:
    return BrokenPdf(f"{source}: damaged or cut off; get the file again or print it to a new PDF")


def _read_layer(pdf: pdfium.PdfDocument, i: int, ocr: OcrMode, warnings: list[Notice]) -> _Layer:
    number = i + 1
    if why := left_out.pages.get(number):
        warnings.append(Notice(why, left_out.SAID[why], number))
        return _Layer(PlacedPage(number, 0.0, 0.0, (), "blank"))
    _begin(pdf, i)
    try:
        page = pdf[i]
    except pdfium.PdfiumError:
        warnings.append(Notice("damaged-page", "damaged, left out", number))
        return _Layer(PlacedPage(number, 0.0, 0.0, (), "blank"))
    with closing(page), closing(page.get_textpage()) as textpage:
        frame = _frame(page)
        width, height = frame.size
        characters = read_characters(textpage, frame)
        objects = PageObjects.of_page(page)
        characters = judged(page, frame, characters.only(~hidden(page, objects, frame, characters)))
        words, turn = words_from_characters(characters, frame, number)
        wrong = fault(page, characters, words)
        if wrong and ocr == "never":
            warnings.append(Notice("text-layer", f"{wrong.value}, OCR is switched off", number))
        torn = not wrong and lacks_letters(words)
        if torn and ocr == "never":
            warnings.append(Notice("text-layer", f"{_torn(words)}, OCR is switched off", number))
        words += field_words(pdf, page, frame, number, words)
        boxes = [*field_boxes(pdf, page, frame, number)]
        if not wrong:
            words, boxes = with_glyphs(words), [*boxes, *drawn_boxes(page, objects, frame, number)]
        words = with_boxes(words, boxes)
        source: PageSource = "text" if words else "blank"
        placed = PlacedPage(number, width, height, words, source, turn, rules=read_rules(page, frame, number))
        if ocr == "always":
            return _Layer(placed, wrong, is_scan=True)
        empty = PagePictures(number, frame, turn, ())
        pictures = None if wrong else _PICTURES.with_text(page, objects, characters, empty)
        scanned = ocr == "auto" and wrong is not None  # its codes are looked for in the picture that OCR gets
        codes = () if scanned else tuple(_CODES.codes(page, objects, frame, number, warnings))
        if ocr == "auto":
            may_stay = wrong in (TextLayerFault.DOUBTFUL, TextLayerFault.MISREAD)
            return _Layer(placed, wrong, scanned, may_stay, torn, pictures, codes)
        if pictures:
            warnings.append(Notice("picture", f"{UNREAD}, OCR is switched off", number))
        return _Layer(placed, wrong, codes=codes)


def _recognised(
    pdf: pdfium.PdfDocument,
    scans: list[_Layer],
    options: ReadingOptions,
    warnings: list[Notice],
    codes: list[Code],
    *,
    has_others: bool,
) -> Iterator[PlacedPage]:
    """What OCR makes of pages whose text layer will not do; a layer that is only misread may win against it.

    The codes of scans are added to `codes`.
    """
    from nerkit.reading.ocr import recognise_all

    layers = {layer.page.number: layer for layer in scans}
    try:
        for page in recognise_all(
            map(partial(_image, pdf, codes, warnings), scans), options, warnings, has_others=has_others
        ):
            layer = layers[page.number]
            best, outcome = _better(layer, page)
            if outcome:
                warnings.append(Notice("text-layer", outcome, page.number))
            yield best
    except TesseractMissing:
        if not all(layer.may_stay or layer.is_torn for layer in scans):
            raise
        for layer in scans:
            why = layer.fault.value if layer.fault else _torn(layer.page.words)
            warnings.append(Notice("text-layer", f"{why}, kept, as there is no OCR engine", layer.page.number))


def _image(pdf: pdfium.PdfDocument, codes: list[Code], warnings: list[Notice], layer: _Layer) -> PageImage:
    image = page_image(pdf, layer.page.number - 1)
    if layer.is_torn:
        return only_torn(image, layer.page.words)
    codes += codes_in(image.pixels, image.number, image.width, image.height, warnings)
    return image


def _better(layer: _Layer, recognised: PlacedPage) -> tuple[PlacedPage, str]:
    """The page as it is best read, and what there is to say of it."""
    if layer.is_torn:
        page = patched(layer.page, recognised)
        left = torn_words(page.words)
        return page, f"{_torn(layer.page.words)}, {f'all but {left} ' if left else ''}read by OCR"
    if not layer.fault:
        return recognised, ""
    if layer.may_stay and not is_better(recognised.words, layer.page.words):
        return layer.page, f"{layer.fault.value}, kept, as OCR reads no better"
    return recognised, f"{layer.fault.value}, {'read by OCR' if recognised.words else 'OCR found no words'}"


def _torn(words: Sequence[PlacedWord]) -> str:
    return f"{torn_words(words)} words with letters that the text layer does not tell"


def _begin(pdf: pdfium.PdfDocument, i: int) -> None:
    """Says that a page comes next; the only one cannot be left out."""
    alive(i + 1 if len(pdf) > 1 else None)


def _frame(page: pdfium.PdfPage) -> Frame:
    return Frame(page.get_bbox(), page.get_rotation() // 90)


def page_image(pdf: pdfium.PdfDocument, i: int) -> PageImage:
    """The page of this index as OCR gets it, in grey levels."""
    from nerkit.reading.ocr import PageImage

    _begin(pdf, i)
    with closing(pdf[i]) as page:
        with closing(page.render(scale=scale_for_ocr(page), grayscale=True)) as bitmap:
            pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
        pixels, stamps = unstamped(page, pixels)
        return PageImage(i + 1, *_frame(page).size, pixels, stamps)
