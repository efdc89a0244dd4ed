"""The word vectors of a model, for comparing names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nerkit.fields.likeness import Vector, VectorOf

if TYPE_CHECKING:
    from nerkit.tagging.tagging_model import TaggingModel

_KEPT = 4096
"""Words whose vectors are kept."""


def vectors_of(model: TaggingModel[Any]) -> VectorOf | None:
    """What gives the vector of a word; None for a model without pretrained vectors, as an ensemble is."""
    from nerkit.tagging.forms import UNKNOWN, Vocabulary, keys

    vocabulary = model.vocabulary
    if not isinstance(vocabulary, Vocabulary) or not vocabulary.pretrained:
        return None
    index, weights = vocabulary.pretrained[0], model.parts().weights
    codes, scales = (weights[f"embedding.tables.0.{part}"] for part in ("codes", "scales"))

    @lru_cache(maxsize=_KEPT)
    def vector(word: str) -> Vector | None:
        row = next((found for key in keys(word) if (found := index(key)) != UNKNOWN), None)
        if row is None:
            return None
        return np.asarray(codes[row] * float(scales[row]), np.float32)

    return vector
