"""Which OCR engine reads, as the options and what is installed say."""

from __future__ import annotations

from nerkit.errors import TesseractMissing
from nerkit.reading import rapid, tesseract
from nerkit.reading.engine import Engine
from nerkit.reading.ocr_cache import Cached, cache_folder
from nerkit.reading.options import ReadingOptions
from nerkit.reading.second_look import SecondLook


def choose_engine(options: ReadingOptions) -> Engine:
    """The engine that the options ask for; raises TesseractMissing, ExtraMissing and OcrFailed."""
    folder = cache_folder() if options["cache"] else None

    def kept(engine: Engine) -> Engine:
        return Cached(engine, folder) if folder else engine

    wanted = options["ocr_engine"]
    if wanted == "tesseract" or (wanted == "auto" and tesseract.is_installed()):
        quick = kept(tesseract.Tesseract(options["ocr_languages"]))
        # Each is kept by itself: asked for alone it need not read the page anew.
        return SecondLook(quick, kept(rapid.RapidOcr())) if wanted == "auto" and rapid.is_installed() else quick
    if wanted == "rapidocr" or rapid.is_installed():
        return kept(rapid.RapidOcr())
    raise TesseractMissing(f"scans need an OCR engine; {tesseract.INSTALL}, or RapidOCR ({rapid.INSTALL})")
