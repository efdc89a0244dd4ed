"""Which OCR engine reads, as the options and what is installed say."""

from __future__ import annotations

from dataclasses import dataclass

from nerkit.errors import BrokenPlugin, OcrFailed, TesseractMissing
from nerkit.lock import Lock
from nerkit.reading import rapid, tesseract
from nerkit.reading.cleaning import Pixels
from nerkit.reading.engine import Engine, Recognition
from nerkit.reading.ocr_cache import Cached, cache_folder
from nerkit.reading.options import ENGINES, ReadingOptions
from nerkit.reading.processes import Deadline, TookTooLong
from nerkit.reading.second_look import SecondLook


def choose_engine(options: ReadingOptions) -> Engine:
    """The engine asked for; raises TesseractMissing, ExtraMissing, OcrFailed, BrokenPlugin or KeyMissing."""
    folder = cache_folder() if options["cache"] else None
    lock = Lock.of(None) if folder else None

    def kept(name: str) -> Engine:
        engine = _made(name, options)
        return Cached(engine, folder, lock) if folder else engine

    wanted = options["ocr_engine"]
    if wanted != "auto":
        return kept(wanted)
    if tesseract.is_installed():
        # Each is kept by itself: asked for alone it need not read the page anew.
        strong = rapid.is_installed() and rapid.can_read(options["ocr_languages"])
        try:
            quick = kept("tesseract")
        except OcrFailed:
            if strong:  # one that does not even start
                return kept("rapidocr")
            raise
        return SecondLook(quick, kept("rapidocr")) if strong else quick
    if rapid.is_installed():
        return kept("rapidocr")
    raise TesseractMissing(f"scans need an OCR engine; {tesseract.INSTALL}, or RapidOCR ({rapid.INSTALL})")


def _made(name: str, options: ReadingOptions) -> Engine:
    with ENGINES.using(name) as make:
        engine: Engine = make(options)
    return engine if name in ENGINES.own else _Added(name, engine)


@dataclass(frozen=True)
class _Added:
    """An engine that another package adds: a fault of its own costs a page, as one of nerkit's engines does."""

    name: str
    engine: Engine

    @property
    def version(self) -> str:
        """The engine's."""
        return self.engine.version

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        """What the engine reads; raises OcrFailed and TookTooLong."""
        try:
            with ENGINES.using(self.name, TookTooLong):
                return self.engine.recognise(pixels, deadline)
        except BrokenPlugin as error:
            raise OcrFailed(error.message) from error
