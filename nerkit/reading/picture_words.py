"""The text of pictures on pages with text of their own becomes words of these pages, each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import reduce
from hashlib import sha256
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from nerkit.document import Box, Notice
from nerkit.errors import ExtraMissing, OcrFailed, TesseractMissing
from nerkit.reading.lettering import LETTERS
from nerkit.reading.options import ReadingOptions
from nerkit.reading.pictures import PagePictures, drawn
from nerkit.reading.placed import PlacedPage
from nerkit.reading.rotation import rotated_box, rotated_size

if TYPE_CHECKING:
    from nerkit.reading.ocr import PageImage

_FOR_OCR = 300 / 72  # pixels a point
_MAX_PIXELS = 25_000_000
_SURE = 0.6

UNREAD = "a picture on it looks as if it held text"


def add_words_of_pictures(
    pdf: pdfium.PdfDocument,
    pages: list[PlacedPage],
    pictures: Sequence[PagePictures],
    options: ReadingOptions,
    warnings: list[Notice],
) -> None:
    """Recognise pictures and put their words on their pages, which `pages` has in order; what fails is a warning."""
    from nerkit.reading.ocr import recognise_all

    first_with: dict[bytes, int] = {}
    same_as: dict[int, list[PagePictures]] = {}

    def images() -> Iterator[PageImage]:
        """Each picture once: letterheads come again on every page."""
        for each in pictures:
            with closing(pdf[each.number - 1]) as page:
                image = _image(page, each)
            first = first_with.setdefault(sha256(image.pixels.tobytes()).digest(), each.number)
            same_as.setdefault(first, []).append(each)
            if first == each.number:
                yield image

    failed: list[Notice] = []
    try:
        read = list(recognise_all(images(), options, failed, has_others=True))
    except (TesseractMissing, ExtraMissing, OcrFailed):
        warnings += [Notice("picture", f"{UNREAD}, there is no OCR engine", each.number) for each in pictures]
        return
    for found in read:
        for each in same_as[found.number]:
            pages[each.number - 1] = _with_words_of(pages[each.number - 1], found, each)
    for notice in failed:
        if notice.code == "second-look":
            warnings.append(notice)
            continue
        same = same_as[notice.page] if notice.page else []
        warnings += [Notice("picture", f"{UNREAD}, which was not recognised", each.number) for each in same]


def _around(pictures: PagePictures) -> Box:
    return reduce(Box.union, (picture.box for picture in pictures.pictures))


def _image(page: pdfium.PdfPage, pictures: PagePictures) -> PageImage:
    """The part of a page that holds these pictures, set upright, as OCR gets it."""
    from nerkit.reading.ocr import PageImage

    box = _around(pictures)
    scale = min(_FOR_OCR, (_MAX_PIXELS / max(box.width * box.height, 1.0)) ** 0.5)
    width, height = rotated_size(box.width, box.height, pictures.turn)
    return PageImage(pictures.number, width, height, drawn(page, pictures, box, scale))


def _with_words_of(page: PlacedPage, found: PlacedPage, pictures: PagePictures) -> PlacedPage:
    """The page with the words that OCR is sure of in its pictures; of a logo it reads a word or a part of one."""
    place, number = _around(pictures), page.number
    words = []
    for word in found.words:
        if (word.confidence or 0.0) >= _SURE and any(c.isalnum() for c in word.text):
            box = rotated_box(word.box, -pictures.turn, found.width, found.height)
            box = Box(number, box.x0 + place.x0, box.top + place.top, box.x1 + place.x0, box.bottom + place.top)
            words.append(replace(word, box=box, upright=found.rotation == 0))
    letters = sum(c.isalnum() for word in words for c in word.text)
    return replace(page, words=[*page.words, *words]) if letters >= LETTERS and len(words) > 1 else page
