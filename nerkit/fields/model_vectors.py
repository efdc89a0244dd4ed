"""The word vectors of a model, for comparing names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from nerkit.fields.likeness import Vector, VectorOf

if TYPE_CHECKING:
    from nerkit.tagging.model import Model

_KEPT = 4096
"""Words whose vectors are kept."""


def vectors_of(model: Model) -> VectorOf | None:
    """What gives the vector of a word; None for a model without pretrained vectors, as an ensemble is."""
    from nerkit.tagging.embedding import WordVectors
    from nerkit.tagging.forms import UNKNOWN, Vocabulary, keys

    vocabulary = model.vocabulary
    tables = [module for module in model.network.modules() if isinstance(module, WordVectors)]
    if not isinstance(vocabulary, Vocabulary) or not tables or not vocabulary.pretrained:
        return None
    index, table = vocabulary.pretrained[0], tables[0]

    @lru_cache(maxsize=_KEPT)
    def vector(word: str) -> Vector | None:
        row = next((found for key in keys(word) if (found := index(key)) != UNKNOWN), None)
        if row is None:
            return None
        return np.asarray(table.codes[row].numpy() * float(table.scales[row]), np.float32)

    return vector
