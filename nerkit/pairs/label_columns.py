"""A column of keys with their values in the column beside it: every row is a pair, and none goes on in the next one.

The linker joins "Erstzulassung" to the line above where it knows neither. All rows of the column together tell: what
begins them are probably keys, what stands beside them is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import fmean

import numpy as np

from nerkit.pairs.link_features import Indices
from nerkit.pairs.phrase import Phrase, is_check_box
from nerkit.pairs.phrase_features import Features

_ROWS = 4
"""Rows of such a column at least."""

_ALIGNED = 0.6
"""Heights by which the phrases of a column may begin beside one another."""

_APART = 3
"""Lines between two rows at most."""

_KEYS, _VALUES = 0.4, 0.25
"""How probable it is, in the mean, that the first are keys at least, and the second at most."""

_LINKED = 0.75
"""How probable the link of a row is at least."""


@dataclass
class _Column:
    """Rows of a key and a value, in the order of the lines."""

    rows: list[tuple[int, int]] = field(default_factory=list)


def with_label_columns(
    found: Sequence[Phrase], pairs: Indices, linked: Features, keys: Features, apart: Collection[int] = ()
) -> Features:
    """The probabilities of links, knowing such columns. *Shape* of `linked`: (pairs, `OUTPUTS`), of `keys`: (phrases,).

    Phrases `apart` are in no column.
    """
    columns = [column for column in _columns(found, apart) if _are_labels(column, keys)]
    if not columns:
        return linked
    changed = linked.copy()
    row_of = {(a, b): row for row, (a, b) in enumerate(pairs.tolist())}
    labels = np.zeros(len(found), bool)
    for column in columns:
        for key, value in column.rows:
            labels[key] = True
            if (key, value) in row_of:
                row = row_of[key, value]
                changed[row] = max(float(changed[row, 0]), _LINKED), 0
        for (_, before), (_, value) in pairwise(column.rows):
            if (before, value) in row_of:
                changed[row_of[before, value], 1] = 0
    # What stands on another line than such a key goes on in none, and is no key of it.
    lines = np.array([phrase.line for phrase in found], np.int64)
    first, second = pairs.T
    other = (lines[first] != lines[second]) & labels[second]
    changed[other] = 0
    return changed


def _are_labels(column: _Column, keys: Features) -> bool:
    return (
        len(column.rows) >= _ROWS
        and fmean(float(keys[key]) for key, _ in column.rows) >= _KEYS
        and fmean(float(keys[value]) for _, value in column.rows) <= _VALUES
    )


def _columns(found: Sequence[Phrase], apart: Collection[int]) -> Iterator[_Column]:
    open_: list[_Column] = []
    for (page, line), group in groupby(range(len(found)), key=lambda i: (found[i].page, found[i].line)):
        places = [i for i in group if i not in apart]
        still = [
            column
            for column in open_
            if found[column.rows[-1][0]].page == page and line - found[column.rows[-1][0]].line <= _APART
        ]
        yield from (column for column in open_ if column not in still)
        open_ = still
        if len(places) % 2 or any(is_check_box(found[i].text) for i in places):
            continue
        for key, value in zip(places[::2], places[1::2], strict=True):
            column = next((one for one in open_ if _continues(found, one, key, value)), None)
            if column is None:
                column = _Column()
                open_.append(column)
            column.rows.append((key, value))
    yield from open_


def _continues(found: Sequence[Phrase], column: _Column, key: int, value: int) -> bool:
    return all(abs(found[a].x0 - found[b].x0) < _ALIGNED for a, b in zip(column.rows[-1], (key, value), strict=True))
