"""Whether what Tesseract is asked to read is a language that it has data for: known before any file is opened."""

from __future__ import annotations

from nerkit.errors import OcrFailed, OptionError, TesseractMissing
from nerkit.keyword_options import options_of
from nerkit.reading.options import ReadingOptions


def check_languages(options: ReadingOptions) -> None:
    """Raises `OptionError` where Tesseract is there to read, and has no data for a language that was asked for.

    The language that stands without asking is not looked at: most documents need no OCR.
    """
    usual = {name: option.default for name, (_, option) in options_of(ReadingOptions).items()}
    chosen = {**usual, **options}
    if chosen["ocr_languages"] == usual["ocr_languages"] or chosen["ocr"] == "never":
        return
    from nerkit.reading import tesseract

    if chosen["ocr_engine"] == "rapidocr" or not tesseract.is_installed():
        return
    try:
        tesseract.Tesseract(chosen["ocr_languages"])
    except TesseractMissing as error:
        raise OptionError(f"ocr_languages: {error.message}") from None
    except OcrFailed:  # it does not run, which says nothing of languages: a scan will say so
        return
