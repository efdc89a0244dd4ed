"""Dropout over sequences."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class VariationalDropout(nn.Module):
    """Drops the same features of all tokens of a sequence (Gal & Ghahramani 2016).

    It stands between layers; the connections from one step of a recurrent layer to the next are left whole, so that the
    layer still runs as one operation.
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, inputs: Tensor) -> Tensor:
        """*Shape:* (batch, tokens, size), as the inputs."""
        if not self.training or not self.p:
            return inputs
        return inputs * nn.functional.dropout(torch.ones_like(inputs[:, :1]), self.p)


def dropout(p: float, *, variational: bool) -> nn.Module:
    """The dropout that a config asks for."""
    return VariationalDropout(p) if variational else nn.Dropout(p)
