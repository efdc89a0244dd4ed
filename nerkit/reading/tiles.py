"""Long strips, such as stitched screenshots, cut where nothing stands: engines shrink or refuse what is too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning import Pixels

_LONG = 6000  # pixels, and
_NARROW = 4  # times as long as wide: what is neither is read as it is
_TILE = 2000  # pixels at least: RapidOCR shrinks what is longer, Tesseract takes 32,767
_PLAIN = 24  # grey levels between the lightest and the darkest pixel of a row that holds nothing


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of an image and where its top left corner lies there, in pixels.

    *Shape:* `pixels` (height, width)
    """

    left: int
    top: int
    pixels: Pixels


def tiles(pixels: Pixels) -> list[Tile]:
    """The image as it is, or the tiles of a long strip from its start to its end.

    *Shape:* `pixels` (height, width)
    """
    height, width = pixels.shape
    if max(height, width) < max(_LONG, _NARROW * min(height, width)):
        return [Tile(0, 0, pixels)]
    if width > height:
        return [Tile(tile.top, 0, tile.pixels.T) for tile in tiles(pixels.T)]
    return [Tile(0, start, pixels[start:end]) for start, end in _stretches(pixels, max(_TILE, 2 * width))]


def tile_count(shape: tuple[int, ...]) -> int:
    """About how many tiles an image of this shape (height, width, …) is read in."""
    long, short = max(shape[:2]), min(shape[:2])
    return 1 if long < max(_LONG, _NARROW * short) else -(-long // max(_TILE, 2 * short)) * 2


def _stretches(pixels: Pixels, longest: int) -> Iterator[tuple[int, int]]:
    """Rows from … to, each ending in the middle of the largest plain gap of its second half."""
    spread = pixels.max(axis=1).astype(np.int16) - pixels.min(axis=1)
    start = 0
    while len(spread) - start > longest:
        middle = start + longest // 2
        end = middle + _plainest(spread[middle : start + longest])
        yield start, end
        start = end
    yield start, len(spread)


def _plainest(spread: npt.NDArray[np.int16]) -> int:
    """The middle of the longest run of rows in which nothing stands; the row with the least where there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], spread <= _PLAIN, [False]])))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return int(spread.argmin())
    longest = int((ends - starts).argmax())
    return int(starts[longest] + ends[longest]) // 2
