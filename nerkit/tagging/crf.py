r"""A linear-chain CRF in which an illegal sequence of tags has no probability (Lafferty et al. 2001).

It has the parameters of `torchcrf.CRF` and the same score of a sequence y with emissions e,

.. math:: s(y) = a_{y_1} + \sum_t e_{t, y_t} + \sum_t A_{y_t, y_{t+1}} + b_{y_T},

but sums and maximises over legal sequences alone: which transitions, first and last tags are illegal is a buffer, so
training cannot move it. The loss of a partly labelled sequence is log Z minus log Z of the sequences that agree with
what is known (Tsuboi et al. 2008); with everything known it is the ordinary negative log likelihood.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.chain import Chain
from nerkit.tagging.decoder import ChainDecoder
from nerkit.tagging.log_partition import log_partition

_INITIAL = 0.1
"""Scores of transitions begin this near to 0 at most."""


class ConstrainedCRF(nn.Module):
    """CRF over the tags of a `TagSet`.

    Every method takes emissions *(batch, tokens, tags)* and lengths *(batch,)*, all at least 1; what stands behind a
    sequence's length does not matter.
    """

    legal_starts: Tensor
    legal_ends: Tensor
    legal_transitions: Tensor

    def __init__(self, tagset: TagSet) -> None:
        super().__init__()
        tags = len(tagset)
        self.start_transitions = nn.Parameter(torch.empty(tags).uniform_(-_INITIAL, _INITIAL))
        self.end_transitions = nn.Parameter(torch.empty(tags).uniform_(-_INITIAL, _INITIAL))
        self.transitions = nn.Parameter(torch.empty(tags, tags).uniform_(-_INITIAL, _INITIAL))
        self.register_buffer("legal_starts", torch.from_numpy(tagset.starts.copy()), persistent=False)
        self.register_buffer("legal_ends", torch.from_numpy(tagset.ends.copy()), persistent=False)
        self.register_buffer("legal_transitions", torch.from_numpy(tagset.transitions.copy()), persistent=False)

    def scores(self) -> tuple[Tensor, Tensor, Tensor]:
        """Start, transition and end scores with -inf for all that is illegal, in float64.

        *Shapes:* (tags,), (tags, tags), (tags,). The recursions run in float64: they cost little beside the encoder,
        and a difference of hundreds of nats between two paths stays exact.
        """
        never = -torch.inf
        return (
            self.start_transitions.double().masked_fill(~self.legal_starts, never),
            self.transitions.double().masked_fill(~self.legal_transitions, never),
            self.end_transitions.double().masked_fill(~self.legal_ends, never),
        )

    def loss(self, emissions: Tensor, lengths: Tensor, allowed: Tensor, temperature: float = 1.0) -> Tensor:
        """Negative log likelihood of each sequence. *Shape:* (batch,), in float64.

        `allowed`: the tags that agree with what is known of each token. *Shape:* (batch, tokens, tags), bool. The loss
        is infinite where no legal sequence agrees.
        """
        scores = tuple(score / temperature for score in self.scores())
        emissions = emissions.double() / temperature
        known = emissions.masked_fill(~allowed, -torch.inf)
        # One recursion for both sums: its cost is the number of steps, not the size of the batch.
        both = log_partition(torch.cat((emissions, known)), torch.cat((lengths, lengths)), *scores)
        everything, agreeing = both.chunk(2)
        return everything - agreeing

    def decoder(self) -> ChainDecoder:
        """What tags with the scores as they are now."""
        start, transitions, end = (score.detach().cpu().numpy() for score in self.scores())
        return ChainDecoder(start, transitions, end)

    def posterior(self, emissions: Tensor, lengths: Tensor, temperature: float = 1.0) -> Chain:
        """See `ChainDecoder.posterior`."""
        return self.decoder().posterior(*_arrays(emissions, lengths), temperature)

    def best(self, emissions: Tensor, lengths: Tensor, chain: Chain | None = None) -> list[list[int]]:
        """See `ChainDecoder.best`."""
        return self.decoder().best(*_arrays(emissions, lengths), chain)

    def k_best(self, emissions: Tensor, lengths: Tensor, k: int) -> list[list[tuple[list[int], float]]]:
        """See `ChainDecoder.k_best`."""
        return self.decoder().k_best(*_arrays(emissions, lengths), k)


def _arrays(emissions: Tensor, lengths: Tensor) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    return emissions.detach().cpu().numpy(), lengths.cpu().numpy()
