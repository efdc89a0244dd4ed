"""A document as arrays: for every token its form, its place on the page, and the words left of it and above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.language.cells import Cell, cells
from nerkit.language.tokens import Tokens
from nerkit.tagging.forms import FormIds

IntArray = NDArray[np.int32]
SmallArray = NDArray[np.uint8]

NEIGHBOURS = 5
"""Tokens of the cell to the left, and of the cell above, that a token sees: those nearest to it."""

LAYOUT = {
    "column": 5,
    "cells in line": 5,
    "place in cell": 4,
    "left edge": 11,
    "right edge": 11,
    "height on page": 9,
    "page": 5,
    "text size": 6,
    "distance from start": 12,
    "distance from end": 8,
    "line above": 3,
}
"""The layout features of a token and how many values each one takes."""


@dataclass(frozen=True)
class TokenFeatures:
    """One document, or a stretch of it.

    `forms`: row in `rows` of each token. *Shape:* (tokens,). `rows`: ids of each distinct form; row 0 is padding.
    *Shape:* (forms, columns of the vocabulary). `layout`: *Shape:* (tokens, len(LAYOUT)). `left`, `above`: rows of the
    tokens in the cell to the left and in the cell above, 0 where there are none. *Shape:* (tokens, NEIGHBOURS).
    """

    forms: IntArray
    rows: IntArray
    layout: SmallArray
    left: IntArray
    above: IntArray

    def __len__(self) -> int:
        return len(self.forms)

    def stretch(self, start: int, end: int) -> TokenFeatures:
        """The tokens `start` to `end`."""
        part = slice(start, end)
        return TokenFeatures(self.forms[part], self.rows, self.layout[part], self.left[part], self.above[part])


def featurise(document: Document, tokens: Tokens, vocabulary: FormIds) -> TokenFeatures:
    """Features of all tokens of a document."""
    distinct = {form: number for number, form in enumerate(dict.fromkeys(tokens.forms), start=1)}
    forms = np.fromiter((distinct[form] for form in tokens.forms), dtype=np.int32, count=len(tokens))
    rows = vocabulary.rows(list(distinct))
    rows = np.concatenate((np.zeros((1, rows.shape[1]), dtype=np.int32), rows))
    grid = cells(document)
    first_tokens = np.searchsorted(tokens.words, [cell.first for cell in grid] + [len(document.words)])
    layout = np.zeros((len(tokens), len(LAYOUT)), dtype=np.uint8)
    left = np.zeros((len(tokens), NEIGHBOURS), dtype=np.int32)
    above = np.zeros((len(tokens), NEIGHBOURS), dtype=np.int32)
    _fill_cells(grid, first_tokens, forms, layout, left, above)
    _fill_places(document, tokens, layout)
    return TokenFeatures(forms, rows, layout, left, above)


def _fill_cells(
    grid: list[Cell],
    first_tokens: NDArray[np.int64],
    forms: IntArray,
    layout: SmallArray,
    left: IntArray,
    above: IntArray,
) -> None:
    """Columns 0 to 4 and 10 of the layout, and the neighbours, of the tokens of each cell."""
    if not grid:
        return
    widths = np.bincount([cell.line for cell in grid]).tolist()
    counts = np.diff(first_tokens)
    of_cells = np.array([_of_cell(cell, grid, widths[cell.line]) for cell in paced(grid, 1000)], dtype=np.uint8)
    layout[:, _OF_CELL] = np.repeat(of_cells, counts, 0)
    starts, ends = (border[counts > 0] for border in (first_tokens[:-1], first_tokens[1:]))
    layout[:, 2] = 1
    layout[ends - 1, 2] = 2
    layout[starts, 2] = np.where(ends - starts == 1, 3, 0)
    borders = first_tokens.tolist()
    for i, cell in enumerate(grid):
        for target, neighbour in ((left, cell.left), (above, cell.above)):
            if neighbour is not None:
                seen = forms[borders[neighbour] : borders[neighbour + 1]][-NEIGHBOURS:]
                target[borders[i] : borders[i + 1], : len(seen)] = seen


_OF_CELL = [0, 1, 3, 4, 10]
"""The columns of the layout that all tokens of a cell share."""


def _of_cell(cell: Cell, grid: list[Cell], width: int) -> tuple[int, ...]:
    """What these columns are; `width`: cells of its line."""
    above = 0 if cell.above is None else 1 if cell.line - grid[cell.above].line == 1 else 2
    return min(cell.column, 4), min(width, 5) - 1, _tenth(cell.x0), _tenth(cell.x1), above


def _tenth(share: float) -> int:
    """The tenth of the page's width, 10 right of it; a word may stand anywhere left of it, too."""
    return int(min(max(share, 0.0), 1.0) * 10)


def _fill_places(document: Document, tokens: Tokens, layout: SmallArray) -> None:
    """Columns 5 to 9 of the layout: where on which page, how large, how far from start and end."""
    count = len(tokens)
    layout[:, 8] = np.minimum(np.log2(np.arange(count) + 1), 11)
    layout[:, 9] = np.minimum(np.log2(np.arange(count, 0, -1)) / 1.5, 7)
    tops = _of_words(document, (w.box.top if w.box else -1.0 for w in document.words))
    heights = _of_words(document, (w.box.height if w.box else 0.0 for w in document.words))
    numbers = _of_words(document, (w.box.page if w.box else 0 for w in document.words))
    last = len(document.pages)
    for page in document.pages:
        on_page = numbers == page.number
        if not on_page.any():
            continue
        usual = float(np.median(heights[on_page])) or 1.0
        tops[on_page] = np.clip(tops[on_page] / page.height * 8, 0, 7.99) + 1
        heights[on_page] = 1 + np.searchsorted([0.8, 1.15, 1.5, 2.0], heights[on_page] / usual)
    height_on_page = np.where(numbers > 0, tops, 0).astype(np.int32)
    page_class = np.select([numbers == 0, numbers == 1, numbers == 2, numbers == last], [0, 1, 2, 3], 4)
    layout[:, 5] = height_on_page[tokens.words]
    layout[:, 6] = page_class[tokens.words]
    layout[:, 7] = heights.astype(np.int32)[tokens.words]


def _of_words(document: Document, values: Iterable[float]) -> NDArray[np.float64]:
    return np.fromiter(values, dtype=np.float64, count=len(document.words))
