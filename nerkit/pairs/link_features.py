"""Which phrases may belong together, and what is known of two by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nerkit.document import Document
from nerkit.pairs.phrase import Phrase
from nerkit.pairs.phrase_features import Features

Indices = NDArray[np.int64]

NAMES = (
    *("right by", "gap", "down by", "gap below", "shared width", "shared height", "left apart", "right apart"),
    *("middle apart", "order", "lines apart", "same line", "same cell", "next in order", "height ratio"),
    *("rank left", "rank above", "rank right", "rank below", "nearest left", "nearest above", "nearest below"),
    *("backwards", "between", "same row", "same column", "same table", "blank between", "indent"),
)
"""The columns of the features of two phrases."""

_LEFT, _ABOVE, _RIGHT, _BELOW, _BEFORE = 3, 3, 1, 1, 2
"""How many candidates for its key a phrase has on each side, and before it in the order of the text."""

_FAR_ABOVE = 14.0
"""Heights above a phrase within which its key may stand."""

_ROW_ABOVE = 3.0
"""Heights above a phrase within which one that it is aligned with is of the row before."""

_ALIGNED = 0.5
"""Heights by which the edges of aligned phrases may differ."""

_BLOCK = 800
"""Phrases that are compared with one another at once."""

_OVERLAP = 48
"""Phrases of a block that the next one has, too."""


def candidates(document: Document, found: Sequence[Phrase]) -> tuple[Indices, Features]:
    """Pairs (first, second) of which the second may belong to the first, and their features.

    *Shape:* (pairs, 2) and (pairs, `NAMES`). Sorted by second, then first. Takes time linear in the number of pages.
    """
    pairs, features = [np.empty((0, 2), np.int64)], [np.empty((0, len(NAMES)), np.float32)]
    table = _tables(document, found)
    for start, end, fresh in _blocks(found):
        local, values = _of_block(found[start:end], table[start:end])
        keep = local[:, 1] >= fresh - start
        pairs.append(local[keep] + start)
        features.append(values[keep])
    return np.concatenate(pairs), np.concatenate(features)


def rows_above(found: Sequence[Phrase], pairs: Indices) -> Indices:
    """For each pair that of the row above which stands alike, both ends aligned with its own; itself where none does.

    *Shape:* (pairs,), indices of pairs.
    """
    above = _aligned_above(found)
    lines = np.array([phrase.line for phrase in found], np.int64)
    first, second = above[pairs[:, 0]], above[pairs[:, 1]]
    alike = (first >= 0) & (second >= 0)
    alike &= lines[pairs[:, 1]] - lines[second] == lines[pairs[:, 0]] - lines[first]
    n = len(found)
    codes = pairs[:, 0] * n + pairs[:, 1]
    order = np.argsort(codes)
    wanted = first * n + second
    at = order[np.minimum(np.searchsorted(codes[order], wanted), len(codes) - 1)] if len(codes) else wanted
    own = np.arange(len(pairs))
    return np.where(alike & (codes[at] == wanted), at, own) if len(codes) else own


def _aligned_above(found: Sequence[Phrase]) -> Indices:
    """The nearest phrase above each whose left or right edge is aligned with its own, -1 for none."""
    edges: dict[tuple[int, str, int], int] = {}
    above = np.full(len(found), -1, np.int64)
    for i, phrase in enumerate(found):
        own = (("left", phrase.x0), ("right", phrase.x1))
        for side, x in own:
            place = round(x / _ALIGNED)
            for near in (place, place - 1, place + 1):
                j = edges.get((phrase.page, side, near), -1)
                if j > above[i] and found[j].line < phrase.line and phrase.top - found[j].bottom < _ROW_ABOVE:
                    edge = found[j].x0 if side == "left" else found[j].x1
                    if abs(edge - x) < _ALIGNED:
                        above[i] = j
        for side, x in own:
            edges[phrase.page, side, round(x / _ALIGNED)] = i
    return above


def _blocks(found: Sequence[Phrase]) -> Iterator[tuple[int, int, int]]:
    """Ranges of phrases on one page, and the first phrase of each that no range before it had."""
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end].page == found[start].page:
            end += 1
        for fresh in range(start, end, _BLOCK):
            yield max(start, fresh - _OVERLAP), min(end, fresh + _BLOCK), fresh
        start = end


def _tables(document: Document, found: Sequence[Phrase]) -> Indices:
    """Table, row and column of each phrase, -1 where it stands in none. *Shape:* (phrases, 3)."""
    place = {
        word: (number, cell.row, cell.column)
        for number, table in enumerate(document.tables)
        for cell in table.cells
        for word in cell.words
    }
    return np.array([place.get(phrase.first, (-1, -1, -1)) for phrase in found], np.int64).reshape(-1, 3)


def _of_block(found: Sequence[Phrase], table: Indices) -> tuple[Indices, Features]:
    x0, top, x1, bottom = np.array([(p.x0, p.top, p.x1, p.bottom) for p in found], np.float32).T
    lines, cells = np.array([(p.line, p.cell) for p in found], np.int64).T
    blank = np.array([p.blank for p in found], np.float32)
    n = len(found)
    order = np.arange(n)
    # Of all arrays here the first axis is the phrase that another may belong to, the second is that other.
    gap = x0[None] - x1[:, None]
    below = top[None] - bottom[:, None]
    wide = np.minimum(x1[:, None], x1[None]) - np.maximum(x0[:, None], x0[None])
    high = np.minimum(bottom[:, None], bottom[None]) - np.maximum(top[:, None], top[None])
    narrower = np.maximum(0.3, np.minimum((x1 - x0)[:, None], (x1 - x0)[None]))
    lower = np.maximum(0.3, np.minimum((bottom - top)[:, None], (bottom - top)[None]))
    shared_width, shared_height = wide / narrower, high / lower
    left_apart = x0[None] - x0[:, None]
    same = order[:, None] == order[None]
    is_left = (shared_height > 0.4) & (gap > -0.5) & ~same
    is_above = ((shared_width > 0.1) | (np.abs(left_apart) < 2.0)) & (below > -0.45) & (shared_height <= 0.4) & ~same
    is_above &= below < _FAR_ABOVE
    rank_left = _ranks(np.where(is_left, gap, np.inf), axis=0)
    rank_above = _ranks(np.where(is_above, below + 0.25 * np.abs(left_apart) / 8, np.inf), axis=0)
    rank_right = _ranks(np.where(is_left, gap, np.inf), axis=1)
    rank_below = _ranks(np.where(is_above, below + 0.25 * np.abs(left_apart) / 8, np.inf), axis=1)
    ahead = order[None] - order[:, None]
    near = (rank_left < _LEFT) | (rank_above < _ABOVE) | ((ahead > 0) & (ahead <= _BEFORE))
    near |= (rank_left.T < _RIGHT) | (rank_above.T < _BELOW) | (rank_right.T < _RIGHT) | (rank_below.T < _BELOW)
    near &= ~same
    second, first = np.nonzero(near.T)
    at = (first, second)

    def clip(values: NDArray[np.float32], most: float) -> NDArray[np.float32]:
        return np.asarray(np.sign(values) * np.log1p(np.minimum(np.abs(values), most)), np.float32)

    middle = (x0 + x1)[None] / 2 - (x0 + x1)[:, None] / 2
    in_table = (table[first, 0] >= 0) & (table[first, 0] == table[second, 0])
    gone = np.abs(ahead[at]) - 1
    columns = [
        clip(gap[at], 60),
        gap[at] > 0.9,
        clip(((top + bottom)[None] / 2 - (top + bottom)[:, None] / 2)[at], 30),
        clip(below[at], 20),
        np.clip(shared_width[at], -1, 1),
        np.clip(shared_height[at], -1, 1),
        clip(left_apart[at], 60),
        clip((x1[None] - x1[:, None])[at], 60),
        clip(middle[at], 60),
        clip(ahead[at].astype(np.float32), 30),
        clip((lines[second] - lines[first]).astype(np.float32), 10),
        lines[second] == lines[first],
        cells[second] == cells[first],
        ahead[at] == 1,
        np.clip((bottom - top)[second] / np.maximum(0.2, (bottom - top)[first]), 0, 3),
        *(np.minimum(rank[at], 5) / 5 for rank in (rank_left, rank_above, rank_right, rank_below)),
        rank_left[at] == 0,
        rank_above[at] == 0,
        (rank_left[at] == 0) & (rank_right[at] == 0),
        ahead[at] < 0,
        np.log1p(np.minimum(gone, 20)),
        in_table & (table[first, 1] == table[second, 1]),
        in_table & (table[first, 2] == table[second, 2]),
        in_table,
        blank[second] * (lines[second] != lines[first]),
        (left_apart[at] > 0.5) & (left_apart[at] < 3),
    ]
    return np.stack([first, second], axis=1), np.stack([np.asarray(c, np.float32) for c in columns], axis=1)


def _ranks(distance: NDArray[np.float32], axis: int) -> NDArray[np.int64]:
    """The rank of each distance along an axis, 99 where it is infinite."""
    ranks = np.argsort(np.argsort(distance, axis=axis, kind="stable"), axis=axis, kind="stable")
    return np.where(np.isfinite(distance), ranks, 99)
