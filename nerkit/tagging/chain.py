"""Sums over all paths of a linear chain: log partition, marginals of tokens and of spans.

The forward pass keeps, for every token t, the filtered distribution p(y_t | what stands up to t), so no number ever
leaves [0, 1]; the backward pass turns it into p(y_t | everything) by Rauch-Tung-Striebel smoothing, without a second
set of messages. Scores of -inf are exact zeros here, not small numbers. All logarithms and exponentials are taken of
whole batches outside the loops over time, whose steps only multiply and add; in float64 that holds as long as the
scores of one token are less than 700 nats apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.moves import Floats, Moves, moves

Lengths = NDArray[np.int64]

TINY = 1e-300
"""Stands in for a divisor of 0 where the dividend is 0 too."""


@dataclass(frozen=True)
class Chain:
    """Posterior of a batch of sequences.

    `log_z`: log partition. *Shape:* (batch,). `marginals`: p(y_t). `filtered`: p(y_t | tokens up to t). `predicted`:
    p(y_t | tokens before t), up to the scale of `factors`. *Shape:* (tokens, batch, tags) each. `factors`: exp of the
    transitions. *Shape:* (tags, tags).
    """

    log_z: Floats
    marginals: Floats
    filtered: Floats
    predicted: Floats
    factors: Floats

    def path_probabilities(self, stretches: Sequence[tuple[int, int, Sequence[int]]]) -> list[float]:
        """For each (sequence, start, tags) the probability that the tokens from `start` on carry exactly these tags.

        Whatever may stand around them.
        """
        if not stretches:
            return []
        ends = np.array([(start + len(tags) - 1, row, tags[-1]) for row, start, tags in stretches])
        chances = _log(self.marginals[tuple(ends.T)])
        pairs = [
            (number, row, start + i, tags[i], tags[i + 1])
            for number, (row, start, tags) in enumerate(stretches)
            for i in range(len(tags) - 1)
        ]
        if pairs:
            number, row, step, before, after = np.array(pairs).T
            # p(y_t = i | y_{t+1} = j) = filtered_t(i) · factor(i, j) / predicted_{t+1}(j)
            back = self.filtered[step, row, before] * self.factors[before, after]
            back /= np.maximum(self.predicted[step + 1, row, after], TINY)
            np.add.at(chances, number, _log(back))
        probabilities: list[float] = np.minimum(np.exp(chances), 1.0).tolist()
        return probabilities

    def log_probabilities(self, paths: NDArray[np.int64], lengths: Lengths) -> Floats:
        """Log probability of a whole path for each sequence. *Shapes:* (batch, tokens), (batch,) → (batch,)."""
        steps, batch = self.marginals.shape[:2]
        tags, rows = paths.T, np.arange(batch)
        inside = np.arange(steps - 1)[:, None] < lengths - 1
        last = self.marginals[lengths - 1, rows, tags[lengths - 1, rows]]
        back = (
            np.take_along_axis(self.filtered[:-1], tags[:-1, :, None], -1)[..., 0] * self.factors[tags[:-1], tags[1:]]
        )
        back /= np.maximum(np.take_along_axis(self.predicted[1:], tags[1:, :, None], -1)[..., 0], TINY)
        found: Floats = _log(last) + np.where(inside, _log(back), 0.0).sum(0)
        return found


@dataclass(frozen=True)
class Filtered:
    """The forward pass: `log_z` (batch,); `filtered` and `predicted` as in a `Chain`; `factors` (tags, tags).

    `move`: the products with the factors.
    """

    log_z: Floats
    filtered: Floats
    predicted: Floats
    factors: Floats
    move: Moves


def smooth(emissions: Floats, lengths: Lengths, start: Floats, transitions: Floats, end: Floats) -> Chain:
    """Posterior of the chain. `emissions`: (batch, tokens, tags), -inf allowed; `lengths`: (batch,)."""
    forward = filter_forward(emissions, lengths, start, transitions, end)
    marginals, _ = smooth_back(forward, lengths, end)
    return Chain(forward.log_z, marginals, forward.filtered, forward.predicted, forward.factors)


@np.errstate(invalid="ignore", over="ignore", under="ignore")
def filter_forward(emissions: Floats, lengths: Lengths, start: Floats, transitions: Floats, end: Floats) -> Filtered:
    """Log partition, and each token's distribution given what stands up to it. *Shapes:* as in `smooth`."""
    batch, steps, tags = emissions.shape
    top = float(transitions.max())
    factors = np.exp(transitions - top)
    move = moves(factors)
    # A token that no tag may have keeps its zeros: its peak is taken as 0, not as -inf.
    # shape: (tokens, batch, 1)
    peaks = emissions.max(-1).T[:, :, None]
    peaks = np.where(peaks == -np.inf, 0.0, peaks)
    filtered = np.empty((steps, batch, tags))
    np.subtract(emissions.transpose(1, 0, 2), peaks, out=filtered)
    np.exp(filtered, out=filtered)
    predicted = np.empty_like(filtered)
    masses = np.empty((steps, batch, 1))
    predicted[0] = np.exp(start)
    before = filtered[0]
    divisor = np.empty((batch, 1))
    for t, (seen, expected, mass) in enumerate(zip(filtered, predicted, masses, strict=True)):
        if t:
            # p(y_t = j | before) ∝ Σ_i filtered_{t-1}(i) · factor(i, j)
            move.ahead(before, expected)
        np.multiply(seen, expected, out=seen)
        np.add.reduce(seen, axis=-1, keepdims=True, out=mass)
        np.maximum(mass, TINY, out=divisor)
        np.divide(seen, divisor, out=seen)
        before = seen
    alive = np.arange(steps)[:, None] < lengths
    log_z = np.where(alive, _log(masses[..., 0]) + peaks[..., 0], 0.0).sum(0) + top * (lengths - 1)
    last = filtered[lengths - 1, np.arange(batch)]
    return Filtered(log_z + _log((last * np.exp(end)).sum(-1)), filtered, predicted, factors, move)


@np.errstate(invalid="ignore", over="ignore", under="ignore")
def smooth_back(forward: Filtered, lengths: Lengths, end: Floats) -> tuple[Floats, Floats]:
    """Marginals p(y_t), and their ratios to what was predicted; both (tokens, batch, tags), 0 behind the end."""
    filtered, predicted = forward.filtered, forward.predicted
    steps, batch, _ = filtered.shape
    move, rows = forward.move, np.arange(batch)
    final = filtered[lengths - 1, rows] * np.exp(end)
    final /= np.maximum(final.sum(-1, keepdims=True), TINY)
    # Zero behind the end: what the recursion would put there is multiplied away.
    inside = (np.arange(steps)[:, None] < lengths - 1).astype(np.float64)[:, :, None]
    marginals = filtered * inside
    marginals[lengths - 1, rows] = final
    # A tag that nothing leads to has no mass in either; 0 / 0 is 0 here.
    ratios = np.maximum(predicted, TINY)
    ends = np.bincount(lengths - 1, minlength=steps).tolist()
    inner, after = np.empty_like(final), final
    for t in range(steps - 1, -1, -1):
        here = marginals[t]
        if t < steps - 1:
            # p(y_t = i) = filtered_t(i) · Σ_j factor(i, j) · p(y_{t+1} = j) / predicted_{t+1}(j)
            move.back(after, inner)
            if ends[t]:
                inner[lengths - 1 == t] = 1.0
            np.multiply(here, inner, out=here)
        after = ratios[t]
        np.divide(here, after, out=after)
    return marginals, ratios


def _log(chances: Floats) -> Floats:
    """The logarithm, -inf of 0 without a warning."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(chances)
