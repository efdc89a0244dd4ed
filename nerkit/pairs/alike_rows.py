"""Rows that stand alike say the same: where keys and values are linked line below line, the line between is, too.

The linker looks at each two phrases by themselves, and a key that it does not know ("Ubicazione", "Member name") may
seem none. The lines above and below, whose phrases are aligned with its own, tell what it is; and of keys side by side
with values below them each tells what the others are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from nerkit.pairs.link_features import Indices, rows_above
from nerkit.pairs.phrase import Phrase
from nerkit.pairs.phrase_features import Features

_OTHERS = 2
"""So many other rows at least."""

_LIKELY = 0.45
"""Their mean probability at least."""

_DOUBT = 0.9
"""How much less probable a link is than those that vouch for it."""

_ALIGNED = 1.0
"""Heights by which a value below its key may begin before or behind it."""

_ELSEWHERE = 0.5
"""A phrase that is a key or a value elsewhere with this probability has no other part here."""


def with_alike_rows(found: Sequence[Phrase], pairs: Indices, said: Features, tables: Collection[int] = ()) -> Features:
    """Probabilities of links, not far below the mean of those that stand alike in the other rows, or side by side.

    What probably is a key elsewhere stays no value here, what is a value stays no key, and links between phrases of one
    of the `tables` stay as they are: these have rows of their own. *Shape* of `said`: (pairs,).
    """
    if not len(said):
        return said
    lines = np.array([phrase.line for phrase in found], np.int64)
    left = np.array([phrase.x0 for phrase in found], np.float32)
    first, second = pairs.T
    as_key, as_value = np.zeros(len(found), np.float32), np.zeros(len(found), np.float32)
    np.maximum.at(as_key, first, said)
    np.maximum.at(as_value, second, said)
    free = ~np.isin(pairs, list(tables)).all(axis=1) if tables else np.ones(len(said), bool)
    free &= (as_key[second] < _ELSEWHERE) & (as_value[first] < _ELSEWHERE)
    beside = lines[first] == lines[second]
    # Keys side by side have their values below them, each in line with its key.
    below = (lines[second] - lines[first] == 1) & (np.abs(left[second] - left[first]) < _ALIGNED)
    rows = _others(_column_of(found, pairs), said, free & beside)
    columns = _others(np.where(below, lines[first], lines.max() + 1 + np.arange(len(said))), said, free & below)
    return np.maximum(said, np.maximum(rows, columns)).astype(np.float32)


def _column_of(found: Sequence[Phrase], pairs: Indices) -> Indices:
    """A number for each pair that those which stand alike in other rows share. *Shape:* (pairs,)."""
    root = rows_above(found, pairs)
    for _ in range(int(np.log2(len(pairs))) + 1):
        root = root[root]
    return root


def _others(group: Indices, said: Features, asked: NDArray[np.bool_]) -> Features:
    """The mean probability of the others of a group, where these are enough and likely; 0 elsewhere."""
    count = np.bincount(group)[group] - 1
    mean = (np.bincount(group, weights=said)[group] - said) / np.maximum(1, count)
    return np.where(asked & (count >= _OTHERS) & (mean >= _LIKELY), _DOUBT * mean, 0.0).astype(np.float32)
