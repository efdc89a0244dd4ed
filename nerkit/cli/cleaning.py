"""`nerkit read --show-cleaning`: what cleaning makes of the pages before OCR sees them, step by step."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from nerkit.cli.messages import tell
from nerkit.output import whole
from nerkit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from nerkit.reading.isolated import IsolatedReader


def write_cleaning(
    reader: IsolatedReader,
    file: Path | bytes,
    source: str,
    pages: Collection[int],
    output: Path | None,
    **options: Unpack[ReadingOptions],
) -> None:
    """Write a picture for each page, `page.cleaning.png`, with its number where it is not the first.

    `reader` draws them from the file, which is a path or its content. Raises NoPicture for what has no pages,
    OutputError, and what reading a PDF or an image raises.
    """
    stem = Path(source).stem if source != "-" else "page"
    target = output or Path(f"{stem}.cleaning.png")
    for number, png in reader.pictures(file, source, pages or None, cleaning=True, **options):
        path = target if number == 1 else target.with_stem(f"{target.stem}-{number}")
        with whole(path, reads=[source]) as part:
            part.write_bytes(png)
        tell(f"wrote {path}")
