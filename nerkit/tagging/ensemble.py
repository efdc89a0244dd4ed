"""Several networks as one: their scores are averaged, those of the CRF too, and decoded once.

That is the geometric mean of their distributions over sequences, normalised (a product of experts, Hinton 2002).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

import torch
from torch import Tensor, nn

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.crf import ConstrainedCRF
from nerkit.tagging.network import Batch, Network


class EnsembleNetwork(nn.Module):
    """Networks for one tag set, each of which takes its own `columns` of the ids of a form."""

    def __init__(self, members: Sequence[Network | EnsembleNetwork], columns: Sequence[int], tagset: TagSet) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)
        self.columns = list(columns)
        self.crf = ConstrainedCRF(tagset)
        with torch.no_grad():
            for name, scores in self.crf.named_parameters():
                scores.copy_(torch.stack([getattr(member.crf, name) for member in members]).mean(0))

    def emissions(self, batch: Batch) -> Tensor:
        """Mean scores of every tag of every token. *Shape:* (batch, tokens, tags)."""
        return _mean(member.emissions(*own) for member, own in self._shares([batch]))

    def long_emissions(self, windows: Sequence[Batch]) -> Tensor:
        """The same for one sequence in windows, whose borders change nothing. *Shape:* (1, tokens, tags)."""
        return _mean(member.long_emissions(own) for member, own in self._shares(windows))

    def _shares(self, batches: Sequence[Batch]) -> Iterator[tuple[Network | EnsembleNetwork, list[Batch]]]:
        """Each member with the batches as it knows them."""
        members = cast("Sequence[Network | EnsembleNetwork]", self.members)
        parts = zip(*(batch.rows.split(self.columns, dim=1) for batch in batches), strict=True)
        for member, rows in zip(members, parts, strict=True):
            yield member, [replace(batch, rows=own) for batch, own in zip(batches, rows, strict=True)]


def _mean(scores: Iterable[Tensor]) -> Tensor:
    return torch.stack(list(scores)).mean(0)
