"""Whether a picture looks as if text stood in it: rows of small shapes of one height, side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning import Pixels

LETTERS = 12
"""In rows of words: few logos have as many."""

_INK = 48  # grey levels that a letter differs from what it stands on

_EDGES = 30  # in a row of pixels: twelve letters have two or three each
_ROWS = 3  # of pixels with so many

_LEAST, _TALLEST = 7, 130  # pixels; a letter's height at three pixels a point
_NARROWEST, _WIDEST = 0.2, 1.8  # of a letter's height: bars of a bar code are narrower, words that run together wider
_SOLID = 0.95  # of its box: a module of a code, a bullet, a rule
_ALIKE = 1.7  # times as high as the one beside it: capitals and ascenders are
_LEVEL = 0.45  # of the height
_GAP = 1.2
_IN_ROW = 4  # letters, of a word
_LOOKED_AT = 1000  # shapes: a photograph has thousands


def may_hold_text(pixels: Pixels) -> bool:
    """A quick test on grey levels at about 1.5 pixels a point, which few pictures without text pass."""
    if pixels.size == 0:
        return False
    ink = _ink(pixels)
    edges = np.count_nonzero(ink[:, 1:] != ink[:, :-1], axis=1)
    return bool(np.count_nonzero(edges >= _EDGES) >= _ROWS)


def holds_text(pixels: Pixels) -> bool:
    """Whether grey levels at three pixels a point show a dozen letters in rows."""
    boxes, areas = connected_shapes(_ink(pixels))
    if not len(boxes):
        return False
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    letter = (height >= _LEAST) & (height <= _TALLEST) & (areas < _SOLID * width * height)
    letter &= (width >= _NARROWEST * height) & (width <= _WIDEST * height)
    return _are_in_rows(boxes[letter])


def _ink(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """What differs from the commonest grey, be it darker or lighter."""
    ground = int(np.bincount(pixels.ravel(), minlength=256).argmax())
    return np.abs(pixels.astype(np.int16) - ground) > _INK


def connected_shapes(ink: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The boxes and areas of what hangs together, corners included.

    OpenCV does the same, but to load it takes longer than to look at a hundred logos. *Shape:* (shapes, 4), (shapes)
    """
    columns = ink.shape[1] + 2
    edges = np.flatnonzero(np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), prepend=0).ravel())
    starts, ends = edges[::2], edges[1::2]  # of the runs of ink, in one long row
    low = np.searchsorted(ends, starts + columns)
    touching = np.searchsorted(starts, ends + columns, side="right") - low
    above = np.repeat(np.arange(len(starts)), touching)
    below = np.arange(len(above)) - np.repeat(np.cumsum(touching) - touching, touching) + np.repeat(low, touching)
    label = np.arange(len(starts))
    while True:
        least = np.minimum(label[above], label[below])
        joined = label.copy()
        for side in (above, below):
            np.minimum.at(joined, label[side], least)
            np.minimum.at(joined, side, least)
        joined = joined[joined]
        if (joined == label).all():
            break
        label = joined
    _, shape = np.unique(label, return_inverse=True)
    row, left = np.divmod(starts - 1, columns)
    boxes = np.zeros((shape.max(initial=-1) + 1, 4), np.intp)
    boxes[:, :2] = np.iinfo(np.intp).max
    areas = np.zeros(len(boxes), np.intp)
    for edge, values, least_or_most in (
        (0, left, np.minimum),
        (1, row, np.minimum),
        (2, ends - starts + left, np.maximum),
        (3, row + 1, np.maximum),
    ):
        least_or_most.at(boxes[:, edge], shape, values)
    np.add.at(areas, shape, ends - starts)
    return boxes, areas


def _are_in_rows(boxes: npt.NDArray[np.intp]) -> bool:
    """Whether enough of the boxes, looked at from the left, stand in rows of a short word at least.

    *Shape:* `boxes` (shapes, 4)
    """
    rows: list[tuple[list[int], int]] = []  # the last letter, and how many there are
    found = 0
    for box in boxes[np.argsort(boxes[:, 0], kind="stable")][:_LOOKED_AT].tolist():
        for i, (last, count) in enumerate(rows):
            if _goes_on(last, box):
                rows[i] = box, count + 1
                found += 1 if count >= _IN_ROW else _IN_ROW if count + 1 == _IN_ROW else 0
                break
        else:
            rows.append((box, 1))
        if found >= LETTERS:
            return True
    return False


def _goes_on(last: list[int], box: list[int]) -> bool:
    heights = last[3] - last[1], box[3] - box[1]
    short, tall = min(heights), max(heights)
    level = min(abs(last[3] - box[3]), abs(last[1] + last[3] - box[1] - box[3]) / 2) <= _LEVEL * short
    return level and tall <= _ALIKE * short and -0.2 * tall <= box[0] - last[2] <= _GAP * tall
