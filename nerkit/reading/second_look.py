"""Two engines as one: the quick one where it reads well, the strong one where it does not."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

import numpy as np

from nerkit.document import Notice
from nerkit.errors import OcrFailed
from nerkit.reading.cleaning import Pixels, gray
from nerkit.reading.cleaning.letters import letters
from nerkit.reading.cleaning.light import even_light
from nerkit.reading.engine import Engine, Recognition
from nerkit.reading.processes import Deadline, TookTooLong

_SURE = 0.93
"""Mean confidence of Tesseract's words: clean scans have 0.95 to 0.97, photographs and thermal paper 0.5 to 0.9.

Pages are read again as a whole: to find the lines anew is a third of the work, and half of what the strong engine reads
better stands in lines that the quick one did not find as they are.
"""

_SAMPLE = 6  # the part of a page by which the quick engine is judged: one in so many
_SMALLEST_SAMPLE = 200  # rows


class SecondLook:
    """Two engines as one. Either may fail, the strong one also take too long: the other one reads, with a notice.

    The strong one reads strips such as receipts, where it takes no longer than the quick one, and pages of which the
    quick one is unsure: after a sample, or after all of it. A page on which the quick one sees no word counts as blank.
    """

    name = "auto"

    def __init__(self, quick: Engine, strong: Engine) -> None:
        self._quick = quick
        self._strong = strong

    @property
    def version(self) -> str:
        """Of both."""
        return f"{self._quick.version} {self._strong.version}"

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        """Read an image in grey levels or in colour; raises what the quick engine raises where both fail."""
        found = None
        page = gray(pixels)
        try:
            if not _is_strip(page) and not _is_unsure(self._quick.recognise(_sample(page), deadline)):
                found = self._quick.recognise(pixels, deadline)
                if not _is_unsure(found):
                    return found
        except OcrFailed as failure:
            return self._strong_alone(pixels, deadline, failure)
        notices: tuple[Notice, ...] = ()
        try:
            again = self._strong.recognise(pixels, deadline)
            if again.words:
                return again
        except (OcrFailed, TookTooLong) as error:
            why = error.message.partition(";")[0] if isinstance(error, OcrFailed) else error
            notices = (Notice("second-look", f"read by the quick OCR engine alone: the other one failed ({why})"),)
        return replace(found or self._quick.recognise(pixels, deadline), notices=notices)

    def _strong_alone(self, pixels: Pixels, deadline: Deadline, failure: OcrFailed) -> Recognition:
        try:
            found = self._strong.recognise(pixels, deadline)
        except (OcrFailed, TookTooLong):
            raise failure from None
        why = failure.message.partition(";")[0]
        return replace(found, notices=[*found.notices, Notice("second-look", f"read by one OCR engine alone: {why}")])


def _is_unsure(found: Recognition) -> bool:
    return bool(found.words) and fmean(word.confidence for word in found.words) < _SURE


def _is_strip(page: Pixels) -> bool:
    found = letters(even_light(page))
    return found is not None and found.are_strip


def _sample(page: Pixels) -> Pixels:
    """The rows of a page with the most edges, and so with the most text."""
    edges = np.abs(np.diff(page.astype(np.int16), axis=1)).sum(axis=1, dtype=np.int64)
    rows = min(max(len(page) // _SAMPLE, _SMALLEST_SAMPLE), len(page))
    before = np.concatenate([[0], np.cumsum(edges)])
    start = int((before[rows:] - before[:-rows]).argmax())
    return page[start : start + rows]
