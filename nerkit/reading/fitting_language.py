"""Tesseract with the language that a page is in, found in what it reads at first: where its data is installed."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

from nerkit.document import Notice
from nerkit.locales.language_detection import language_of
from nerkit.reading.cleaning import Pixels, gray
from nerkit.reading.engine import Engine, Recognition
from nerkit.reading.options import ReadingOptions
from nerkit.reading.processes import Deadline
from nerkit.reading.tesseract import Tesseract

_USUAL = "eng"
_POOR = 0.75  # mean confidence: letters of another script have 0.4 to 0.65, taken for Latin ones
_WORDS = 5
_LEAST = 1.0  # of Tesseract's own measure: Latin receipts are taken for Cyrillic with up to 0.5, clean pages have 1.6


def engine(options: ReadingOptions) -> Engine:
    """Tesseract for the languages of the options; raises what `Tesseract` raises."""
    return FittingLanguage() if options["ocr_languages"] == "auto" else Tesseract(options["ocr_languages"])


class FittingLanguage:
    """Tesseract, for each page in the page's own language; raises what `Tesseract` raises.

    A page is read as English first, and again where its words are of another language. Of a page in a language or a
    script that Tesseract has no data for, a notice names the data.
    """

    name = "tesseract"

    def __init__(self) -> None:
        self._usual = Tesseract(_USUAL)

    @property
    def version(self) -> str:
        """Of the program, and which languages it may choose among."""
        return f"{self._usual.version} of {sorted(self._usual.installed)}"

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        """Read an image in grey levels or in colour; raises OcrFailed and TookTooLong."""
        page = gray(pixels)
        found = self._usual.recognise(page, deadline)
        language = language_of(" ".join(word.text for word in found.words))
        if language:
            return self._in_language(language, found, page, deadline)
        poor = len(found.words) >= _WORDS and fmean(word.confidence for word in found.words) < _POOR
        return self._in_script(found, page, deadline) if poor else found

    def _in_language(self, language: str, found: Recognition, page: Pixels, deadline: Deadline) -> Recognition:
        import pycountry

        known = pycountry.languages.get(alpha_2=language)
        if known is None or known.alpha_3 == _USUAL:
            return found
        if known.alpha_3 in self._usual.installed:
            return Tesseract(known.alpha_3).recognise(page, deadline)
        package = f"tesseract-ocr-{known.alpha_3}"
        message = f"read as English, but in {known.name}: Tesseract has no data for it, install {package}"
        return replace(found, notices=[Notice("ocr-language", message)])

    def _in_script(self, found: Recognition, page: Pixels, deadline: Deadline) -> Recognition:
        import pycountry

        script, sure = self._usual.script(page, deadline)
        known = pycountry.scripts.get(name=script)
        if sure < _LEAST or known is None or script == "Latin":
            return found
        for name in (f"script/{script}", script):
            if name in self._usual.installed:
                return Tesseract(name).recognise(page, deadline)
        package = f"tesseract-ocr-script-{known.alpha_4.lower()}"
        message = f"in {script} letters, which Tesseract has no data for: install {package}"
        return replace(found, notices=[Notice("unknown-script", message)])
