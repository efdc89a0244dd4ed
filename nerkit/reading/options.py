"""What a caller may choose about reading."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, TypedDict

from nerkit.keyword_options import Option, options_of
from nerkit.plugins import Group

OcrMode = Literal["auto", "always", "never"]

ENGINES = Group(
    "nerkit.ocr_engines",
    MappingProxyType(
        {"tesseract": "nerkit.reading.fitting_language:engine", "rapidocr": "nerkit.reading.rapid:engine"}
    ),
)
"""Name of an OCR engine → the function that makes it from the options."""


def ocr_engines() -> list[str]:
    """What `ocr_engine` may be: a choice by what is installed, and each engine."""
    return ["auto", *ENGINES.names()]


class ReadingOptions(TypedDict, total=False):
    """How a file is read, as keyword arguments; `nerkit.keyword_options.checked` completes them.

    `ocr`: which pages of a PDF are recognised: those without usable text, all, or none. `ocr_languages`: Tesseract's,
    as in "eng+deu"; "auto" is the language of each page where Tesseract has its data. `ocr_engine`: "auto" takes
    Tesseract where it is installed, and RapidOCR for strips (receipts), for pages that Tesseract is unsure of, and
    where that is missing; an engine that another package adds is taken where it is named. `cache`: whether what OCR
    read of a page is kept for the next time. `password` opens what needs one: PDFs, members of zip archives, Office
    documents; `passwords` is a file with one a line, of which each is tried.
    """

    ocr: Annotated[OcrMode, Option("auto", "Whether pages are recognised or their own text is read.")]
    ocr_languages: Annotated[
        str, Option("auto", "Tesseract's languages, such as eng+deu; auto: the page's own.", metavar="LANGS")
    ]
    ocr_engine: Annotated[
        str,
        Option(
            "auto",
            "What recognises pages: tesseract, rapidocr, or an engine that another package adds; auto: Tesseract, and "
            "RapidOCR for receipts and where that is unsure or missing.",
            metavar="ENGINE",
            choices=ocr_engines,
        ),
    ]
    cache: Annotated[bool, Option(True, "Keep what is recognised for the next time, in your cache folder.")]
    password: Annotated[
        str | None,
        Option(
            None,
            "Opens PDFs, zips and Office files that need one. Others see it in the list of processes: set "
            "NERKIT_PASSWORD instead, or name a file.",
            metavar="TEXT",
            variable="NERKIT_PASSWORD",
            secret=True,
        ),
    ]
    passwords: Annotated[
        str | None, Option(None, "A file of passwords, one a line, of which each is tried.", metavar="FILE")
    ]


SECRETS = tuple(
    option.variable for _, option in options_of(ReadingOptions).values() if option.secret and option.variable
)
"""Variables of the environment that no other process is given."""
