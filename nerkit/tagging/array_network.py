"""The network in NumPy, for tagging alone: `nerkit.tagging.network` with a minimal GRU, without torch.

Most of what the first layer reads repeats: a form stands in many places, and the tokens of a line share their
neighbours and mostly their layout. Its product is linear in the parts, so each is multiplied once for each distinct
form, which is kept for the next time, and once for each run of tokens with the same surroundings, and the products are
added up: a tenth of the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from nerkit.tagging.array_crf import ArrayCRF
from nerkit.tagging.array_embedding import ArrayFormEmbedding, Numbers
from nerkit.tagging.array_encoder import ArrayBiMinGRU, Mask, steps_together
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.known_forms import KnownForms
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
        self._known = KnownForms(self._first_layer, (len(self._bias), config.neighbour_size), self._bias.dtype)
        self.crf = ArrayCRF.of(weights, tagset)

    def emissions(self, batch: StretchBatch) -> Numbers:
        """Scores of every tag of every token. *Shape:* (batch, tokens, tags)."""
        padding = np.arange(batch.forms.shape[1])[:, None] >= batch.lengths
        return self._scores([batch], padding if padding.any() else None)

    def long_emissions(self, windows: Sequence[StretchBatch]) -> Numbers:
        """The same for one sequence in windows, whose borders change nothing. *Shape:* (1, tokens, tags)."""
        return self._scores(windows, None)

    def _scores(self, windows: Sequence[StretchBatch], padding: Mask | None) -> Numbers:
        steps, batch = sum(window.forms.shape[1] for window in windows), len(windows[0].forms)
        states = self.encoder(chain.from_iterable(map(self._gates, windows)), steps, batch, padding)
        weight, bias = self._output
        scores: Numbers = states.reshape(steps * batch, -1) @ weight
        scores += bias
        return scores.reshape(steps, batch, -1).transpose(1, 0, 2)

    def _gates(self, batch: StretchBatch) -> Iterator[Numbers]:
        """What the first layer makes of its inputs, some steps after the others.

        Each stands in the place of those before it. *Shape:* (tokens, batch, 4 · hidden) each.
        """
        (of_forms, near), places = self._known(batch.rows)
        seen = np.concatenate((batch.left, batch.above, batch.layout), -1)
        seen = seen.reshape(-1, seen.shape[-1])
        fresh = np.ones(len(seen), dtype=np.bool_)
        np.any(seen[1:] != seen[:-1], axis=1, out=fresh[1:])
        run = (np.cumsum(fresh) - 1).reshape(batch.forms.shape).T
        parts = np.concatenate(list(self._surroundings(near[places], seen[fresh])), -1)
        surroundings = parts @ self._of_surroundings
        surroundings += self._bias
        forms = places[batch.forms.T]
        stretches, size = len(batch.forms), len(self._bias)
        together = steps_together(stretches)
        gates, added = np.empty((2, min(together, len(run)) * stretches, size), surroundings.dtype)
        for start in range(0, len(run), together):
            here = slice(start, start + together)
            ids = forms[here].ravel()
            # "clip" as every place is known to be one: it spares a copy.
            of_form = of_forms.take(ids, 0, out=gates[: len(ids)], mode="clip")
            of_form += surroundings.take(run[here].ravel(), 0, out=added[: len(ids)], mode="clip")
            yield of_form.reshape(-1, stretches, size)

    def _first_layer(self, rows: Ids) -> tuple[Numbers, Numbers]:
        """What the first layer makes of forms, and of forms as neighbours; see `KnownForms`."""
        vectors = self.embedding(rows)
        weight, bias = self._neighbour
        near = np.tanh(vectors @ weight + bias)
        near[~rows.any(1)] = 0  # padding is nobody's neighbour
        return vectors @ self._of_form, near

    def _surroundings(self, near: Numbers, seen: Ids) -> Iterator[Numbers]:
        """Means of the cells to the left and above, and the sum of the layout's vectors. *Shape:* (runs, size)."""
        layout = seen[:, -len(LAYOUT) :]
        for ids in np.split(seen[:, : -len(LAYOUT)], 2, 1):
            counts = np.maximum((ids != 0).sum(1, keepdims=True), 1)
            yield near[ids].sum(1) / counts.astype(near.dtype)
        yield self._layout[layout + self._layout_offsets].sum(1)
