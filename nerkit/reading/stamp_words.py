"""The words of the stamps on a page: recognised level, placed where they run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np
import numpy.typing as npt

from nerkit.document import Box
from nerkit.errors import OcrFailed
from nerkit.reading.engine import Engine, Recognised, Recognition
from nerkit.reading.placed import PlacedWord
from nerkit.reading.processes import Deadline
from nerkit.reading.stamps import Stamp

_SURE = 0.6  # what is less is a signature or a logo


def stamp_words(
    engine: Engine, stamps: Sequence[Stamp], deadline: Deadline, points: tuple[float, float], page: int
) -> Iterator[PlacedWord]:
    """The words of each stamp, line by line; `points` are those of a pixel across and down. Raises TookTooLong."""
    lines = count(1)
    for stamp in stamps:
        line, right = next(lines), 0
        for word, corners in _read(engine, stamp, deadline):
            if word.left < right:
                line = next(lines)
            right = word.left
            xs, ys = (corners * points).T.tolist()
            yield PlacedWord(word.text, Box(page, min(xs), min(ys), max(xs), max(ys)), word.confidence, apart=line)


def _read(engine: Engine, stamp: Stamp, deadline: Deadline) -> Iterator[tuple[Recognised, npt.NDArray[np.float64]]]:
    """The words that are sure, the right way up or, on a page that lies the other way round, upside down.

    With each come the corners of its box in pixels of the page, *shape* (4, 2).
    """
    height, width = stamp.pixels.shape
    around = np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
    for pixels, turn in ((stamp.pixels, np.eye(3)), (stamp.pixels[::-1, ::-1], around)):
        try:
            found = engine.recognise(np.ascontiguousarray(pixels), deadline)
        except OcrFailed:
            return
        words = [word for word in found.words if word.confidence >= _SURE and any(map(str.isalnum, word.text))]
        if words and not found.rotation:
            yield from ((word, _corners(word, found, stamp.back @ turn)) for word in words)
            return


def _corners(word: Recognised, found: Recognition, back: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    x0, y0, x1, y1 = word.left, word.top, word.left + word.width, word.top + word.height
    own = np.array([[x0, x1, x1, x0], [y0, y0, y1, y1], [1, 1, 1, 1]], np.float64)
    on_stamp = np.vstack([found.back @ own, np.ones((1, 4))])
    return np.asarray((back @ on_stamp).T, np.float64)
