"""`nerkit read --show-cleaning`: what cleaning makes of the pages before OCR sees them, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from nerkit.errors import OutputError

if TYPE_CHECKING:
    from nerkit.reading.cleaning import Pixels


def write_cleaning(data: bytes, source: str, pages: Collection[int], output: Path | None) -> None:
    """Write a picture for each page, `page.cleaning.png`, with its number where it is not the first.

    Raises NoPicture for what has no pages, OutputError, and what reading a PDF or an image raises.
    """
    from nerkit.reading.cleaning.picture import cleaning_picture

    stem = Path(source).stem if source != "-" else "page"
    target = output or Path(f"{stem}.cleaning.png")
    for number, pixels in _pages(data, source, pages):
        path = target if number == 1 else target.with_stem(f"{target.stem}-{number}")
        try:
            cleaning_picture(pixels).save(path, "PNG")
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror}); check the folder and the disk") from error
        typer.echo(f"wrote {path}", err=True)


def _pages(data: bytes, source: str, pages: Collection[int]) -> Iterator[tuple[int, Pixels]]:
    """The pixels of the pages as OCR gets them: an image's own, a PDF's at 300 dpi."""
    import numpy as np

    from nerkit.reading.cleaning import gray
    from nerkit.reading.detect import detect
    from nerkit.reading.image import frames
    from nerkit.reading.render import page_images

    if detect(data) == "image":
        for frame in frames(data, source):
            if not pages or frame.number in pages:
                yield frame.number, gray(frame.pixels)
    else:
        for number, image in page_images(data, source, pages or None, dpi=300):
            yield number, np.asarray(image.convert("L"))
