"""The log partition of a chain with its gradient, for training: torch's side of `nerkit.tagging.chain`."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from nerkit.tagging.chain import Filtered, filter_forward, smooth_back
from nerkit.tagging.chain_factors import ChainFactors
from nerkit.tagging.moves import Floats
from nerkit.tagging.threads import one_numpy_thread


def log_partition(emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor) -> Tensor:
    """Log of the sum of exp(score) over all paths, differentiable once. *Shape:* (batch,).

    The recursions run on the CPU, wherever the tensors are.
    """
    result: Tensor = _LogPartition.apply(emissions, lengths, start, transitions, end)  # type: ignore[no-untyped-call]
    return result


class _LogPartition(torch.autograd.Function):
    """The gradient of log Z is known in closed form: marginals, and expected counts of transitions."""

    @staticmethod
    def forward(
        ctx: Any, emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor
    ) -> Tensor:
        given, sizes, first, moves, last = (
            each.detach().cpu().numpy() for each in (emissions, lengths, start, transitions, end)
        )
        with one_numpy_thread():
            ctx.found, ctx.lengths = filter_forward(given, sizes, ChainFactors.of(first, moves, last)), sizes
        return torch.from_numpy(ctx.found.log_z).to(emissions.device)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, Tensor, Tensor, Tensor]:
        with one_numpy_thread():
            gradients = _gradients(ctx, grad)
        of_emissions, of_start, of_counts, of_end = (torch.from_numpy(each).to(grad.device) for each in gradients)
        return of_emissions, None, of_start, of_counts, of_end


def _gradients(ctx: Any, grad: Tensor) -> tuple[Floats, Floats, Floats, Floats]:
    """Those of the emissions, of the start, of the transitions and of the end."""
    found: Filtered = ctx.found
    lengths, weights, places = ctx.lengths, grad.cpu().numpy()[None, :, None], found.move.places
    to_come = smooth_back(found, lengths)
    marginals = found.filtered * to_come
    marginals *= weights
    # Expected count of i → j: Σ_t filtered_t(i) · factor(i, j) · seen_{t+1}(j) · to_come_{t+1}(j).
    to_come *= found.seen
    to_come *= weights
    tags = len(places)
    counts = found.filtered[:-1].reshape(-1, tags).T @ to_come[1:].reshape(-1, tags)
    counts = counts[np.ix_(places, places)] * found.move.factors
    marginals = marginals[..., places]
    last = marginals[lengths - 1, np.arange(len(lengths))].sum(0)
    return marginals.transpose(1, 0, 2), marginals[0].sum(0), counts, last
