"""Which examples an epoch holds, and in which batches; all of it follows from the seed and the epoch's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nerkit.training.config import CorpusConfig
from nerkit.training.examples import TrainingSegment

BATCHES = 200
"""Batches of an epoch where the config does not say how large they are: few steps teach a recurrent network nothing."""

LEAST, MOST = 512, 4096
"""Tokens of such a batch: smaller ones waste time, larger ones train no faster on a CPU."""


@dataclass(frozen=True)
class Pool:
    """The examples of one corpus and how they are sampled."""

    examples: Sequence[TrainingSegment]
    config: CorpusConfig


def epoch_batches(pools: Sequence[Pool], batch_tokens: int, seed: int, epoch: int) -> list[list[TrainingSegment]]:
    """Batches of at most `batch_tokens` tokens with padding, of similar lengths, in random order.

    With `batch_tokens` 0 it follows from the tokens of the epoch, so that a small corpus makes many steps too.
    """
    rng = np.random.default_rng((seed, epoch))
    chosen: list[TrainingSegment] = []
    for pool in pools:
        for example in pool.examples:
            copies = pool.config.weight * (pool.config.empty if example.empty else 1.0)
            chosen.extend([example] * int(copies + rng.random()))
    limit = batch_tokens or min(max(sum(map(len, chosen)) // BATCHES, LEAST), MOST)
    # Sorting by a blurred length keeps batches tight, yet not the same from epoch to epoch.
    order = np.argsort([len(example) * rng.uniform(0.85, 1.15) for example in chosen])
    batches: list[list[TrainingSegment]] = []
    longest = 0
    for i in order:
        longest = max(longest, len(chosen[i]))
        if not batches or (len(batches[-1]) + 1) * longest > limit:
            batches.append([])
            longest = len(chosen[i])
        batches[-1].append(chosen[i])
    return [batches[i] for i in rng.permutation(len(batches))]
