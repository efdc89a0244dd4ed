"""Tesseract: which one is installed, what is asked of it, and what it answers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from nerkit.errors import OcrFailed, TesseractMissing
from nerkit.reading.cleaning import Cleaned, Pixels, clean_page, gray
from nerkit.reading.engine import Recognised, Recognition
from nerkit.reading.processes import Answer, Deadline, TookTooLong, ask

INSTALL = "install Tesseract (apt-get install tesseract-ocr, brew install tesseract)"

_PROBE_SECONDS = 10.0
_NOT_LANGUAGES = frozenset({"osd", "equ", "snum"})
_GOOD = 0.6
_READABLE = 5  # words
_LINES, _LONGEST_CAUSE = 3, 160  # of what Tesseract says when it fails


@dataclass(frozen=True, slots=True)
class Installation:
    """The program that is there; `languages` are those it has data for, `data` is the folder of the data."""

    version: str
    languages: frozenset[str]
    data: Path


def is_installed() -> bool:
    """Whether there is a program of this name."""
    return shutil.which("tesseract") is not None


class Tesseract:
    """Tesseract for some languages, as in "deu+eng"; raises TesseractMissing, and OcrFailed where it does not run."""

    name = "tesseract"

    def __init__(self, languages: str) -> None:
        program = shutil.which("tesseract")
        if program is None:
            raise TesseractMissing(f"the program Tesseract is not here; {INSTALL}")
        self._program = program
        self._installation = _installation(program, os.environ.get("TESSDATA_PREFIX"))
        self._languages = languages
        # Nothing but names of languages that are there ever gets to the program.
        if missing := set(languages.split("+")) - self._installation.languages:
            raise TesseractMissing(
                f"Tesseract lacks data for {', '.join(map(repr, sorted(missing)))} of {languages!r}, it has "
                f"{', '.join(sorted(self._installation.languages)) or 'none'}; install it "
                "(German: apt-get install tesseract-ocr-deu) or name others, as in deu+eng"
            )

    @property
    def installed(self) -> frozenset[str]:
        """The languages that it has data for, by Tesseract's names."""
        return self._installation.languages

    @property
    def version(self) -> str:
        """Of the program, and the languages with the sizes of their data: there are fast and good ones."""
        data = [self._installation.data / f"{language}.traineddata" for language in self._languages.split("+")]
        sizes = [path.stat().st_size if path.exists() else 0 for path in data]
        return f"{self._installation.version} {self._languages} {sizes}"

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        """Read an image in grey levels or in colour; raises OcrFailed, and TookTooLong once the deadline has passed.

        A page that makes little sense is read upside down too, and stays so if that makes more: by how its letters
        stand, not every page on its head is told. Tesseract's own check of that takes longer than reading.
        """
        page = gray(pixels)
        found, cleaned = self._read(page, deadline)
        if _is_readable(found):
            return Recognition(found, cleaned.back, 0, cleaned.rules)
        again, cleaned_again = self._read(np.ascontiguousarray(np.rot90(page, 2)), deadline)
        if _sense(again) > _sense(found):
            return Recognition(again, cleaned_again.back, 2, cleaned_again.rules)
        return Recognition(found, cleaned.back, 0, cleaned.rules)

    def _read(self, page: Pixels, deadline: Deadline) -> tuple[list[Recognised], Cleaned]:
        cleaned = clean_page(page)
        # A receipt is one block of text; in a page Tesseract looks for blocks itself, which a receipt is torn apart by.
        blocks = "6" if cleaned.is_strip else "3"
        table = self._ask(cleaned.pixels, deadline, "-l", self._languages, "--psm", blocks, "--dpi", "300", "tsv")
        try:
            return list(_words(table, cleaned.pixels.shape)), cleaned
        except (KeyError, ValueError) as error:
            raise OcrFailed("Tesseract answered with something that is no table; reinstall it") from error

    def script(self, pixels: Pixels, deadline: Deadline) -> tuple[str, float]:
        """The script of a page by Tesseract's name, and how sure it is; nothing at 0 where it can't say."""
        try:
            answer = self._ask(pixels, deadline, "-l", "osd", "--psm", "0")
            said = dict(line.split(": ", 1) for line in answer.splitlines() if ": " in line)
            return said["Script"].strip(), float(said["Script confidence"])
        except (OcrFailed, KeyError, ValueError):
            return "", 0.0  # too few letters to tell, or no data for it

    def _ask(self, pixels: Pixels, deadline: Deadline, *options: str) -> str:
        height, width = pixels.shape
        image = b"P5 %d %d 255\n" % (width, height) + pixels.tobytes()
        return _text(_run([self._program, "stdin", "stdout", *options], deadline, image).output)


@cache
def _installation(program: str, _data_folder: str | None) -> Installation:
    deadline = Deadline(_PROBE_SECONDS)
    try:
        version, listing = (_run([program, option], deadline) for option in ("--version", "--list-langs"))
    except TookTooLong as error:
        raise OcrFailed("Tesseract does not start; check that 'tesseract --version' works") from error
    head, *names = _text(listing.output).strip().splitlines() or [""]
    languages = frozenset(name.strip() for name in names) - _NOT_LANGUAGES
    folder = head.split('"')[1] if head.count('"') == 2 else ""
    return Installation(_text(version.output).partition("\n")[0], languages, Path(folder))


def _run(command: Sequence[str], deadline: Deadline, data: bytes = b"") -> Answer:
    # One thread a page: pages run side by side, and Tesseract's own threads cost more than they bring.
    try:
        answer = ask(command, deadline, data=data, environment={"OMP_THREAD_LIMIT": "1"})
    except OSError as error:
        raise OcrFailed(f"Tesseract could not be started ({error.strerror}); {INSTALL}") from error
    except MemoryError as error:
        raise OcrFailed("Tesseract answered without end; reinstall it") from error
    if answer.status < 0:
        raise OcrFailed(f"Tesseract ended by signal {-answer.status}; it may have crashed or run out of memory")
    if answer.status:
        why = _cause(answer.complaint)
        cause = f": {why}" if why else ""
        raise OcrFailed(f"Tesseract failed with status {answer.status}{cause}; mend that, or name another OCR engine")
    return answer


def _cause(complaint: bytes) -> str:
    """What a program said last of why it failed, as one short line; Tesseract never names what it read."""
    lines = [line.strip(" .;") for line in complaint.decode("utf-8", "replace").splitlines()]
    said = ", ".join(line for line in lines[-_LINES:] if line).replace(";", ",")
    return "".join(c for c in said if c.isprintable())[:_LONGEST_CAUSE]


def _text(output: bytes) -> str:
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError as error:
        raise OcrFailed("Tesseract answered with broken text; reinstall it") from error


def _words(table: str, shape: tuple[int, ...]) -> Iterator[Recognised]:
    """The words of Tesseract's table; one whose numbers cannot be true of an image of this shape is dropped."""
    head, *rows = (line.split("\t") for line in table.removesuffix("\n").split("\n"))
    if "level" not in head:
        raise ValueError("no head")
    before: Recognised | None = None
    line_before: tuple[str, ...] = ()
    for cells in rows:
        row = dict(zip(head, cells, strict=True))
        if row["level"] != "5" or not row["text"].strip():
            continue
        line = row["block_num"], row["par_num"], row["line_num"]
        if (word := _word(row, shape)) is None:
            continue
        if before is not None:
            # Tesseract at times boxes a word so wide that it covers the next one.
            covers = line == line_before and before.left < word.left < before.left + before.width
            yield replace(before, width=word.left - before.left) if covers else before
        before, line_before = word, line
    if before is not None:
        yield before


def _word(row: Mapping[str, str], shape: tuple[int, ...]) -> Recognised | None:
    confidence, *box = (row[key] for key in ("conf", "left", "top", "width", "height"))
    try:
        share = float(confidence) / 100
        left, top, width, height = map(int, box)
    except ValueError:
        return None
    inside = 0 <= left < left + width <= shape[1] and 0 <= top < top + height <= shape[0]
    return Recognised(row["text"].strip(), left, top, width, height, share) if inside and 0 <= share <= 1 else None


def _is_readable(found: Sequence[Recognised]) -> bool:
    return sum(word.confidence for word in found) >= _GOOD * len(found) and _sense(found) >= _READABLE


def _sense(found: Iterable[Recognised]) -> int:
    """How many words look as if they were read and not imagined."""
    return sum(word.confidence >= _GOOD and len(word.text) >= 3 for word in found)
