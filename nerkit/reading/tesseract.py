"""The Tesseract program: what is asked of it, and what it answers."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nerkit.errors import OcrFailed, TesseractMissing
from nerkit.reading.cleaning import Pixels

_SECONDS = 120
_INSTALL = "install it (apt-get install tesseract-ocr, brew install tesseract)"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word as Tesseract saw it: pixels from the image's top left corner, confidence from 0 to 1."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float


def recognise_words(pixels: Pixels, languages: str, *, page_mode: int = 6, dpi: int = 300) -> list[Recognised]:
    """All words of an image in grey levels; raises TesseractMissing and OcrFailed."""
    table = _run(pixels, "-l", languages, "--psm", str(page_mode), "--dpi", str(dpi), "tsv")
    try:
        return list(_words(table))
    except (KeyError, TypeError, ValueError) as error:
        raise OcrFailed("Tesseract answered with something that is no table; reinstall it") from error


def _words(table: str) -> Iterator[Recognised]:
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if "level" not in (rows.fieldnames or ()):
        raise ValueError("no head")
    before: Recognised | None = None
    line_before: tuple[str, ...] = ()
    for row in rows:
        if row["level"] != "5" or not row["text"].strip():
            continue
        line = row["block_num"], row["par_num"], row["line_num"]
        confidence = min(max(float(row["conf"]) / 100, 0.0), 1.0)
        left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
        word = Recognised(row["text"].strip(), left, top, width, height, confidence)
        if before is not None:
            # Tesseract at times boxes a word so wide that it covers the next one.
            covers = line == line_before and before.left < left < before.left + before.width
            yield replace(before, width=left - before.left) if covers else before
        before, line_before = word, line
    if before is not None:
        yield before


def quarter_turns(pixels: Pixels) -> int:
    """By how many quarter turns clockwise the image has to be turned to stand upright; 0 where Tesseract can't say."""
    try:
        answer = _run(pixels, "-l", "osd", "--psm", "0")
    except (OcrFailed, TesseractMissing):
        return 0  # too few letters to tell, or no data for it: no reason not to read the page as it is
    for line in answer.splitlines():
        name, _, value = line.partition(":")
        if name == "Rotate" and value.strip().isdecimal():
            return int(value) // 90 % 4
    return 0


def _run(pixels: Pixels, *options: str) -> str:
    height, width = pixels.shape
    image = b"P5 %d %d 255\n" % (width, height) + pixels.tobytes()
    # One thread a page: pages run side by side, and Tesseract's own threads cost more than they bring.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *options],
            input=image,
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            check=False,
        )
    except FileNotFoundError as error:
        raise TesseractMissing(f"scans need the program Tesseract, which is not here; {_INSTALL}") from error
    except subprocess.TimeoutExpired as error:
        raise OcrFailed(f"Tesseract took more than {_SECONDS} s for a page; scan it at a lower resolution") from error
    except OSError as error:
        raise OcrFailed(f"Tesseract could not be started ({error.strerror}); {_INSTALL}") from error
    complaint = done.stderr.decode("utf-8", "replace")
    if "Failed loading language" in complaint or "Error opening data file" in complaint:
        wanted = options[1]
        raise TesseractMissing(
            f"Tesseract lacks data for a language of {wanted!r}; install it (German: apt-get install tesseract-ocr-deu)"
        )
    if done.returncode != 0:
        raise OcrFailed(f"Tesseract failed with status {done.returncode}; check that 'tesseract --version' works")
    try:
        return done.stdout.decode("utf-8")
    except UnicodeDecodeError as error:
        raise OcrFailed("Tesseract answered with broken text; reinstall it") from error
