"""Several networks as one in NumPy; see `nerkit.tagging.ensemble`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from nerkit.tagging.array_crf import ArrayCRF
from nerkit.tagging.array_embedding import Numbers
from nerkit.tagging.array_network import ArrayNetwork
from nerkit.tagging.stretch_batch import StretchBatch


class ArrayEnsemble:
    """Networks for one tag set, each of which takes its own `columns` of the ids of a form."""

    def __init__(self, members: Sequence[ArrayNetwork | ArrayEnsemble], columns: Sequence[int]) -> None:
        self.members = tuple(members)
        self._cuts = np.cumsum(columns)[:-1]
        self.crf: ArrayCRF = ArrayCRF.mean([member.crf for member in members])

    def emissions(self, batch: StretchBatch) -> Numbers:
        """Mean scores of every tag of every token. *Shape:* (batch, tokens, tags)."""
        return _mean(member.emissions(*own) for member, own in self._shares([batch]))

    def long_emissions(self, windows: Sequence[StretchBatch]) -> Numbers:
        """The same for one sequence in windows, whose borders change nothing. *Shape:* (1, tokens, tags)."""
        return _mean(member.long_emissions(own) for member, own in self._shares(windows))

    def _shares(
        self, batches: Sequence[StretchBatch]
    ) -> Iterator[tuple[ArrayNetwork | ArrayEnsemble, list[StretchBatch]]]:
        """Each member with the batches as it knows them."""
        parts = zip(*(np.split(batch.rows, self._cuts, axis=1) for batch in batches), strict=True)
        for member, rows in zip(self.members, parts, strict=True):
            yield member, [replace(batch, rows=own) for batch, own in zip(batches, rows, strict=True)]


def _mean(scores: Iterable[Numbers]) -> Numbers:
    mean: Numbers = np.mean(list(scores), axis=0)
    return mean
