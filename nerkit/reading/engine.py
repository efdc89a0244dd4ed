"""What reads the pixels of a page: the interface of an OCR engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nerkit.document import Notice
from nerkit.reading.cleaning import Pixels
from nerkit.reading.processes import Deadline


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word as an engine saw it: pixels from the top left corner of what it looked at, confidence from 0 to 1."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words of a page image, and how what the engine looked at lies on that image.

    After `rotation` quarter turns clockwise the image stands upright; `back` leads from the engine's pixels to those of
    the image after these turns. `rules` are ruling lines, in the engine's pixels as the words are. `notices` are about
    this page, whose number an engine does not know.

    *Shape:* `back` (2, 3), `rules` (rules, 4: left, top, right, bottom)
    """

    words: Sequence[Recognised]
    back: npt.NDArray[np.float64]
    rotation: int
    rules: npt.NDArray[np.float64]
    notices: Sequence[Notice] = ()


class Engine(Protocol):
    """An OCR engine; several threads may use one at a time.

    It prepares the image itself: what makes a page easier to read for one engine makes it harder for another.
    """

    @property
    def name(self) -> str:
        """As in `ReadingOptions`, "ocr_engine"."""

    @property
    def version(self) -> str:
        """Changes with everything but the pixels that decides what is read: program, models, languages."""

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        """Read an image in grey levels or in colour; raises OcrFailed."""
