"""`nerkit read --show-cleaning`: what cleaning makes of the pages before OCR sees them, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nerkit.cli.messages import tell
from nerkit.errors import NoPicture
from nerkit.output import whole

if TYPE_CHECKING:
    from nerkit.reading.cleaning import Pixels


def write_cleaning(data: bytes, source: str, pages: Collection[int], output: Path | None) -> None:
    """Write a picture for each page, `page.cleaning.png`, with its number where it is not the first.

    Raises NoPicture for what has no pages, OutputError, and what reading a PDF or an image raises.
    """
    from nerkit.reading.cleaning.filmstrip import cleaning_picture

    stem = Path(source).stem if source != "-" else "page"
    target = output or Path(f"{stem}.cleaning.png")
    for number, pixels in _pages(data, source, pages):
        path = target if number == 1 else target.with_stem(f"{target.stem}-{number}")
        with whole(path, reads=[source]) as part:
            cleaning_picture(pixels).save(part, "PNG")
        tell(f"wrote {path}")


def _pages(data: bytes, source: str, pages: Collection[int]) -> Iterator[tuple[int, Pixels]]:
    """The pixels of the pages as OCR gets them."""
    from pypdfium2 import PdfiumError

    from nerkit.reading.cleaning import gray
    from nerkit.reading.detect import detect
    from nerkit.reading.image import frames
    from nerkit.reading.pdf import opened, page_image

    match detect(data):
        case "image":
            for frame in frames(data, source):
                if not pages or frame.number in pages:
                    yield frame.number, gray(frame.pixels)
        case "pdf":
            with opened(data, source) as pdf:
                for i in range(len(pdf)):
                    if not pages or i + 1 in pages:
                        with suppress(PdfiumError):  # a damaged page, which reading leaves out with a warning
                            yield i + 1, page_image(pdf, i).pixels
        case _:
            raise NoPicture(f"{source}: has text but no pages to clean; use --format text or json")
