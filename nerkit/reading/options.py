"""What a caller may choose about reading."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, TypedDict

from nerkit.options import Option
from nerkit.plugins import Group

OcrMode = Literal["auto", "always", "never"]

ENGINES = Group(
    "nerkit.ocr_engines",
    MappingProxyType({"tesseract": "nerkit.reading.tesseract:engine", "rapidocr": "nerkit.reading.rapid:engine"}),
)
"""Name of an OCR engine → the function that makes it from the options."""


def ocr_engines() -> list[str]:
    """What `ocr_engine` may be: a choice by what is installed, and each engine."""
    return ["auto", *ENGINES.names()]


class ReadingOptions(TypedDict, total=False):
    """How a file is read, as keyword arguments; `nerkit.options.checked` completes them.

    `ocr`: which pages of a PDF are recognised: those without usable text, all, or none. `ocr_languages`: Tesseract's,
    as in "eng+deu". `ocr_engine`: "auto" takes Tesseract where it is installed, and RapidOCR for the pages that
    Tesseract is unsure of or where it is missing; an engine that another package adds is taken where it is named.
    `cache`: whether what OCR read of a page is kept for the next time.
    """

    ocr: Annotated[OcrMode, Option("auto", "Whether pages are recognised or their own text is read.")]
    ocr_languages: Annotated[str, Option("eng", "Tesseract's languages, such as eng+deu.", metavar="LANGS")]
    ocr_engine: Annotated[
        str,
        Option(
            "auto",
            "What recognises pages: tesseract, rapidocr, or an engine that another package adds; auto: Tesseract, and "
            "RapidOCR where that is unsure or missing.",
            metavar="ENGINE",
            choices=ocr_engines,
        ),
    ]
    cache: Annotated[bool, Option(True, "Keep what is recognised for the next time, in your cache folder.")]
