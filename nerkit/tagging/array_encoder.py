r"""The bidirectional minimal GRU in NumPy: what `nerkit.tagging.min_gru` computes, for tagging alone.

Both directions' gates come from one product. Arrays have the steps first, so that each is one stretch of memory; the
backward direction reads the same arrays from their end, where padding adds nothing to its state.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.array_embedding import Numbers
from nerkit.tagging.network_config import Weights

_BLOCK = 16
"""Steps that are taken in all blocks of a sequence at once."""

_WIDE = 2048
"""Numbers of a step from which one operation's overhead is small beside its work."""

Mask = NDArray[np.bool_]


class ArrayBiMinGRU:
    """A stack of layers; `residual` ones add to the one below. See `BiRNN` and `MinGRU`.

    The first layer's product belongs to the caller, who knows which of its inputs are the same: `first` are its weight
    (4 · hidden, input) and bias, gates of both directions before candidates, the gates with their sign turned.
    """

    def __init__(self, weights: Weights, layers: int, *, residual: bool) -> None:
        self._layers = [_both_directions(weights, layer) for layer in range(layers)]
        self._residual = residual
        self.first = self._layers[0]

    def __call__(self, gates: Iterable[Numbers], padding: Mask | None = None) -> list[Numbers]:
        """States of the last layer for each of the windows of a sequence, or of a batch in one window.

        *Shapes:* gates of the first layer (tokens, batch, 4 · hidden), which are written over, `padding` (tokens,
        batch) true behind a sequence's end → (tokens, batch, 2 · hidden).
        """
        windows = _states(gates, padding)
        for weight, bias in self._layers[1:]:
            below = windows
            windows = _states((_product(window, weight, bias) for window in below), padding)
            if self._residual:
                for window, added in zip(windows, below, strict=True):
                    window += added
        return windows


def _both_directions(weights: Weights, layer: int) -> tuple[Numbers, Numbers]:
    """Weight (4 · hidden, input) and bias of a layer: gates ahead and back, turned, candidates ahead and back."""
    weight, bias = (
        np.concatenate([-ahead, -back, candidate_ahead, candidate_back])
        for ahead, candidate_ahead, back, candidate_back in (
            [
                half
                for direction in ("forwards", "backwards")
                for half in np.split(weights[f"encoder.{direction}.{layer}.gates.{part}"], 2)
            ]
            for part in ("weight", "bias")
        )
    )
    return weight, bias


def _product(inputs: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    """A linear layer. *Shapes:* inputs (tokens, batch, size) → (tokens, batch, rows of the weight)."""
    tokens, batch, size = inputs.shape
    found = inputs.reshape(tokens * batch, size) @ weight.T
    found += bias
    return found.reshape(tokens, batch, -1)


@np.errstate(over="ignore", under="ignore")
def _states(windows: Iterable[Numbers], padding: Mask | None) -> list[Numbers]:
    """States of both directions, in the second half of each window's gates. *Shape:* (tokens, batch, 2 · hidden)."""
    parts, state = [], None
    for gates in windows:
        update, added = np.split(gates, 2, -1)
        half = added.shape[-1] // 2
        # σ(g) = 1 / (1 + exp(−g)); what is too large for a number gives 0, as it should.
        np.exp(update, out=update)
        update += 1
        np.reciprocal(update, out=update)
        added *= update
        decay = np.subtract(1, update, out=update)
        if padding is not None:
            added[..., half:][padding] = 0
        state = _scan(decay[..., :half], added[..., :half], state)
        parts.append((decay[::-1, :, half:], added[::-1, :, half:], added))
    state = None
    for decay, behind, _ in reversed(parts):
        state = _scan(decay, behind, state)
    return [states for *_, states in parts]


def _scan(decay: Numbers, states: Numbers, before: Numbers | None) -> Numbers:
    """h_t = a_t h_{t-1} + b_t in the place of b, and a copy of the last state; `decay` is written over.

    *Shapes:* (tokens, batch, size) each, before (batch, size) or None for zeros. Where a step is small beside the call
    that takes it, a step is taken in all blocks at once, as if each began at zero, and what the state before a block
    adds is multiplied by the block's decays since.
    """
    if before is not None:
        states[0] += decay[0] * before
    done, step = 1, states.shape[1:]
    scratch = np.empty(step, states.dtype)
    blocks = len(states) // _BLOCK
    if blocks > 1 and scratch.size < _WIDE:
        done = blocks * _BLOCK
        _scan_blocks(*(each[:done].reshape(blocks, _BLOCK, *step) for each in (decay, states)))
    for t in range(done, len(states)):
        np.multiply(decay[t], states[t - 1], out=scratch)
        states[t] += scratch
    last: Numbers = states[-1].copy()
    return last


def _scan_blocks(decay: Numbers, states: Numbers) -> None:
    """The same for sequences in blocks. *Shapes:* (blocks, steps, batch, size), views of the whole arrays."""
    for t in range(1, states.shape[1]):
        states[:, t] += decay[:, t] * states[:, t - 1]
        decay[:, t] *= decay[:, t - 1]
    before = np.empty_like(states[1:, 0])
    state = states[0, -1]
    for carried, kept, last in zip(before, decay[1:, -1], states[1:, -1], strict=True):
        carried[:] = state
        state = last + kept * state
    states[1:] += decay[1:] * before[:, None]
