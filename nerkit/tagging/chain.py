"""Sums over all paths of a linear chain: log partition, its gradient, marginals of tokens and of spans.

The forward pass keeps, for every token t, the filtered distribution p(y_t | what stands up to t), so no number ever
leaves [0, 1]; the backward pass turns it into p(y_t | everything) by Rauch-Tung-Striebel smoothing, without a second
set of messages. Scores of -inf are exact zeros here, not small numbers. All logarithms and exponentials are taken of
whole batches outside the loops over time, whose steps only multiply and add; in float64 that holds as long as the
scores of one token are less than 700 nats apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

TINY = 1e-300
"""Stands in for a divisor of 0 where the dividend is 0 too."""


@dataclass(frozen=True)
class Chain:
    """Posterior of a batch of sequences.

    `log_z`: log partition. *Shape:* (batch,). `marginals`: p(y_t). `filtered`: p(y_t | tokens up to t). `predicted`:
    p(y_t | tokens before t), up to the scale of `factors`. *Shape:* (tokens, batch, tags) each. `factors`: exp of the
    transitions. *Shape:* (tags, tags).
    """

    log_z: Tensor
    marginals: Tensor
    filtered: Tensor
    predicted: Tensor
    factors: Tensor

    def path_probabilities(self, stretches: Sequence[tuple[int, int, Sequence[int]]]) -> list[float]:
        """For each (sequence, start, tags) the probability that the tokens from `start` on carry exactly these tags.

        Whatever may stand around them.
        """
        if not stretches:
            return []
        device = self.marginals.device
        ends = [(start + len(tags) - 1, row, tags[-1]) for row, start, tags in stretches]
        last = torch.tensor(ends, device=device)
        chances = torch.log(self.marginals[tuple(last.T)])
        pairs = [
            (number, row, start + i, tags[i], tags[i + 1])
            for number, (row, start, tags) in enumerate(stretches)
            for i in range(len(tags) - 1)
        ]
        if pairs:
            number, row, step, before, after = torch.tensor(pairs, device=device).T
            # p(y_t = i | y_{t+1} = j) = filtered_t(i) · factor(i, j) / predicted_{t+1}(j)
            back = self.filtered[step, row, before] * self.factors[before, after]
            back = back / self.predicted[step + 1, row, after].clamp_min(TINY)
            chances = chances.index_add(0, number, torch.log(back))
        probabilities: list[float] = chances.exp().clamp(max=1.0).tolist()
        return probabilities

    def log_probabilities(self, paths: Tensor, lengths: Tensor) -> Tensor:
        """Log probability of a whole path for each sequence. *Shapes:* (batch, tokens), (batch,) → (batch,)."""
        steps, batch = self.marginals.shape[:2]
        tags, inside = paths.T, torch.arange(steps - 1, device=lengths.device)[:, None] < lengths - 1
        rows = torch.arange(batch, device=lengths.device)
        last = self.marginals[lengths - 1, rows, tags[lengths - 1, rows]]
        back = self.filtered[:-1].gather(-1, tags[:-1, :, None])[..., 0] * self.factors[tags[:-1], tags[1:]]
        back = back / self.predicted[1:].gather(-1, tags[1:, :, None])[..., 0].clamp_min(TINY)
        return torch.log(last) + torch.where(inside, torch.log(back), 0.0).sum(0)


def smooth(emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor) -> Chain:
    """Posterior of the chain. `emissions`: (batch, tokens, tags), -inf allowed; `lengths`: (batch,)."""
    log_z, filtered, predicted, factors = _filter(emissions, lengths, start, transitions, end)
    marginals, _ = _smooth(filtered, predicted, factors, lengths, end)
    return Chain(log_z, marginals, filtered, predicted, factors)


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
        log_z, filtered, predicted, factors = _filter(emissions, lengths, start, transitions, end)
        ctx.save_for_backward(filtered, predicted, factors, lengths, end)
        return log_z

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, Tensor, Tensor, Tensor]:
        filtered, predicted, factors, lengths, end = ctx.saved_tensors
        marginals, ratios = _smooth(filtered, predicted, factors, lengths, end)
        # Expected count of i → j: Σ_t filtered_t(i) · factor(i, j) · ratio_{t+1}(j).
        weighted = ratios[1:] * grad[None, :, None]
        counts = torch.einsum("tbi,tbj->ij", filtered[:-1], weighted) * factors
        last = marginals[lengths - 1, torch.arange(len(lengths), device=lengths.device)]
        return (
            (marginals * grad[None, :, None]).transpose(0, 1),
            None,
            (marginals[0] * grad[:, None]).sum(0),
            counts,
            (last * grad[:, None]).sum(0),
        )


def _filter(
    emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Log partition (batch,); filtered and predicted (tokens, batch, tags); factors (tags, tags)."""
    # shape: (tokens, batch, tags)
    emissions = emissions.transpose(0, 1)
    steps, batch, _ = emissions.shape
    top = transitions.max()
    factors = torch.exp(transitions - top)
    # A token that no tag may have keeps its zeros: its peak is taken as 0, not as -inf.
    peaks = emissions.amax(-1).nan_to_num(neginf=0.0)
    filtered = (emissions - peaks[:, :, None]).exp_()
    predicted = torch.empty_like(filtered)
    masses = filtered.new_empty(steps, batch)
    predicted[0] = torch.exp(start)
    for t, (seen, expected, mass) in enumerate(zip(filtered, predicted, masses, strict=True)):
        if t:
            # p(y_t = j | before) ∝ Σ_i filtered_{t-1}(i) · factor(i, j)
            torch.matmul(filtered[t - 1], factors, out=expected)
        seen *= expected
        torch.sum(seen, -1, out=mass)
        seen /= mass.clamp_min(TINY)[:, None]
    alive = torch.arange(steps, device=lengths.device)[:, None] < lengths[None, :]
    log_z = torch.where(alive, torch.log(masses) + peaks, 0.0).sum(0) + top * (lengths - 1)
    last = filtered[lengths - 1, torch.arange(batch, device=lengths.device)]
    return log_z + torch.log((last * torch.exp(end)).sum(-1)), filtered, predicted, factors


def _smooth(
    filtered: Tensor, predicted: Tensor, factors: Tensor, lengths: Tensor, end: Tensor
) -> tuple[Tensor, Tensor]:
    """Marginals p(y_t), and their ratios to what was predicted; both (tokens, batch, tags), 0 behind the end."""
    steps, batch, _ = filtered.shape
    final = filtered[lengths - 1, torch.arange(batch, device=lengths.device)] * torch.exp(end)
    final = final / final.sum(-1, keepdim=True).clamp_min(TINY)
    # Zero behind the end: what the recursion would put there is multiplied away.
    inside = (torch.arange(steps, device=lengths.device)[:, None] < lengths[None, :] - 1).to(filtered.dtype)[:, :, None]
    marginals = filtered * inside
    marginals[lengths - 1, torch.arange(batch, device=lengths.device)] = final
    # A tag that nothing leads to has no mass in either; 0 / 0 is 0 here.
    ratios = predicted.clamp_min(TINY).reciprocal_()
    backward = factors.T.contiguous()
    ends = torch.bincount(lengths - 1, minlength=steps).tolist()
    for t in range(steps - 1, -1, -1):
        if t < steps - 1:
            # p(y_t = i) = filtered_t(i) · Σ_j factor(i, j) · p(y_{t+1} = j) / predicted_{t+1}(j)
            inner = torch.matmul(ratios[t + 1], backward)
            if ends[t]:
                inner[lengths - 1 == t] = 1.0
            marginals[t] *= inner
        ratios[t] *= marginals[t]
    return marginals, ratios
