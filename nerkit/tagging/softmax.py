r"""Tags that know nothing of their neighbours, but for what is legal.

Training takes every token alone, p(y) = Π_t softmax(e_t)_{y_t}. Tagging takes the best legal sequence of that
distribution, and the probability of a span is the one given that the whole sequence is legal:

.. math:: p(y \mid \text{legal}) \propto \mathbb{1}[y \text{ legal}] \prod_t \operatorname{softmax}(e_t)_{y_t}.

That is a CRF whose scores are all zero where a sequence is legal, so everything but the loss is the CRF's.
"""

from __future__ import annotations

import torch
from torch import Tensor

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.crf import ConstrainedCRF


class TokenSoftmax(ConstrainedCRF):
    """A softmax for each token, with the methods of the CRF."""

    def __init__(self, tagset: TagSet) -> None:
        super().__init__(tagset)
        for name, scores in list(self.named_parameters()):
            delattr(self, name)
            self.register_buffer(name, torch.zeros_like(scores), persistent=False)

    def loss(self, emissions: Tensor, lengths: Tensor, allowed: Tensor, temperature: float = 1.0) -> Tensor:
        """Negative log likelihood of each sequence, token by token. *Shape:* (batch,), in float64.

        `allowed`: the tags that agree with what is known of each token. *Shape:* (batch, tokens, tags), bool.
        """
        emissions = emissions.double() / temperature
        agreeing = emissions.masked_fill(~allowed, -torch.inf)
        # shape: (batch, tokens)
        losses = emissions.logsumexp(-1) - agreeing.logsumexp(-1)
        inside = torch.arange(losses.shape[1], device=lengths.device)[None, :] < lengths[:, None]
        return torch.where(inside, losses, 0.0).sum(-1)
