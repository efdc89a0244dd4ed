"""Text that is drawn more than once in nearly the same place, a way of making it look bold: it is read once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_NEAR = 0.25  # of the height of the text
_MOST = 2.0  # points; larger text is not shifted further
_CELL = 2 * _MOST


def drawn_again(
    codes: npt.NDArray[np.uint32], boxes: npt.NDArray[np.float32], objects: npt.NDArray[np.uint64]
) -> npt.NDArray[np.bool_]:
    """Which characters repeat the one right before them, in nearly the same place.

    The letters of a ligature share one box of one text object (`objects`): two f's of it are two letters.

    *Shape:* `codes`, `objects` and the result (characters), `boxes` (characters, 4)
    """
    x0, top, _, bottom = boxes.T
    ligature = (boxes[1:] == boxes[:-1]).all(1) & (objects[1:] == objects[:-1])
    near = np.minimum(_NEAR * (bottom - top)[1:], _MOST)
    again = (codes[1:] == codes[:-1]) & (np.abs(np.diff(x0)) < near * 0.5) & (np.abs(np.diff(top)) < near)
    again &= ~ligature
    return np.concatenate([[False], again])


def repeated_words(texts: Sequence[str], boxes: npt.NDArray[np.float32]) -> set[int]:
    """Indices of the words that were already drawn in nearly the same place. *Shape:* `boxes` (words, 4)."""
    repeated: set[int] = set()
    places: dict[str, list[tuple[float, float]]] = {}
    for i in _suspects(texts, boxes):
        x, top, _, bottom = boxes[i].tolist()
        near = min(_NEAR * (bottom - top), _MOST)
        others = places.setdefault(texts[i], [])
        if any(abs(x - other_x) < near and abs(top - other_top) < near for other_x, other_top in others):
            repeated.add(i)
        else:
            others.append((x, top))
    return repeated


def _suspects(texts: Sequence[str], boxes: npt.NDArray[np.float32]) -> list[int]:
    """The words that share a cell of a coarse grid with an equal word; most pages have none.

    Two points nearer than half a cell share one in at least one of the grids that are shifted by half a cell.
    """
    hashes = np.array([hash(text) for text in texts], np.int64)
    places = boxes[:, :2] / _CELL
    suspects: set[int] = set()
    for shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        column, row = np.floor(places + shift).astype(np.int64).T
        keys = hashes ^ (column * 1_000_003) ^ (row * 998_244_353)
        order = np.argsort(keys, kind="stable")
        equal = np.flatnonzero(np.diff(keys[order]) == 0)
        suspects.update(order[equal].tolist(), order[equal + 1].tolist())
    return sorted(suspects)
