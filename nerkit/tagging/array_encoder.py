r"""The bidirectional minimal GRU in NumPy: what `nerkit.tagging.min_gru` computes, for tagging alone.

Both directions' gates come from one product. Arrays have the steps first, so that each is one stretch of memory; the
backward direction reads the same arrays from their end, where padding adds nothing to its state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.array_embedding import Numbers
from nerkit.tagging.network_config import Weights

_BLOCK = 16
"""Steps that are taken in all blocks of a sequence at once."""

_WIDE = 2048
"""Numbers of a step from which one operation's overhead is small beside its work."""

TOGETHER = 384
"""Tokens whose gates are worked on together: they stay in the processor's cache from the product to the scan."""

Mask = NDArray[np.bool_]


class ArrayBiMinGRU:
    """A stack of layers; `residual` ones add to the one below. See `BiRNN` and `MinGRU`.

    The first layer's product belongs to the caller, who knows which of its inputs are the same: `first` are its weight
    (4 · hidden, input) and bias, gates of both directions before candidates, the gates with their sign turned.
    """

    def __init__(self, weights: Weights, layers: int, *, residual: bool) -> None:
        self.first, *above = (_both_directions(weights, layer) for layer in range(layers))
        self._above = [(np.ascontiguousarray(weight.T), bias) for weight, bias in above]
        self._residual = residual

    def __call__(self, gates: Iterable[Numbers], steps: int, batch: int, padding: Mask | None = None) -> Numbers:
        """States of the last layer.

        *Shapes:* gates of the first layer, some steps after the others, (tokens, batch, 4 · hidden) each; `padding`
        (tokens, batch), true behind a sequence's end → (tokens, batch, 2 · hidden).
        """
        states = _states(gates, steps, batch, padding)
        for weight, bias in self._above:
            below = states
            states = _states(_products(below, weight, bias), steps, batch, padding, below if self._residual else None)
        return states


def steps_together(batch: int) -> int:
    """Steps of a batch whose gates are worked on together."""
    return max(1, TOGETHER // batch)


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


def _products(inputs: Numbers, weight: Numbers, bias: Numbers) -> Iterator[Numbers]:
    """A linear layer, some steps after the others, each in the place of those before them.

    *Shapes:* inputs (tokens, batch, size), weight (size, outputs) → (tokens, batch, outputs) each.
    """
    steps, batch, size = inputs.shape
    together = steps_together(batch)
    found = np.empty((min(together, steps) * batch, weight.shape[1]), inputs.dtype)
    # Added to whole steps: a row at a time costs twice as much.
    of_step = np.tile(bias, batch)
    for start in range(0, steps, together):
        part = inputs[start : start + together].reshape(-1, size)
        out = found[: len(part)]
        np.matmul(part, weight, out=out)
        gates = out.reshape(-1, len(of_step))
        gates += of_step
        yield gates.reshape(-1, batch, weight.shape[1])


@np.errstate(over="ignore", under="ignore")
def _states(
    gates: Iterable[Numbers], steps: int, batch: int, padding: Mask | None, below: Numbers | None = None
) -> Numbers:
    """States of both directions, with those `below` added to them. *Shape:* (tokens, batch, 2 · hidden)."""
    done, state, states = 0, None, np.empty(0, np.float32)
    for part in gates:
        if not done:
            hidden = part.shape[-1] // 4
            states = np.empty((steps, batch, 2 * hidden), part.dtype)
            ahead = np.empty((2, *part.shape[:2], hidden), part.dtype)
            back = np.empty((2, steps, batch, hidden), part.dtype)
        here = slice(done, done + len(part))
        decay, added = ahead[:, : len(part)]
        _gated(part, 0, decay, added)
        _gated(part, 1, *back[:, here])
        state = _scan(decay, added, state)
        _put(states[here, :, :hidden], added, None if below is None else below[here, :, :hidden])
        done += len(part)
    decay, added = back
    if padding is not None:
        added[padding] = 0
    _scan(decay[::-1], added[::-1], None)
    _put(states[..., hidden:], added, None if below is None else below[..., hidden:])
    return states


def _gated(gates: Numbers, direction: int, decay: Numbers, added: Numbers) -> None:
    """What a direction keeps of its state at each step, and what it adds. *Shapes:* (tokens, batch, hidden) each."""
    hidden = decay.shape[-1]
    at, candidates = direction * hidden, (direction + 2) * hidden
    # σ(g) = 1 / (1 + exp(−g)); what is too large for a number gives 0, as it should.
    np.exp(gates[..., at : at + hidden], out=decay)
    decay += 1
    np.reciprocal(decay, out=decay)
    np.multiply(gates[..., candidates : candidates + hidden], decay, out=added)
    np.subtract(1, decay, out=decay)


def _put(place: Numbers, states: Numbers, below: Numbers | None) -> None:
    if below is None:
        place[...] = states
    else:
        np.add(states, below, out=place)


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
    previous = states[done - 1]
    for kept, here in zip(decay[done:], states[done:], strict=True):
        np.multiply(kept, previous, out=scratch)
        np.add(here, scratch, out=here)
        previous = here
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
