"""A page image read the way up that it stands, in tiles where it is a long strip, whatever the engine."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from statistics import fmean

import numpy as np
import numpy.typing as npt

from nerkit.document import Box, Notice
from nerkit.reading.cleaning import Pixels, gray
from nerkit.reading.cleaning.orientation import quarter_turns
from nerkit.reading.engine import Engine, Recognised, Recognition
from nerkit.reading.processes import Deadline
from nerkit.reading.rotation import rotated_box, rotated_size
from nerkit.reading.tiles import Tile, tiles

_WORDS, _POOR = 5, 0.5  # mean confidence: of 18 scans the one that was read as noise has 0.37, the others 0.7 and more
_ILLEGIBLE = Notice("illegible", "most of it could not be read: handwriting, unknown letters or a bad scan")


def recognise_upright(engine: Engine, pixels: Pixels, deadline: Deadline) -> Recognition:
    """What the engine reads of the image; raises OcrFailed, and TookTooLong.

    The engine gets the same pixels however the page lay, so it reads the same. *Shape:* `pixels` (height, width), or
    (height, width, 3)
    """
    page = gray(pixels)
    parts = tiles(page)
    if len(parts) == 1:
        return _recognise(engine, page, deadline)
    return _joined([(tile, _recognise(engine, tile.pixels, deadline)) for tile in parts], page.shape)


def _recognise(engine: Engine, page: Pixels, deadline: Deadline) -> Recognition:
    turns = quarter_turns(page)
    found = engine.recognise(np.ascontiguousarray(np.rot90(page, -turns)), deadline)
    notices = [*found.notices, _ILLEGIBLE] if _is_illegible(found) and not found.notices else found.notices
    return replace(found, rotation=(found.rotation + turns) % 4, notices=notices)


def _is_illegible(found: Recognition) -> bool:
    words = found.words
    return len(words) >= _WORDS and fmean(word.confidence for word in words) < _POOR


def _joined(read: list[tuple[Tile, Recognition]], shape: tuple[int, ...]) -> Recognition:
    """One recognition of the whole image, as most of its words stand; how far a tile is askew is undone."""
    standing: Counter[int] = Counter()
    for _, found in read:
        standing[found.rotation] += len(found.words)
    rotation = standing.most_common(1)[0][0]
    height, width = shape

    def placed(tile: Tile, found: Recognition, edges: npt.NDArray[np.float64]) -> Box:
        box = _on_tile(edges, found, tile.pixels.shape)
        box = Box(1, box.x0 + tile.left, box.top + tile.top, box.x1 + tile.left, box.bottom + tile.top)
        return rotated_box(box, rotation, width, height)

    words = [
        _recognised(word, placed(tile, found, np.array(_edges(word), dtype=np.float64)))
        for tile, found in read
        for word in found.words
    ]
    boxes = [placed(tile, found, rule) for tile, found in read for rule in found.rules]
    rules = np.array([(box.x0, box.top, box.x1, box.bottom) for box in boxes], dtype=np.float64).reshape(-1, 4)
    notices = tuple(dict.fromkeys(notice for _, found in read for notice in found.notices))
    return Recognition(words, np.eye(2, 3), rotation, rules, notices)


def _on_tile(edges: npt.NDArray[np.float64], found: Recognition, shape: tuple[int, ...]) -> Box:
    """Where a box of the engine's pixels lies on the tile as it came; its middle is moved and its size scaled."""
    middle = found.back[:, :2] @ (edges[:2] + edges[2:]) / 2 + found.back[:, 2]
    half = (edges[2:] - edges[:2]) / 2 * np.linalg.norm(found.back[:, :2], axis=0)
    height, width = shape
    box = Box(1, *(middle - half).tolist(), *(middle + half).tolist())
    return rotated_box(box, -found.rotation, *rotated_size(width, height, found.rotation))


def _edges(word: Recognised) -> tuple[int, int, int, int]:
    return word.left, word.top, word.left + word.width, word.top + word.height


def _recognised(word: Recognised, box: Box) -> Recognised:
    left, top, width, height = map(round, (box.x0, box.top, box.width, box.height))
    return replace(word, left=left, top=top, width=width, height=height)
