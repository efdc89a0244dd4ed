"""`nerkit split`: the documents in a PDF as files of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Unpack

import typer

from nerkit.cli.options import takes
from nerkit.reading.options import ReadingOptions

EXAMPLES = ("nerkit split post.pdf -o parts/",)
"""Lines that help shows below the options."""


@takes(ReadingOptions)
def split(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF that may hold several documents.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the parts go.")],
    **options: Unpack[ReadingOptions],
) -> None:
    """Write each document in a PDF as a PDF of its own; pages are copied, not printed anew.

    Standard output has a line for each: its name, its first and its last page.
    """
    for path, first, last in split_file(file, output, **options):
        typer.echo(f"{path}\t{first}\t{last}")


def split_file(file: Path, folder: Path, **options: Unpack[ReadingOptions]) -> list[tuple[Path, int, int]]:
    """The parts of a PDF in `folder`, NAME-1.pdf and so on, each with its first and last page.

    Raises what reading raises, NoPicture for what is no PDF, and `OutputError` where a part cannot be written.
    """
    from nerkit.output import whole, written_to
    from nerkit.page_stream import parts
    from nerkit.reading.isolated import IsolatedReader
    from nerkit.reading.standing import standing

    with IsolatedReader() as reader:
        found = parts(standing(reader.read(file, **options)))
        pdfs = reader.page_ranges(file, str(file), [(part.first, part.last) for part in found], **options)
    with written_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    for part, pdf in zip(found, pdfs, strict=True):
        path = folder / f"{file.stem}-{part.number}.pdf"
        with whole(path, reads=[str(file)]) as to:
            to.write_bytes(pdf)
        written.append((path, part.first, part.last))
    return written
