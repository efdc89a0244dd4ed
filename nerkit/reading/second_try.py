"""A PDF that PDFium refuses is read by pdfminer, which minds less how a file is put together and is much slower."""

from __future__ import annotations

import io
from collections.abc import Iterator

from nerkit.document import Box, Document, Notice
from nerkit.errors import ReadingError
from nerkit.reading.content import MOST_PAGES
from nerkit.reading.heartbeat import alive
from nerkit.reading.layout import assemble
from nerkit.reading.placed import PlacedPage, PlacedWord


def read_again(data: bytes, source: str, refused: ReadingError) -> Document:
    """The words of a PDF that was `refused`, with their boxes; raises that error where pdfminer finds none either."""
    try:
        pages = list(_pages(data))
    except MemoryError:
        raise
    except Exception as error:  # it raises what it stumbles over, of any kind
        raise refused from error
    if not any(page.words for page in pages):
        raise refused
    warning = Notice("damaged-file", "damaged, read by pdfminer in a second try; pictures and forms are left out")
    return assemble(source, pages, warnings=[warning])


def _pages(data: bytes) -> Iterator[PlacedPage]:
    import pdfplumber  # slow to import, and seldom needed

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages[:MOST_PAGES]:
            alive()
            words = [
                PlacedWord(word["text"], _box(page.page_number, word, page.bbox))
                for word in page.extract_words(return_chars=False)
            ]
            yield PlacedPage(
                page.page_number, float(page.width), float(page.height), words, "text" if words else "blank"
            )
            page.close()


def _box(number: int, word: dict[str, float], page: tuple[float, float, float, float]) -> Box:
    left, top = page[:2]
    return Box(number, word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top)
