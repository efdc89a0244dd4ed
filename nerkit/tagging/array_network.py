"""The network in NumPy, for tagging alone: `nerkit.tagging.network` with a minimal GRU, without torch.

Most of what the first layer reads repeats: a form stands in many places, and the tokens of a line share their
neighbours and mostly their layout. Its product is linear in the parts, so each is multiplied once for each distinct
form and once for each run of tokens with the same surroundings, and the products are added up: a third of the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from nerkit.tagging.array_crf import ArrayCRF
from nerkit.tagging.array_embedding import ArrayFormEmbedding, Numbers
from nerkit.tagging.array_encoder import ArrayBiMinGRU
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.network_config import NetworkParts
from nerkit.tagging.stretch_batch import Ids, StretchBatch
from nerkit.tagging.token_features import LAYOUT


class ArrayNetwork:
    """BiGRU-CRF with a minimal GRU; see `Network`, whose tensors it takes."""

    def __init__(self, parts: NetworkParts, tagset: TagSet) -> None:
        self.parts = parts
        config, weights = parts.config, parts.weights
        self.embedding = ArrayFormEmbedding(weights, parts.tables, config.characters)
        self.encoder = ArrayBiMinGRU(weights, config.layers, residual=config.residual)
        self._neighbour = weights["neighbour.weight"].T, weights["neighbour.bias"]
        self._output = np.ascontiguousarray(weights["output.weight"].T), weights["output.bias"]
        self._layout = weights["layout.weight"]
        self._layout_offsets = np.array([0, *np.cumsum(list(LAYOUT.values()))[:-1]])
        weight, self._bias = self.encoder.first
        # shape: (form, 4 · hidden) and (left + above + layout, 4 · hidden)
        cut = weight.shape[1] - 2 * config.neighbour_size - config.layout_size
        self._of_form, self._of_surroundings = (np.ascontiguousarray(part.T) for part in np.split(weight, [cut], 1))
        self.crf = ArrayCRF.of(weights, tagset)

    def emissions(self, batch: StretchBatch) -> Numbers:
        """Scores of every tag of every token. *Shape:* (batch, tokens, tags)."""
        padding = np.arange(batch.forms.shape[1])[:, None] >= batch.lengths
        return self._scores(self.encoder([self._gates(batch)], padding if padding.any() else None))

    def long_emissions(self, windows: Sequence[StretchBatch]) -> Numbers:
        """The same for one sequence in windows, whose borders change nothing. *Shape:* (1, tokens, tags)."""
        return self._scores(self.encoder(self._gates(window) for window in windows))

    def _scores(self, states: Sequence[Numbers]) -> Numbers:
        weight, bias = self._output
        every = [window.reshape(-1, window.shape[-1]) @ weight for window in states]
        scores = np.concatenate(every) if len(every) > 1 else every[0]
        scores += bias
        return scores.reshape(-1, states[0].shape[1], scores.shape[-1]).transpose(1, 0, 2)

    def _gates(self, batch: StretchBatch) -> Numbers:
        """What the first layer makes of its inputs. *Shape:* (tokens, batch, 4 · hidden)."""
        vectors = self.embedding(batch.rows)
        weight, bias = self._neighbour
        near = np.tanh(vectors @ weight + bias)
        near[0] = 0  # padding is nobody's neighbour
        seen = np.concatenate((batch.left, batch.above, batch.layout), -1)
        seen = seen.reshape(-1, seen.shape[-1])
        fresh = np.ones(len(seen), dtype=np.bool_)
        np.any(seen[1:] != seen[:-1], axis=1, out=fresh[1:])
        run = (np.cumsum(fresh) - 1).reshape(batch.forms.shape)
        parts = np.concatenate(list(self._surroundings(near, seen[fresh])), -1)
        surroundings = parts @ self._of_surroundings
        surroundings += self._bias
        gates: Numbers = (vectors @ self._of_form)[batch.forms.T]
        gates += surroundings[run.T]
        return gates

    def _surroundings(self, near: Numbers, seen: Ids) -> Iterator[Numbers]:
        """Means of the cells to the left and above, and the sum of the layout's vectors. *Shape:* (runs, size)."""
        layout = seen[:, -len(LAYOUT) :]
        for ids in np.split(seen[:, : -len(LAYOUT)], 2, 1):
            counts = np.maximum((ids != 0).sum(1, keepdims=True), 1)
            yield near[ids].sum(1) / counts.astype(near.dtype)
        yield self._layout[layout + self._layout_offsets].sum(1)
