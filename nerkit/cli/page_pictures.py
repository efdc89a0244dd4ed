"""`nerkit read --format png`: the pages with what the reader saw, as files or on standard output."""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import typer

from nerkit.cli.messages import tell
from nerkit.errors import NoPicture
from nerkit.output import whole
from nerkit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from nerkit.document import Document
    from nerkit.reading.isolated import IsolatedReader


def write_pictures(
    reader: IsolatedReader,
    file: Path | bytes,
    document: Document,
    pages: Collection[int],
    output: Path | None,
    **options: Unpack[ReadingOptions],
) -> None:
    """Write a PNG for each of the pages, numbered where there are several; `reader` draws them from the file.

    `file` is its path or its content, and `options` are those that it was read with.
    One page alone goes to standard output where no `output` is named and that is no terminal; files are else named
    after the document. Raises NoPicture, OutputError and what reading raises.
    """
    numbers = [page.number for page in document.pages if not pages or page.number in pages]
    if not numbers:
        what = "has none of these pages" if document.pages else "has text but no pages to draw"
        raise NoPicture(f"{document.source}: {what}; see --pages, --format text and --format json")
    pictures = _pictures(reader, file, document, numbers, options)
    if output is None and len(numbers) == 1 and not sys.stdout.isatty():
        sys.stdout.buffer.writelines(png for _, png in pictures)
        return
    target = output or Path(f"{Path(document.source).stem if document.source != '-' else 'page'}.png")
    for number, png in pictures:
        path = target if len(numbers) == 1 else target.with_stem(f"{target.stem}-{number}")
        with whole(path, reads=[document.source]) as part:
            part.write_bytes(png)
        tell(f"wrote {path}")


def _pictures(
    reader: IsolatedReader, file: Path | bytes, document: Document, numbers: Collection[int], options: ReadingOptions
) -> Iterator[tuple[int, bytes]]:
    from PIL import Image

    from nerkit.reading.legend import with_legend
    from nerkit.reading.overlay import MEANINGS, page_picture

    by_number = {page.number: page for page in document.pages}
    for number, drawn in reader.pictures(file, document.source, numbers, **options):
        png = io.BytesIO()
        with Image.open(io.BytesIO(drawn)) as image:
            with_legend(page_picture(image, document, by_number[number]), MEANINGS).save(png, "PNG")
        yield number, png.getvalue()


def page_numbers(wanted: str) -> set[int]:
    """The pages that "1-3,5" names, none for all of them; raises what typer turns into wrong usage."""
    numbers: set[int] = set()
    for part in filter(None, wanted.replace(" ", "").split(",")):
        first, dash, last = part.partition("-")
        if not (first.isdecimal() and (last.isdecimal() if dash else True)):
            raise typer.BadParameter(f"{part}: name pages as in 1-3,5")
        if int(first) < 1 or int(last or first) - int(first) not in range(100_000):
            raise typer.BadParameter(f"{part}: pages count from 1, the first before the last")
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers
