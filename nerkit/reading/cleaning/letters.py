"""The size of a page's letters, before any is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nerkit.reading.cleaning.pixels import Pixels
from nerkit.reading.cleaning.shapes import LEAST_SIDE, gaps, like_letters, shapes_of, sides, some

_FEWEST = 10  # letters
_ASKED = 800  # letters whose neighbours are looked for
_NEAR = 1.5  # of a letter's longer side
_STRIP = 50.0  # heights of a letter: receipts are 19 to 34 wide, letters, forms and contracts 67 to 141


@dataclass(frozen=True, slots=True)
class Letters:
    """The usual height of a page's letters in pixels, and the width of all the text in such heights."""

    height: float
    across: float

    @property
    def are_strip(self) -> bool:
        """Whether the text is a strip such as a receipt, with a single column, and not a page."""
        return self.across < _STRIP


def letters(pixels: Pixels) -> Letters | None:
    """The letters of an upright page, None where nothing looks like letters.

    The usual height is a median over the letters that have a neighbour of like size on their line, each counted by its
    height. So it is that of most lines: neither a large title nor the specks of a bad scan decide.
    """
    found = like_letters(shapes_of(pixels))
    width, height = sides(found).T
    found = found[(height >= LEAST_SIDE) & (width <= 3 * height)]
    if len(found) < _FEWEST:
        return None
    asked = some(found, _ASKED, found)
    in_lines = asked[gaps(asked, found, 0) < _NEAR * sides(asked).max(axis=1)]
    heights = np.sort(sides(in_lines if len(in_lines) >= _FEWEST else asked)[:, 1])
    up_to = np.cumsum(heights)
    usual = float(heights[np.searchsorted(up_to, up_to[-1] / 2)])
    height = sides(found)[:, 1]
    start, end = np.percentile(found[(height >= 0.5 * usual) & (height <= 2 * usual), 0], (2, 98))
    return Letters(usual, float(end - start) / usual)
