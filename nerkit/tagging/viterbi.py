"""The k best paths of every sequence of a batch at once (Viterbi 1967).

Most tags may follow few others: the legal transitions fall into blocks, sets of tags before which the same tags may
stand. The recursion maximises within blocks, a quarter of the whole matrix in BILOU, and keeps no back pointers: the
way back finds the tag before the one it stands on from the scores. A step of either loop serves the whole batch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.chain import Lengths
from nerkit.tagging.moves import Floats

Integers = NDArray[np.int64]

FEW = 40
"""Tags up to which one large block takes less time than several small ones."""


@dataclass(frozen=True)
class _Block:
    """`groups` sets of tags `after`, each with the set `before` of all tags that may stand before them.

    *Shapes:* before (groups, befores), after (groups, afters), scores (groups, afters, befores).
    """

    before: Integers
    after: Integers
    scores: Floats

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats]:
        """The lowest and the highest score of a step from each of `before`. *Shape:* (befores,)."""
        return self.scores[0].min(0), self.scores[0].max(0)

    def _best(self, score: Floats) -> Floats:
        """The best way to each tag of the one group. *Shapes:* (batch, tags) → (batch, afters).

        Left out are tags from which even their best step is worse than the worst one from another: they never win.
        """
        there, (lowest, highest) = score[:, self.before[0]], self._bounds
        kept = (there + highest >= (there + lowest).max(-1, keepdims=True)).any(0)
        best: Floats = (there[:, kept, None] + self.scores[0].T[kept]).max(1)
        return best

    def arrivals(self, score: Floats, k: int) -> Floats:
        """The k best ways to each tag of `after`. *Shapes:* (batch, tags, k) → (batch, groups, afters, k)."""
        if k == 1 and len(self.before) == 1:
            return self._best(score[..., 0])[:, None, :, None]
        # shape: (batch, groups, 1, befores · k)
        there = score[:, self.before].reshape(len(score), len(self.before), 1, -1)
        if k == 1:
            best: Floats = (there + self.scores).max(-1, keepdims=True)
            return best
        ways = there + self.scores.repeat(k, -1)
        found = np.full((*ways.shape[:-1], k), -np.inf)
        first = _first(ways, k)
        found[..., : first.shape[-1]] = np.take_along_axis(ways, first, -1)
        return found


def _first(scores: Floats, k: int) -> Integers:
    """Places of the k highest numbers on the last axis, or of all where they are fewer, the highest first."""
    return np.argsort(-scores, axis=-1, kind="stable")[..., :k]


def _blocks(transitions: Floats) -> list[_Block]:
    """The blocks of finite transitions, those of one shape together; one block of all where tags are few."""
    if len(transitions) <= FEW:
        everything = np.arange(len(transitions))[None]
        return [_Block(everything, everything, transitions.T[None])]
    patterns: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for tag, legal in enumerate(np.isfinite(transitions).T):
        patterns[tuple(np.flatnonzero(legal).tolist())].append(tag)
    shapes: dict[tuple[int, int], list[tuple[tuple[int, ...], list[int]]]] = defaultdict(list)
    for befores, afters in patterns.items():
        if befores:
            shapes[len(befores), len(afters)].append((befores, afters))
    blocks = []
    for groups in shapes.values():
        before, after = (np.array(side) for side in zip(*groups, strict=True))
        blocks.append(_Block(before, after, transitions[before[:, None, :], after[:, :, None]]))
    return blocks


def k_best(
    emissions: Floats, lengths: Lengths, start: Floats, transitions: Floats, end: Floats, k: int
) -> tuple[Integers, Floats]:
    """The k best paths of each sequence, best first, and their scores, -inf where there are no more legal paths.

    *Shapes:* emissions (batch, tokens, tags), lengths (batch,), start and end (tags,), transitions (tags, tags) →
    paths (batch, k, tokens), scores (batch, k). What stands behind a sequence's end in a path means nothing.
    """
    batch, steps, tags = emissions.shape
    blocks = _blocks(transitions)
    # shape: (tokens, batch, tags, k): scores of the k best paths that end in the tag
    best = np.full((steps, batch, tags, k), -np.inf)
    best[0, :, :, 0] = start + emissions[:, 0]
    for t in range(1, steps):
        for block in blocks:
            best[t][:, block.after] = block.arrivals(best[t - 1], k)
        best[t] += emissions[:, t, :, None]
    final = (best[lengths - 1, np.arange(batch)] + end[:, None]).reshape(batch, -1)
    # One number stands for a tag and a rank: tag · k + rank.
    states = _first(final, k)
    scores = np.take_along_axis(final, states, -1)
    paths = np.zeros((steps, batch, states.shape[1]), dtype=np.int64)
    arrivals = np.ascontiguousarray(transitions.T)
    for t in range(steps - 1, -1, -1):
        paths[t] = states // k
        if t:
            states = np.where((t < lengths)[:, None], _back(best[t - 1], arrivals, states, k), states)
    return paths.transpose(1, 2, 0), scores


def _back(best: Floats, arrivals: Floats, states: Integers, k: int) -> Integers:
    """The state before each state: rank r of a tag came from the r-th best way to it. *Shapes:* (batch, k)."""
    # shape: (batch, k, tags · k)
    ways = (best[:, None] + arrivals[states // k][..., None]).reshape(*states.shape, -1)
    ranked = ways.argmax(-1)[..., None] if k == 1 else _first(ways, k)
    found: Integers = np.take_along_axis(ranked, (states % k)[..., None], -1)[..., 0]
    return found
