"""Sums over all paths of a linear chain: log partition, its gradient, marginals of tokens and of spans.

The forward pass keeps, for every token t, the filtered distribution p(y_t | what stands up to t), so no number ever
leaves [0, 1]; the backward pass turns it into p(y_t | everything) by Rauch-Tung-Striebel smoothing, without a second
set of messages. Scores of -inf are exact zeros here, not small numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable


@dataclass(frozen=True)
class Chain:
    """Posterior of a batch of sequences.

    `marginals`: p(y_t). `filtered`: p(y_t | tokens up to t). `predicted`: p(y_t | tokens before t), up to the scale of
    `factors`. *Shape:* (tokens, batch, tags) each. `factors`: exp of the transitions. *Shape:* (tags, tags).
    """

    marginals: Tensor
    filtered: Tensor
    predicted: Tensor
    factors: Tensor

    def path_probability(self, sequence: int, start: int, tags: list[int]) -> float:
        """Probability that the tokens from `start` on carry exactly these tags, whatever stands around them."""
        end = start + len(tags)
        tag = torch.tensor(tags)
        chance = self.marginals[end - 1, sequence, tag[-1]]
        if len(tags) > 1:
            before, after = tag[:-1], tag[1:]
            steps = torch.arange(start, end - 1)
            # p(y_t = i | y_{t+1} = j) = filtered_t(i) · factor(i, j) / predicted_{t+1}(j)
            back = self.filtered[steps, sequence, before] * self.factors[before, after]
            chance = chance * (back / self.predicted[steps + 1, sequence, after].clamp_min(1e-300)).prod()
        return float(chance)


def smooth(emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor) -> Chain:
    """Posterior of the chain. `emissions`: (batch, tokens, tags), -inf allowed; `lengths`: (batch,)."""
    _, filtered, predicted, factors = _filter(emissions, lengths, start, transitions)
    marginals, _ = _smooth(filtered, predicted, factors, lengths, end)
    return Chain(marginals, filtered, predicted, factors)


def log_partition(emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor) -> Tensor:
    """Log of the sum of exp(score) over all paths, differentiable once. *Shape:* (batch,)."""
    result: Tensor = _LogPartition.apply(emissions, lengths, start, transitions, end)  # type: ignore[no-untyped-call]
    return result


class _LogPartition(torch.autograd.Function):
    """The gradient of log Z is known in closed form: marginals, and expected counts of transitions."""

    @staticmethod
    def forward(
        ctx: Any, emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor
    ) -> Tensor:
        log_z, filtered, predicted, factors = _filter(emissions, lengths, start, transitions)
        ctx.save_for_backward(filtered, predicted, factors, lengths, end)
        last = filtered[lengths - 1, torch.arange(len(lengths))]
        return log_z + torch.log((last * torch.exp(end)).sum(-1))

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, Tensor, Tensor, Tensor]:
        filtered, predicted, factors, lengths, end = ctx.saved_tensors
        marginals, ratios = _smooth(filtered, predicted, factors, lengths, end)
        # Expected count of i → j: Σ_t filtered_t(i) · factor(i, j) · ratio_{t+1}(j).
        weighted = ratios[1:] * grad[None, :, None]
        counts = torch.einsum("tbi,tbj->ij", filtered[:-1], weighted) * factors
        last = marginals[lengths - 1, torch.arange(len(lengths))]
        return (
            (marginals * grad[None, :, None]).transpose(0, 1),
            None,
            (marginals[0] * grad[:, None]).sum(0),
            counts,
            (last * grad[:, None]).sum(0),
        )


def _filter(
    emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Log of the mass so far (batch,); filtered and predicted (tokens, batch, tags); factors (tags, tags)."""
    # shape: (tokens, batch, tags)
    emissions = emissions.transpose(0, 1)
    top = transitions.max()
    factors = torch.exp(transitions - top)
    alive = torch.arange(len(emissions))[:, None] < lengths[None, :]
    filtered = torch.empty_like(emissions)
    predicted = torch.empty_like(emissions)
    log_z = torch.zeros(len(lengths), dtype=emissions.dtype)
    predicted[0] = torch.exp(start)
    for t in range(len(emissions)):
        if t:
            # p(y_t = j | before) ∝ Σ_i filtered_{t-1}(i) · factor(i, j)
            torch.matmul(filtered[t - 1], factors, out=predicted[t])
        joint = torch.log(predicted[t]) + emissions[t]
        # The peak is taken over tags that can be reached, so that none of these underflows for one that cannot.
        mass = torch.logsumexp(joint, -1)
        torch.exp(joint - mass.clamp_min(-1e300)[:, None], out=filtered[t])
        log_z += torch.where(alive[t], mass + top if t else mass, 0.0)
    return log_z, filtered, predicted, factors


def _smooth(
    filtered: Tensor, predicted: Tensor, factors: Tensor, lengths: Tensor, end: Tensor
) -> tuple[Tensor, Tensor]:
    """Marginals p(y_t), and their ratios to what was predicted; both (tokens, batch, tags), 0 behind the end."""
    steps, batch, _ = filtered.shape
    final = filtered[lengths - 1, torch.arange(batch)] * torch.exp(end)
    final = final / final.sum(-1, keepdim=True).clamp_min(1e-300)
    marginals = torch.empty_like(filtered)
    ratios = torch.zeros_like(filtered)
    is_last = torch.arange(steps)[:, None] == lengths[None, :] - 1
    for t in range(steps - 1, -1, -1):
        marginals[t] = final
        if t < steps - 1:
            # p(y_t = i) = filtered_t(i) · Σ_j factor(i, j) · p(y_{t+1} = j) / predicted_{t+1}(j)
            inner = filtered[t] * torch.matmul(ratios[t + 1], factors.T)
            marginals[t] = torch.where(is_last[t][:, None], final, inner)
        marginals[t] *= (t < lengths)[:, None]
        # A tag that nothing leads to has no mass in either; 0 / 0 is 0 here.
        torch.div(marginals[t], predicted[t].clamp_min(1e-300), out=ratios[t])
    return marginals, ratios
