"""`nerkit read`: what the reader makes of a file, before any model sees it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from nerkit.cli.options import NoCache, Ocr, OcrEngine, OcrLanguages

if TYPE_CHECKING:
    from nerkit.document import Document
    from nerkit.reading.options import ReadingKeywords


def read(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A document, or - for standard input.")],
    format: Annotated[
        Literal["text", "json"], typer.Option(help="The text alone, or with its pages and words.")
    ] = "text",
    ocr: Ocr = "auto",
    ocr_languages: OcrLanguages = "eng",
    ocr_engine: OcrEngine = "auto",
    no_cache: NoCache = False,
) -> None:
    """Print the text of a document, as the tagger gets it."""
    from nerkit.reading.isolated import Reader

    options: ReadingKeywords = {
        "ocr": ocr,
        "ocr_languages": ocr_languages,
        "ocr_engine": ocr_engine,
        "cache": not no_cache,
    }
    from_stdin = file == "-"
    with Reader() as reader:
        content = sys.stdin.buffer.read() if from_stdin else b""
        document = reader.read_bytes(content, file, **options) if from_stdin else reader.read(Path(file), **options)
    typer.echo(document.text if format == "text" else json.dumps(as_json(document), ensure_ascii=False))


def as_json(document: Document) -> dict[str, Any]:
    """The document with its pages and words; boxes are [x0, top, x1, bottom] in points."""
    pages = [
        {"number": p.number, "width": p.width, "height": p.height, "start": p.start, "end": p.end, "source": p.source}
        for p in document.pages
    ]
    words = [
        {
            "start": word.start,
            "end": word.end,
            "page": word.box and word.box.page,
            "box": word.box and [round(edge, 1) for edge in (word.box.x0, word.box.top, word.box.x1, word.box.bottom)],
            "confidence": word.confidence,
        }
        for word in document.words
    ]
    return {
        "source": document.source,
        "language": document.language,
        "text": document.text,
        "pages": pages,
        "words": words,
        "warnings": list(document.warnings),
    }
