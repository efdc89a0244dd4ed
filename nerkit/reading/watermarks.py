"""Watermarks and stamps: text that lies across the lines of a page, far larger than they are, and stands in none.

Titles and totals are as large, but nothing lies under them: only a second layer runs through other words, or is a pale
shade between words of one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from nerkit.reading.placed import PlacedWord

Boxes = npt.NDArray[np.float64]  # columns x0, top, x1, bottom

_LARGER = 1.7  # than what it lies across
_NARROWEST = 0.25  # letter, in heights: a word in a box that is taller than its letters is no large word
_INK = (0.22, 0.8)  # of a large word's height, from its top: where its letters are
_HIT = 0.5  # of a small word's width, or of the large one's height where that is less
_SAME_ROW = 0.4  # of the height of the small text
_ROWS = 3  # that go on at both sides of what is not pale
_REACH, _PALE_REACH = 0.5, 0.3  # of a small word's height within the letters of the large one

# In heights of the large text.
_SAME_SIZE = 0.1
_NEXT_WORD = 1.0
_NEXT_LINE = 1.6


def parted(words: Sequence[PlacedWord]) -> tuple[list[PlacedWord], list[list[PlacedWord]]]:
    """The words of the page's own lines, and the lines of what lies across them; the order stays."""
    upright = [word for word in words if word.upright and not word.apart]
    across = _lines_across(upright)
    taken = {i for line in across for i in line}
    own = [word for i, word in enumerate(upright) if i not in taken]
    apart = (word for word in words if word.apart)
    lines = [[upright[i] for i in line] for line in across]
    lines += [list(line) for _, line in groupby(apart, key=lambda word: word.apart)]
    return own + [word for word in words if not word.upright and not word.apart], lines


def _lines_across(words: Sequence[PlacedWord]) -> list[list[int]]:
    """The indices of the words of each line that lies across others."""
    if not words:
        return []
    boxes = np.array([(box.x0, box.top, box.x1, box.bottom) for box in (word.box for word in words)])
    heights = boxes[:, 3] - boxes[:, 1]
    letters = np.array([len(word.text) for word in words])
    # Half of the letters of the page are at most that high.
    usual = float(np.median(np.repeat(heights, letters)))
    large = (heights >= _LARGER * usual) & (boxes[:, 2] - boxes[:, 0] >= _NARROWEST * heights * letters)
    if not large.any():
        return []
    says = np.array([any(c.isalnum() for c in word.text) for word in words])
    small = _Rows(boxes[says])
    return [
        line
        for lines in _texts(np.flatnonzero(large).tolist(), boxes)
        if small.lie_under([boxes[line] for line in lines], pale=all(words[i].faint for line in lines for i in line))
        for line in lines
    ]


def _texts(large: Sequence[int], boxes: Boxes) -> Iterator[list[list[int]]]:
    """Large words that were drawn one after the other in one size: lines side by side and below each other."""
    lines: list[list[int]] = []
    for i in large:
        if lines and _follows(boxes[lines[-1][-1]], boxes[i]):
            lines[-1].append(i)
        elif lines and _is_next_line(boxes[lines[-1]], boxes[i]):
            lines.append([i])
        else:
            if lines:
                yield lines
            lines = [[i]]
    if lines:
        yield lines


def _is_same_size(a: Boxes, b: Boxes) -> bool:
    heights = a[3] - a[1], b[3] - b[1]
    return bool(abs(heights[0] - heights[1]) <= _SAME_SIZE * max(heights))


def _follows(word: Boxes, later: Boxes) -> bool:
    height = word[3] - word[1]
    level = abs(word[1] - later[1]) <= _SAME_SIZE * height
    return bool(level and -height < later[0] - word[2] <= _NEXT_WORD * height) and _is_same_size(word, later)


def _is_next_line(line: Boxes, word: Boxes) -> bool:
    height = line[-1, 3] - line[-1, 1]
    beside = line[:, 0].min() < word[2] and word[0] < line[:, 2].max()
    return bool(beside and 0 < word[1] - line[-1, 1] <= _NEXT_LINE * height) and _is_same_size(line[-1], word)


class _Rows:
    """The words that something may lie across. *Shape:* `boxes` (words, 4)."""

    def __init__(self, boxes: Boxes) -> None:
        self._x0, top, self._x1, bottom = boxes.T
        self._top, self._bottom = top, bottom
        self._heights = bottom - top
        self._middles = (top + bottom) / 2

    def lie_under(self, lines: Sequence[Boxes], *, pale: bool) -> bool:
        """Whether these lines of large words run through some words, or rows go on at both their sides."""
        if any(self._is_hit(word) for line in lines for word in line):
            return True
        beside = sum(self._beside(line, _PALE_REACH if pale else _REACH) for line in lines)
        return beside >= (1 if pale else _ROWS)

    def _among(self, top: float, bottom: float, reach: float = _REACH) -> npt.NDArray[np.bool_]:
        """Which words reach so far into the letters of a word between these heights, and are small beside it."""
        height = bottom - top
        low, high = top + _INK[0] * height, top + _INK[1] * height
        shared = np.minimum(self._bottom, high) - np.maximum(self._top, low)
        return np.asarray((shared > reach * self._heights) & (_LARGER * self._heights <= height))

    def _is_hit(self, word: Boxes) -> bool:
        x0, top, x1, bottom = word.tolist()
        shared = np.minimum(self._x1, x1) - np.maximum(self._x0, x0)
        enough = _HIT * np.minimum(self._x1 - self._x0, bottom - top)
        return bool((self._among(top, bottom) & (shared > enough)).any())

    def _beside(self, line: Boxes, reach: float) -> int:
        """How many rows have words both left and right of the line."""
        among = self._among(float(line[:, 1].min()), float(line[:, 3].max()), reach)
        left, right = among & (self._x1 <= line[:, 0].min()), among & (self._x0 >= line[:, 2].max())
        rows, end = 0, -np.inf
        for middle, height in sorted(zip(self._middles[left].tolist(), self._heights[left].tolist(), strict=True)):
            if middle > end and (np.abs(self._middles[right] - middle) < _SAME_ROW * height).any():
                rows, end = rows + 1, middle + _SAME_ROW * height
        return rows
