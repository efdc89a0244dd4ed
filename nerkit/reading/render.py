"""The pages of a PDF or an image as pictures, for people to look at."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import Image

from nerkit.errors import NoPicture
from nerkit.reading.detect import detect

if TYPE_CHECKING:
    from nerkit.reading.cleaning import Pixels

_POINTS = 72  # an inch
_MAX_PIXELS = 25_000_000


def page_images(
    data: bytes,
    source: str,
    pages: Container[int] | None = None,
    *,
    dpi: int = 110,
    passwords: Sequence[str] = (),
) -> Iterator[tuple[int, Image.Image]]:
    """The pages with their numbers, in order and one at a time; `pages` chooses some, counting from 1.

    A huge page comes at a lower resolution. Raises NoPicture for what has no pages, such as plain text, and what
    reading a PDF or an image raises.
    """
    match detect(data):
        case "pdf":
            return _pdf_pages(data, source, pages, dpi, passwords)
        case "image":
            return _frames(data, source, pages, dpi)
        case _:
            raise NoPicture(f"{source}: has text but no pages to draw; use --format text or json")


def cleaning_images(
    data: bytes, source: str, pages: Collection[int] | None = None, *, passwords: Sequence[str] = ()
) -> Iterator[tuple[int, Image.Image]]:
    """What each step of cleaning makes of the pages, with their numbers, in order and one at a time.

    Raises NoPicture for what has no pages, and what reading a PDF or an image raises.
    """
    from nerkit.reading.cleaning.filmstrip import cleaning_picture

    for number, pixels in _pixels(data, source, pages, passwords):
        yield number, cleaning_picture(pixels)


def _pixels(
    data: bytes, source: str, pages: Collection[int] | None, passwords: Sequence[str]
) -> Iterator[tuple[int, Pixels]]:
    """The pages as OCR gets them, in grey levels."""
    from nerkit.reading.cleaning import gray
    from nerkit.reading.image import frames
    from nerkit.reading.pdf import opened, page_image

    match detect(data):
        case "image":
            for frame in frames(data, source):
                if pages is None or frame.number in pages:
                    yield frame.number, gray(frame.pixels)
        case "pdf":
            with opened(data, source, passwords) as pdf:
                for i in range(len(pdf)):
                    if pages is None or i + 1 in pages:
                        with suppress(pdfium.PdfiumError):  # a damaged page, which reading leaves out with a warning
                            yield i + 1, page_image(pdf, i).pixels
        case _:
            raise NoPicture(f"{source}: has text but no pages to clean; use --format text or json")


def _pdf_pages(
    data: bytes, source: str, pages: Container[int] | None, dpi: int, passwords: Sequence[str]
) -> Iterator[tuple[int, Image.Image]]:
    from nerkit.reading.fields import open_form
    from nerkit.reading.pdf import opened

    with opened(data, source, passwords) as pdf:
        open_form(pdf)
        for i in range(len(pdf)):
            if pages is None or i + 1 in pages:
                yield i + 1, _rendered(pdf, i, dpi)


def _rendered(pdf: pdfium.PdfDocument, i: int, dpi: int) -> Image.Image:
    try:
        page = pdf[i]
    except pdfium.PdfiumError:  # a damaged page, which reading leaves out with a warning
        return Image.new("RGB", (1, 1), "white")
    with closing(page):
        width, height = page.get_size()
        scale = min(dpi / _POINTS, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        with closing(page.render(scale=scale)) as bitmap:
            image: Image.Image = bitmap.to_pil().convert("RGB")
            return image


def _frames(data: bytes, source: str, pages: Container[int] | None, dpi: int) -> Iterator[tuple[int, Image.Image]]:
    from nerkit.reading.image import frames

    for frame in frames(data, source):
        if pages is None or frame.number in pages:
            size = round(frame.width * dpi / _POINTS), round(frame.height * dpi / _POINTS)
            yield frame.number, Image.fromarray(frame.pixels).convert("RGB").resize(size)
