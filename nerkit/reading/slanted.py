"""Text that runs at a slant, as that of a watermark: made level for its words to be found, then put back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nerkit.document import Box
from nerkit.reading.placed import PlacedWord

Boxes = npt.NDArray[np.float32]  # columns x0, top, x1, bottom

# In heights of the text.
_SAME_LINE = 0.5
_FARTHEST = 3.0  # two words of one line


def levelled(boxes: Boxes, sizes: npt.NDArray[np.float32], degrees: float) -> Boxes:
    """The boxes that characters would have if their text did not run down at this angle, turned about the corner.

    An upright box around a slanted letter is the larger the more it slants; the size of the type tells how large the
    letter is.

    *Shape:* `boxes` and the result (characters, 4), `sizes` (characters)
    """
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x0, top, x1, bottom = boxes.T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    along, down = x * cosine + y * sine, y * cosine - x * sine
    half = np.stack([((x1 - x0) - sizes * abs(sine)) / cosine, sizes], axis=1).clip(0.1) / 2
    middles = np.stack([along, down], axis=1)
    return np.concatenate([middles - half, middles + half], axis=1).astype(np.float32)


def put_back(words: Sequence[PlacedWord], degrees: float) -> Iterator[PlacedWord]:
    """The words of `levelled` characters where they run, each in an upright box, with the line that they are on.

    A line ends where the next word, in drawing order, does not go on with it; lines count from 1.
    """
    line = 0
    before: Box | None = None
    for word in words:
        if before is None or not _goes_on(before, word.box):
            line += 1
        before = word.box
        yield replace(word, box=_around(word.box, degrees), apart=line)


def _goes_on(before: Box, box: Box) -> bool:
    height = max(before.height, box.height)
    shift = abs(before.top + before.bottom - box.top - box.bottom) / 2
    return shift <= _SAME_LINE * height and -height <= box.x0 - before.x1 <= _FARTHEST * height


def _around(box: Box, degrees: float) -> Box:
    """The upright box around one that is turned back."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
    across = [x * cosine - y * sine for x, y in corners]
    down = [y * cosine + x * sine for x, y in corners]
    return Box(box.page, min(across), min(down), max(across), max(down))
