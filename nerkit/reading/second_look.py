"""A page that the quick engine is unsure of is read again by the strong one."""

from __future__ import annotations

from contextlib import suppress
from statistics import fmean

import numpy as np
import numpy.typing as npt

from nerkit.errors import OcrFailed
from nerkit.reading.cleaning import Pixels
from nerkit.reading.engine import Engine, Recognition
from nerkit.reading.processes import Deadline, TookTooLong

_SURE = 0.93
"""Mean confidence of Tesseract's words: clean scans have 0.95 to 0.97, photographs and thermal paper 0.5 to 0.9.

Pages are read again as a whole: to find the lines anew is a third of the work, and half of what the strong engine reads
better stands in lines that the quick one did not find as they are.
"""


class SecondLook:
    """Two engines as one. The second may fail or take too long: what the first read is then what there is.

    A page on which the first sees no word counts as blank, and is not read again.
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
        """Read an image in grey levels or in colour; raises what the quick engine raises."""
        found = self._quick.recognise(pixels, deadline)
        if not found.words or fmean(word.confidence for word in found.words) >= _SURE:
            return found
        with suppress(OcrFailed, TookTooLong):
            again = self._strong.recognise(pixels, deadline)
            if again.words:
                return _with_rules_of(found, again)
        return found


def _with_rules_of(found: Recognition, again: Recognition) -> Recognition:
    """What was read the second time, with the ruling lines of the first where both saw the page the same way up."""
    if found.rotation != again.rotation or len(again.rules):
        return again
    rules = _moved(found.rules, found.back, again.back)
    return Recognition(again.words, again.back, again.rotation, rules)


def _moved(
    rules: npt.NDArray[np.float64], back: npt.NDArray[np.float64], other_back: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Level lines of one engine's pixels in those of another; a middle goes to its place, a length is only scaled.

    *Shape:* `rules` (rules, 4), `back` and `other_back` (2, 3) → (rules, 4)
    """
    between = np.linalg.solve(other_back[:, :2], np.column_stack([back[:, :2], back[:, 2] - other_back[:, 2]]))
    middles = (rules[:, :2] + rules[:, 2:]) / 2 @ between[:, :2].T + between[:, 2]
    halves = (rules[:, 2:] - rules[:, :2]) / 2 * np.linalg.norm(between[:, :2], axis=0)
    return np.hstack([middles - halves, middles + halves])
