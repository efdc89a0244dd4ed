"""What a caller may choose about reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

OcrMode = Literal["auto", "always", "never"]
OcrEngine = Literal["auto", "tesseract", "rapidocr"]


class ReadingKeywords(TypedDict, total=False):
    """The fields of `ReadingOptions`, as keyword arguments."""

    ocr: OcrMode
    ocr_languages: str
    ocr_engine: OcrEngine
    cache: bool


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How a file is read.

    `ocr`: which pages of a PDF are recognised: those without usable text, all, or none. `ocr_languages`: Tesseract's,
    as in "eng+deu". `ocr_engine`: "auto" takes Tesseract where it is installed, and RapidOCR for the pages that
    Tesseract is unsure of or where it is missing. `cache`: whether what OCR read of a page is kept for the next time.
    """

    ocr: OcrMode = "auto"
    ocr_languages: str = "eng"
    ocr_engine: OcrEngine = "auto"
    cache: bool = True
