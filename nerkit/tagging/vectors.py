"""Word vectors cut to what is wanted and kept as int8 with a scale for each word, and what that loses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

Float32Array = NDArray[np.float32]

NEIGHBOURS = 10
"""Nearest neighbours that are compared before and after."""


@dataclass(frozen=True)
class VectorTable:
    """Vectors of words in eight bits: the vector of word i is `codes[i] * scales[i]`.

    *Shapes:* codes (words, size) int8, scales (words,) float32. `tuned`: whether training moves the vectors. `buckets`:
    rows behind the words' that the parts of all other words share (`nerkit.tagging.subwords`).
    """

    words: tuple[str, ...]
    codes: NDArray[np.int8]
    scales: NDArray[np.float32]
    tuned: bool = False
    buckets: int = 0

    @property
    def size(self) -> int:
        """Length of a vector."""
        return int(self.codes.shape[1])

    @property
    def vectors(self) -> Float32Array:
        """The vectors as floats. *Shape:* (words, size)."""
        return self.codes * self.scales[:, None]


@dataclass(frozen=True)
class Loss:
    """What is lost: `cosine` and `least_cosine` of the words' vectors to the original ones, mean and least.

    `overlap_kept`, `overlap_all`: share of a word's ten nearest neighbours that stay its ten nearest, first among the
    words kept alone, then among all words of the original; means over a sample of words.
    """

    cosine: float
    least_cosine: float
    overlap_kept: float
    overlap_all: float


def prune(keyed: KeyedVectors, most_frequent: int, wanted: Collection[str]) -> list[str]:
    """The `most_frequent` first words of the table and all wanted ones; words with white space are never tokens."""
    return [
        word
        for i, word in enumerate(keyed.index_to_key)
        if (i < most_frequent or word in wanted) and word.split() == [word]
    ]


def table_of(
    keyed: KeyedVectors, words: Sequence[str], *, tuned: bool = False, parts: Float32Array | None = None
) -> VectorTable:
    """The vectors of these words as int8, and behind them those of the `parts` of others. *Shape:* (buckets, size)."""
    vectors = keyed[words] if words else np.zeros((0, keyed.vector_size), dtype=np.float32)
    if parts is None:
        return VectorTable(tuple(words), *quantise(vectors), tuned)
    return VectorTable(tuple(words), *quantise(np.concatenate((vectors, parts))), tuned, len(parts))


def quantise(vectors: NDArray[np.floating]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Codes and scales; the largest component of each vector becomes ±127."""
    scales = np.abs(vectors).max(axis=1, initial=1e-8).astype(np.float32) / 127
    codes = np.rint(vectors / scales[:, None]).astype(np.int8)
    return codes, scales


def measure(original: KeyedVectors, words: Collection[str], vectors: Float32Array, *, sample: int = 500) -> Loss:
    """What `vectors` of these `words`, at least two, lose against the original."""
    rows = np.array([original.key_to_index[word] for word in words])
    whole, kept = _unit(original.vectors), _unit(vectors)
    cosines = (whole[rows] * kept).sum(1)
    chosen = np.random.default_rng(0).permutation(len(rows))[:sample]
    after = [set(rows[near]) for near in _neighbours(kept, chosen)]
    among_kept = [set(rows[near]) for near in _neighbours(whole[rows], chosen)]
    among_all = [set(near) for near in _neighbours(whole, rows[chosen])]
    return Loss(float(cosines.mean()), float(cosines.min()), _overlap(among_kept, after), _overlap(among_all, after))


def _unit(vectors: Float32Array) -> Float32Array:
    unit: Float32Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-12)
    return unit


def _neighbours(unit: Float32Array, chosen: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows nearest to each chosen one, without itself."""
    count = min(NEIGHBOURS, len(unit) - 1)
    found: list[NDArray[np.int64]] = []
    # Few rows at once: a table may have millions of words.
    for block in np.array_split(chosen, max(1, len(chosen) // 16)):
        similar = unit[block] @ unit.T
        similar[np.arange(len(block)), block] = -np.inf
        found.extend(np.argpartition(-similar, count - 1, axis=1)[:, :count])
    return found


def _overlap(before: list[set[int]], after: list[set[int]]) -> float:
    return float(np.mean([len(a & b) / len(a) for a, b in zip(before, after, strict=True)]))
