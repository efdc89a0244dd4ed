"""The scores of a CRF as arrays, of one network or as the mean of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.decoder import ChainDecoder, Scores
from nerkit.tagging.network_config import Weights


@dataclass(frozen=True)
class ArrayCRF:
    """Scores of first tags, transitions and last tags. *Shapes:* (tags,), (tags, tags), (tags,)."""

    start: Scores
    transitions: Scores
    end: Scores

    @classmethod
    def of(cls, weights: Weights, tagset: TagSet) -> ArrayCRF:
        """Those of a network; a softmax has no scores, which is 0 for all that is legal."""
        tags = len(tagset)
        start, end = (weights.get(f"crf.{side}_transitions", np.zeros(tags, np.float32)) for side in ("start", "end"))
        return cls(start, weights.get("crf.transitions", np.zeros((tags, tags), np.float32)), end)

    @classmethod
    def mean(cls, several: Sequence[ArrayCRF]) -> ArrayCRF:
        """The mean of each score."""
        return cls(*(np.mean(each, axis=0) for each in zip(*map(_scores, several), strict=True)))

    def decoder(self, tagset: TagSet) -> ChainDecoder:
        """What makes tags of emissions."""
        return ChainDecoder.legal(tagset, *_scores(self))


def _scores(crf: ArrayCRF) -> tuple[Scores, Scores, Scores]:
    return crf.start, crf.transitions, crf.end
