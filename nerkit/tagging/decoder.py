"""From emissions to tags and their probabilities: what a trained CRF does, without the part that trains it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.chain import Chain, Lengths, smooth, smooth_in_single
from nerkit.tagging.chain_factors import DOUBLE, SINGLE, ChainFactors
from nerkit.tagging.likely_tags import best_of_likely_tags
from nerkit.tagging.moves import Floats
from nerkit.tagging.viterbi import k_best

Scores = NDArray[np.float32] | NDArray[np.float64]

CERTAIN = math.log(0.5) + 1e-4
"""Log probability above which a sequence is the best one: no other has as much; a little above for rounding."""


@dataclass(frozen=True)
class ChainDecoder:
    """Scores of first tags, transitions and last tags, -inf for all that is illegal, in float64.

    *Shapes:* (tags,), (tags, tags), (tags,). The recursions run in float64, where a difference of hundreds of nats
    between two paths stays exact, or in float32 where no token has such a one.

    Every method takes emissions *(batch, tokens, tags)* and lengths *(batch,)*, all at least 1; what stands behind a
    sequence's length does not matter.
    """

    start: Floats
    transitions: Floats
    end: Floats
    _kept: dict[tuple[float, np.dtype[Any]], ChainFactors] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def legal(cls, tagset: TagSet, start: Scores, transitions: Scores, end: Scores) -> ChainDecoder:
        """These scores where the tag set allows it."""
        return cls(
            np.where(tagset.starts, start.astype(np.float64), -np.inf),
            np.where(tagset.transitions, transitions.astype(np.float64), -np.inf),
            np.where(tagset.ends, end.astype(np.float64), -np.inf),
        )

    def posterior(self, emissions: Scores, lengths: Lengths, temperature: float = 1.0) -> Chain:
        """Exact marginals of every token and of every pair of neighbours, as a `Chain`.

        All scores are divided by `temperature` (Guo et al. 2017): above 1 the probabilities move away from 0 and 1.
        """
        chain = None
        if emissions.dtype == np.float32:
            chain = smooth_in_single(emissions, lengths, self._factors(temperature, SINGLE), temperature)
        return chain or smooth(emissions.astype(np.float64), lengths, self._factors(temperature, DOUBLE), temperature)

    def _factors(self, temperature: float, kind: np.dtype[Any]) -> ChainFactors:
        """The same for each batch, so they are kept."""
        if (temperature, kind) not in self._kept:
            start, transitions, end = (score / temperature for score in (self.start, self.transitions, self.end))
            self._kept[temperature, kind] = ChainFactors.of(start, transitions, end, kind)
        return self._kept[temperature, kind]

    def best(self, emissions: Scores, lengths: Lengths, chain: Chain | None = None) -> list[list[int]]:
        """The most probable sequence of tags of each sequence.

        With their posterior, Viterbi runs only where it is needed: a sequence that has more than half of the
        probability is the best one, and where that of the likeliest tag of each token does, it is found already.
        Otherwise it runs over the few tags that are probable enough.
        """
        batch, steps = emissions.shape[:2]
        paths: NDArray[np.int64] = np.zeros((batch, steps), dtype=np.int64)
        open_ = np.arange(batch)
        if chain is not None:
            paths = chain.likeliest().copy()
            open_ = np.flatnonzero(chain.log_probabilities(paths, lengths) <= CERTAIN)
            scores = self.start, self.transitions, self.end
            open_ = best_of_likely_tags(chain, emissions, lengths, open_, scores, paths)
        if len(open_):
            longest = int(lengths[open_].max())
            found, _ = self._k_best(emissions[open_, :longest], lengths[open_], 1)
            paths[open_, :longest] = found[:, 0]
        return [row[:length] for row, length in zip(paths.tolist(), lengths.tolist(), strict=True)]

    def k_best(self, emissions: Scores, lengths: Lengths, k: int) -> list[list[tuple[list[int], float]]]:
        """The k most probable sequences of tags of each sequence, best first, with their scores.

        Fewer than k where fewer are legal.
        """
        paths, scores = self._k_best(emissions, lengths, k)
        return [
            [(path[:length].tolist(), float(s)) for path, s in zip(found, ranked, strict=True) if s > -np.inf]
            for found, ranked, length in zip(paths, scores, lengths.tolist(), strict=True)
        ]

    def _k_best(self, emissions: Scores, lengths: Lengths, k: int) -> tuple[NDArray[np.int64], Floats]:
        return k_best(emissions.astype(np.float64), lengths, self.start, self.transitions, self.end, k)
