"""`nerkit read`: what the reader makes of a file, before any model sees it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Unpack

import typer

from nerkit.cli.inert_json import inert_json
from nerkit.cli.inert_text import inert_text
from nerkit.cli.options import takes
from nerkit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from nerkit.document import Box, Document, Table


EXAMPLES = (
    "nerkit read contract.pdf",
    "nerkit read scan.png --format json",
    "nerkit read scan.png --format png -o seen.png",
    "nerkit read rechnung.png --ocr-languages deu",
)
"""Lines that help shows below the options."""


@takes(ReadingOptions)
def read(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A document, a member as in a.zip/b.pdf, or - for stdin.")
    ],
    format: Annotated[
        Literal["text", "json", "png"],
        typer.Option(help="The text alone, with its pages and words, or pictures of the pages with both."),
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where pictures go; OUT-2.png is page 2.")
    ] = None,
    pages: Annotated[str, typer.Option(metavar="PAGES", help="The pages to draw, such as 1-3,5.")] = "",
    show_cleaning: Annotated[
        bool, typer.Option("--show-cleaning", help="Draw what each step of cleaning makes of a scan instead.")
    ] = False,
    **options: Unpack[ReadingOptions],
) -> None:
    """Print the text of a document, as the tagger gets it, or draw what was read."""
    from nerkit.cli.inputs import STDIN, standard_input
    from nerkit.cli.page_pictures import page_numbers, write_pictures
    from nerkit.reading.isolated import IsolatedReader
    from nerkit.reading.ocr_languages import check_languages
    from nerkit.reading.passwords import check_passwords

    check_languages(options)
    check_passwords(options)
    chosen = page_numbers(pages)
    content = standard_input() if file == STDIN else Path(file)
    with IsolatedReader() as reader:
        if show_cleaning:
            from nerkit.cli.cleaning import write_cleaning

            write_cleaning(reader, content, file, chosen, output, **options)
            return
        if isinstance(content, bytes):
            document = reader.read_bytes(content, file, **options)
        else:
            document = reader.read(content, **options)
        if format == "png":
            write_pictures(reader, content, document, chosen, output, **options)
            return
    if format == "json":
        typer.echo(inert_json(as_json(document)))
    else:  # a pipe gets the text as it is
        typer.echo(inert_text(document.text) if sys.stdout.isatty() else document.text)


def as_json(document: Document) -> dict[str, Any]:
    """The document with its pages, words, rules and tables; boxes are [x0, top, x1, bottom] in points."""
    pages = [
        {
            "number": p.number,
            "width": p.width,
            "height": p.height,
            "rotation": p.rotation,
            "start": p.start,
            "end": p.end,
            "source": p.source,
        }
        for p in document.pages
    ]
    words = [
        {"start": word.start, "end": word.end, **_place(word.box), "confidence": word.confidence}
        for word in document.words
    ]
    return {
        "source": document.source,
        "language": document.language,
        "text": document.text,
        "pages": pages,
        "words": words,
        "rules": [_place(rule) for rule in document.rules],
        "tables": [_table(table) for table in document.tables],
        "warnings": [notice.to_dict() for notice in document.warnings],
    }


def _table(table: Table) -> dict[str, Any]:
    cells = [
        {
            "row": cell.row,
            "column": cell.column,
            "rows": cell.rows,
            "columns": cell.columns,
            "box": _place(cell.box)["box"],
            "words": list(cell.words),
        }
        for cell in table.cells
    ]
    return {**_place(table.box), "rows": table.rows, "columns": table.columns, "cells": cells}


def _place(box: Box | None) -> dict[str, Any]:
    edges = box and [round(edge, 1) for edge in (box.x0, box.top, box.x1, box.bottom)]
    return {"page": box and box.page, "box": edges}
