"""Options that several commands share, with their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Ocr = Annotated[
    Literal["auto", "always", "never"], typer.Option(help="Whether pages are recognised or their own text is read.")
]
OcrLanguages = Annotated[str, typer.Option(metavar="LANGS", help="Tesseract's languages, such as eng+deu.")]
OcrEngine = Annotated[
    Literal["auto", "tesseract", "rapidocr"],
    typer.Option(help="What recognises pages; auto: Tesseract, and RapidOCR where that is unsure or missing."),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Recognise pages again that were recognised before.")]
SchemaFile = Annotated[
    Path | None,
    typer.Option(
        "--schema",
        metavar="FILE.toml",
        help="Labels, kinds of document, label words and checks; nerkit info --schema prints one to start from.",
    ),
]
