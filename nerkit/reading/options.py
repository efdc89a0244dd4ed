"""What a caller may choose about reading."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from nerkit.options import Option

OcrMode = Literal["auto", "always", "never"]
OcrEngine = Literal["auto", "tesseract", "rapidocr"]


class ReadingOptions(TypedDict, total=False):
    """How a file is read, as keyword arguments; `nerkit.options.checked` completes them.

    `ocr`: which pages of a PDF are recognised: those without usable text, all, or none. `ocr_languages`: Tesseract's,
    as in "eng+deu". `ocr_engine`: "auto" takes Tesseract where it is installed, and RapidOCR for the pages that
    Tesseract is unsure of or where it is missing. `cache`: whether what OCR read of a page is kept for the next time.
    """

    ocr: Annotated[OcrMode, Option("auto", "Whether pages are recognised or their own text is read.")]
    ocr_languages: Annotated[str, Option("eng", "Tesseract's languages, such as eng+deu.", metavar="LANGS")]
    ocr_engine: Annotated[
        OcrEngine,
        Option("auto", "What recognises pages; auto: Tesseract, and RapidOCR where that is unsure or missing."),
    ]
    cache: Annotated[bool, Option(True, "Keep what is recognised for the next time, in your cache folder.")]
