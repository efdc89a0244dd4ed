"""From the ids of a form to its vector in NumPy: what `nerkit.tagging.embedding` computes, for tagging alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.forms import PADDING, UNKNOWN
from nerkit.tagging.network_config import TableSize, Weights
from nerkit.tagging.stretch_batch import Ids

Numbers = NDArray[np.floating]


class ArrayWordVectors:
    """Pretrained vectors as int8 codes and scales; see `WordVectors`."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.codes = weights[f"{name}.codes"]
        self.scales: Numbers = weights[f"{name}.scales"]
        self._unknown: Numbers = weights[f"{name}.unknown"]
        self._difference = weights.get(f"{name}.difference")

    def __call__(self, ids: Ids) -> Numbers:
        """The mean of a form's vectors. *Shapes:* ids (forms, width) → (forms, size)."""
        if ids.shape[1] == 1:
            total = self._vectors(ids[:, 0])
        else:
            # Most forms have one id, a known word's; only what is there is looked up and added.
            there = ids != PADDING
            counts = there.sum(1)
            total = np.zeros((len(ids), self.codes.shape[1]), self.scales.dtype)
            some = np.flatnonzero(counts)
            if len(some):
                starts = np.cumsum(counts[some]) - counts[some]
                total[some] = np.add.reduceat(self._vectors(ids[there]), starts)
            total /= np.maximum(counts, 1)[:, None].astype(total.dtype)
        total[(ids == UNKNOWN).any(1)] += self._unknown
        return total

    def _vectors(self, ids: Ids) -> Numbers:
        vectors: Numbers = self.codes[ids] * self.scales[ids][:, None]
        if self._difference is not None:
            # Padding has no vector, whatever stands in its row.
            vectors += self._difference[ids]
        return vectors


class ArrayCharacterCNN:
    """The strongest answer of each filter to the windows of a form's characters; see `CharacterCNN`.

    What each character adds to the answer at each place of a window is looked up: it is one product for all forms.
    """

    def __init__(self, weights: Weights, name: str) -> None:
        letters: Numbers = weights[f"{name}.embedding.weight"]
        filters: Numbers = weights[f"{name}.convolution.weight"]
        self._bias: Numbers = weights[f"{name}.convolution.bias"]
        self._width = filters.shape[2]
        outside = np.zeros((1, letters.shape[1]), letters.dtype)
        # shape: (width, characters + 1, filters); the last row is what stands beyond the borders, nothing
        self._answers = np.concatenate((letters, outside)) @ filters.transpose(2, 1, 0)

    def __call__(self, ids: Ids) -> Numbers:
        """Vectors of forms. *Shapes:* ids (forms, characters) → (forms, filters)."""
        reach = self._width // 2
        nothing = self._answers.shape[1] - 1
        bordered = np.full((len(ids), ids.shape[1] + 2 * reach), nothing)
        bordered[:, reach : reach + ids.shape[1]] = ids
        there = ids != PADDING
        answers = np.repeat(self._bias[None], int(there.sum()), 0)
        for place, table in enumerate(self._answers):
            answers += table[bordered[:, place : place + ids.shape[1]][there]]
        found = np.zeros((len(ids), len(self._bias)), answers.dtype)
        counts = there.sum(1)
        some = np.flatnonzero(counts)
        if len(some):
            starts = np.cumsum(counts[some]) - counts[some]
            # The strongest answer is at least 0: what relu makes of each does not matter before.
            found[some] = np.maximum(np.maximum.reduceat(answers, starts), 0)
        return found


class ArrayFormEmbedding:
    """Vectors of distinct forms; see `FormEmbedding`. A model without characters has none of their weights."""

    def __init__(self, weights: Weights, tables: Sequence[TableSize], characters: str) -> None:
        self.tables = [ArrayWordVectors(weights, f"embedding.tables.{number}") for number in range(len(tables))]
        self._cuts = np.cumsum([*(table.width for table in tables), 1, 1])
        self._trained = weights["embedding.trained.weight"]
        self._shapes = weights["embedding.shapes.weight"]
        self._characters = ArrayCharacterCNN(weights, "embedding.characters") if characters == "cnn" else None

    def __call__(self, rows: Ids) -> Numbers:
        """Vectors of forms. *Shapes:* rows (forms, columns) as in `Vocabulary.row` → (forms, output_size)."""
        *words, trained, shapes, letters = np.split(rows, self._cuts, 1)
        parts = [table(ids) for table, ids in zip(self.tables, words, strict=True)]
        parts += [self._trained[trained[:, 0]], self._shapes[shapes[:, 0]]]
        if self._characters:
            parts.append(self._characters(letters))
        return np.concatenate(parts, 1)
