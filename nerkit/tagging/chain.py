"""Sums over all paths of a linear chain: log partition, marginals of tokens and of spans.

The forward pass keeps, for every token t, the filtered distribution p(y_t | what stands up to t); the backward pass
keeps by how much what stands behind t makes each tag likelier than that. Scores of -inf are exact zeros here, not small
numbers. All logarithms and exponentials are taken of whole batches outside the loops over time, whose steps only
multiply and add; in float64 that holds as long as the scores of one token are less than 700 nats apart.

Arrays of tags stand in the order of `Moves` in here, in which the products are cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.chain_factors import ChainFactors
from nerkit.tagging.moves import Floats, Moves

Lengths = NDArray[np.int64]

TINY = 1e-300
"""Stands in for a divisor of 0."""

_LIMITS = {"d": (TINY, 1e290, 1), "f": (1e-30, 1e30, 4)}
"""For each kind of number the least mass of tokens, the most that what stands behind multiplies a tag's by, and after
how many steps the masses are made to sum to one."""

_SURPRISE = 1e-13
"""The mass that float32 leaves to each token of a chain that is worked out in it."""


@dataclass(frozen=True)
class Filtered:
    """The forward pass.

    `log_z`: log partition. *Shape:* (batch,). In the order of `move`, *shape:* (tokens, batch, tags): `filtered`, p(y_t
    | tokens up to t), up to a factor for each token, and `seen`, by which a token's scores multiply what was expected
    of it. `least`: the smallest sum of what a token's scores left of what was expected.
    """

    log_z: Floats
    filtered: Floats
    seen: Floats
    factors: ChainFactors
    least: float

    @property
    def move(self) -> Moves:
        """The products with the exponentials of the transitions."""
        return self.factors.move


@dataclass(frozen=True)
class Chain:
    """Posterior of a batch of sequences.

    `to_come`: p(y_t | everything) / p(y_t | tokens up to t), 0 behind a sequence's end. *Shape:* (tokens, batch, tags),
    in the order of `forward.move`.
    """

    forward: Filtered
    to_come: Floats

    @property
    def log_z(self) -> Floats:
        """Log partition. *Shape:* (batch,)."""
        return self.forward.log_z

    @property
    def factors(self) -> Floats:
        """Exp of the transitions, up to a scale. *Shape:* (tags, tags)."""
        return self.forward.move.factors

    @property
    def filtered(self) -> Floats:
        """p(y_t | tokens up to t). *Shape:* (tokens, batch, tags)."""
        return self.forward.filtered[..., self.forward.move.places]

    @property
    def marginals(self) -> Floats:
        """p(y_t), 0 behind a sequence's end. *Shape:* (tokens, batch, tags)."""
        return self.chances[..., self.forward.move.places]

    @cached_property
    def chances(self) -> Floats:
        """The marginals in the order of `forward.move`."""
        return self.forward.filtered * self.to_come

    def likeliest(self) -> NDArray[np.int64]:
        """The likeliest tag of each token. *Shape:* (batch, tokens)."""
        found: NDArray[np.int64] = self.forward.move.order[self.chances.argmax(-1)]
        return found.T

    def path_probabilities(self, stretches: Sequence[tuple[int, int, Sequence[int]]]) -> list[float]:
        """For each (sequence, start, tags) the probability that the tokens from `start` on carry exactly these tags.

        Whatever may stand around them.
        """
        if not stretches:
            return []
        places, order = self.forward.move.places, self.forward.move.order
        starts, rows, first = np.array([(start, row, tags[0]) for row, start, tags in stretches]).T
        chances = _log_share(self.chances[starts, rows], places[first])
        steps = [
            (number, row, start + i, tags[i], tags[i + 1])
            for number, (row, start, tags) in enumerate(stretches)
            for i in range(len(tags) - 1)
        ]
        if steps:
            # p(y_{t+1} = j | y_t = i) ∝ factor(i, j) · seen_{t+1}(j) · to_come_{t+1}(j)
            number, row, step, before, after = np.array(steps).T
            ways = self.factors[before][:, order] * self.forward.seen[step + 1, row]
            np.add.at(chances, number, _log_share(ways * self.to_come[step + 1, row], places[after]))
        probabilities: list[float] = np.minimum(np.exp(chances), 1.0).tolist()
        return probabilities

    def log_probabilities(self, paths: NDArray[np.int64], lengths: Lengths) -> Floats:
        """Log probability of a whole path for each sequence. *Shapes:* (batch, tokens), (batch,) → (batch,)."""
        steps, batch = self.to_come.shape[:2]
        tags, rows = paths.T, np.arange(batch)
        columns = self.forward.move.places[tags]
        inside = np.arange(1, steps)[:, None] < lengths
        ahead = self.factors[tags[:-1], tags[1:]]
        ahead = ahead * np.take_along_axis(self.forward.seen[1:], columns[1:, :, None], -1)[..., 0]
        ends = self.to_come[lengths - 1, rows, columns[lengths - 1, rows]]
        found: Floats = _log(self.forward.filtered[0, rows, columns[0]]) + _log(ends)
        found += np.where(inside, _log(ahead), 0.0).sum(0)
        return found


def smooth(emissions: Floats, lengths: Lengths, factors: ChainFactors, temperature: float = 1.0) -> Chain:
    """Posterior of the chain, whose emissions are divided by `temperature`.

    *Shapes:* emissions (batch, tokens, tags), -inf allowed; lengths (batch,).
    """
    forward = filter_forward(emissions, lengths, factors, temperature)
    return Chain(forward, smooth_back(forward, lengths))


def smooth_in_single(
    emissions: Floats, lengths: Lengths, factors: ChainFactors, temperature: float = 1.0
) -> Chain | None:
    """The same with scores and factors in float32, where no token is a surprise.

    A tag that the forward pass lost had less than 1e-37, and what stands behind says that it has less than 1e-24. What
    matters of a token's scores stands less than 30 nats below its highest one: that they are rounded to 1e-6 changes
    probabilities by less than that.
    """
    chain = smooth(emissions, lengths, factors, temperature)
    return chain if chain.forward.least > _SURPRISE and chain.to_come.max() < 1 / _SURPRISE else None


@np.errstate(invalid="ignore", over="ignore", under="ignore")
def filter_forward(emissions: Floats, lengths: Lengths, factors: ChainFactors, temperature: float = 1.0) -> Filtered:
    """Log partition, and each token's distribution given what stands up to it. *Shapes:* as in `smooth`."""
    batch, steps, _ = emissions.shape
    move, kind = factors.move, factors.kind
    scores = move.arranged(emissions)
    # A token that no tag may have keeps its zeros: its peak is taken as 0, not as -inf.
    # shape: (tokens, batch, 1)
    peaks = scores.max(-1, keepdims=True)
    peaks[peaks == -np.inf] = 0.0
    scores -= peaks
    if temperature != 1:
        scores /= temperature
    seen = np.exp(scores, out=scores).astype(kind, copy=False)
    filtered = np.empty_like(seen)
    masses, scales = np.ones((2, steps, batch, 1), kind)
    expected = factors.start[None].repeat(batch, 0)
    least, _, every = _LIMITS[kind.char]
    for t, (here, found, mass, scale) in enumerate(zip(seen, filtered, masses, scales, strict=True)):
        if t:
            # p(y_t = j | before) ∝ Σ_i filtered_{t-1}(i) · factor(i, j)
            move.ahead(filtered[t - 1], expected)
        np.multiply(here, expected, out=found)
        if t % every and t < steps - 1:
            continue
        np.add.reduce(found, axis=-1, keepdims=True, out=mass)
        np.maximum(mass, least, out=scale)
        np.reciprocal(scale, out=scale)
        np.multiply(found, scale, out=found)
    seen *= scales
    alive = np.arange(steps)[:, None] < lengths
    # The sum of many logarithms is taken in float64, whatever they are logarithms of.
    tops = peaks[..., 0].astype(np.float64) / temperature
    log_z = np.where(alive, _log(masses[..., 0].astype(np.float64)) + tops, 0.0).sum(0) + factors.top * (lengths - 1)
    last = filtered[lengths - 1, np.arange(batch)]
    final = (last * factors.end).sum(-1)
    log_z += _log(final.astype(np.float64))
    least_mass = min(float(masses[..., 0].min(where=alive, initial=np.inf)), float(final.min()))
    return Filtered(log_z, filtered, seen, factors, least_mass)


@np.errstate(invalid="ignore", over="ignore", under="ignore")
def smooth_back(forward: Filtered, lengths: Lengths) -> Floats:
    """What stands behind a token says of each of its tags: see `Chain.to_come`. *Shape:* (tokens, batch, tags)."""
    filtered, seen, move = forward.filtered, forward.seen, forward.move
    closing = forward.factors.end
    steps, batch, _ = filtered.shape
    least, most, _ = _LIMITS[seen.dtype.char]
    mass = (filtered[lengths - 1, np.arange(batch)] * closing).sum(-1, keepdims=True)
    last = closing / np.maximum(mass, least)
    to_come = np.zeros_like(seen)
    after = np.empty_like(last)
    # A sequence that ends here is not yet begun at the later steps, whose product for it is a product with zeros.
    ends = np.bincount(lengths - 1, minlength=steps).tolist()
    for t in range(steps - 1, -1, -1):
        if t < steps - 1:
            # Σ_j factor(i, j) · seen_{t+1}(j) · to_come_{t+1}(j)
            np.multiply(seen[t + 1], to_come[t + 1], out=after)
            np.minimum(after, most, out=after)
            move.back(after, to_come[t])
        if ends[t]:
            here = lengths - 1 == t
            to_come[t, here] = last[here]
    # Rounding adds up over the steps, by one factor for all tags.
    total = np.einsum("tbi,tbi->tb", filtered, to_come)[..., None]
    to_come /= np.maximum(total, least)
    return to_come


def _log_share(masses: Floats, places: NDArray[np.int64]) -> Floats:
    """Log of the share of one tag: what is close to 1 is as exact as what the others have.

    *Shapes:* masses (number, tags), places (number,) → (number,).
    """
    total = masses.sum(-1, dtype=np.float64)
    return _log(masses[np.arange(len(places)), places].astype(np.float64) / np.maximum(total, TINY))


def _log(chances: Floats) -> Floats:
    """The logarithm, -inf of 0 without a warning."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(chances)
