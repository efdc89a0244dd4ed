"""Pretrained word vectors: read through gensim, cut to a vocabulary, kept as int8 with a scale for each word."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nerkit.errors import ConfigError

if TYPE_CHECKING:
    from gensim.models import KeyedVectors


@dataclass(frozen=True)
class VectorTable:
    """Vectors of words in eight bits: the vector of word i is `codes[i] * scales[i]`.

    *Shapes:* codes (words, size) int8, scales (words,) float32.
    """

    words: tuple[str, ...]
    codes: NDArray[np.int8]
    scales: NDArray[np.float32]

    @property
    def size(self) -> int:
        """Length of a vector."""
        return int(self.codes.shape[1])


def load_vectors(path: Path) -> KeyedVectors:
    """Vectors as gensim's KeyedVectors: an .npz with `words` and `vectors`, or a word2vec text or binary file."""
    from gensim.models import KeyedVectors

    if not path.is_file():
        raise ConfigError(f"there is no file of word vectors at {path}: set [vectors] path to one")
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as data:
            words, vectors = data["words"].tolist(), data["vectors"].astype(np.float32)
        keyed = KeyedVectors(vectors.shape[1])
        keyed.add_vectors(words, vectors)
        return keyed
    return KeyedVectors.load_word2vec_format(str(path), binary=path.suffix == ".bin")


def prune(keyed: KeyedVectors, most_frequent: int, wanted: Collection[str]) -> VectorTable:
    """The `most_frequent` first words of the table and all wanted ones, as int8."""
    keep = [word for i, word in enumerate(keyed.index_to_key) if i < most_frequent or word in wanted]
    vectors = np.stack([keyed[word] for word in keep]) if keep else np.zeros((0, keyed.vector_size))
    return VectorTable(tuple(keep), *quantise(vectors))


def quantise(vectors: NDArray[np.floating]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Codes and scales; the largest component of each vector becomes ±127."""
    scales = np.abs(vectors).max(axis=1, initial=1e-8).astype(np.float32) / 127
    codes = np.rint(vectors / scales[:, None]).astype(np.int8)
    return codes, scales
