"""The k best paths of every sequence of a batch at once (Viterbi 1967).

Most tags may follow few others: the legal transitions fall into blocks, sets of tags before which the same tags may
stand. The recursion maximises within blocks, a quarter of the whole matrix in BILOU, and keeps no back pointers: the
way back finds the tag before the one it stands on from the scores. A step of either loop serves the whole batch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import torch
from torch import Tensor

FEW = 40
"""Tags up to which one large block takes less time than several small ones."""


@dataclass(frozen=True)
class _Block:
    """`groups` sets of tags `after`, each with the set `before` of all tags that may stand before them.

    *Shapes:* before (groups, befores), after (groups, afters), scores (groups, afters, befores).
    """

    before: Tensor
    after: Tensor
    scores: Tensor

    def arrivals(self, score: Tensor, k: int) -> Tensor:
        """The k best ways to each tag of `after`. *Shapes:* (batch, tags, k) → (batch, groups, afters, k)."""
        # shape: (batch, groups, 1, befores · k)
        there = score[:, self.before].flatten(2)[:, :, None, :]
        if k == 1:
            return (there + self.scores).amax(-1, keepdim=True)
        ways = there + self.scores.repeat_interleave(k, -1)
        found = ways.topk(min(k, ways.shape[-1]), -1).values
        return torch.nn.functional.pad(found, (0, k - found.shape[-1]), value=-torch.inf)


def _blocks(transitions: Tensor) -> list[_Block]:
    """The blocks of finite transitions, those of one shape together; one block of all where tags are few."""
    if len(transitions) <= FEW:
        everything = torch.arange(len(transitions), device=transitions.device)[None]
        return [_Block(everything, everything, transitions.T[None])]
    patterns: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for tag, legal in enumerate(torch.isfinite(transitions).T.tolist()):
        patterns[tuple(i for i, can in enumerate(legal) if can)].append(tag)
    shapes: dict[tuple[int, int], list[tuple[tuple[int, ...], list[int]]]] = defaultdict(list)
    for befores, afters in patterns.items():
        if befores:
            shapes[len(befores), len(afters)].append((befores, afters))
    blocks = []
    for groups in shapes.values():
        before, after = (torch.tensor(side, device=transitions.device) for side in zip(*groups, strict=True))
        blocks.append(_Block(before, after, transitions[before[:, None, :], after[:, :, None]]))
    return blocks


def k_best(
    emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor, k: int
) -> tuple[Tensor, Tensor]:
    """The k best paths of each sequence, best first, and their scores, -inf where there are no more legal paths.

    *Shapes:* emissions (batch, tokens, tags), lengths (batch,), start and end (tags,), transitions (tags, tags) →
    paths (batch, k, tokens), scores (batch, k). What stands behind a sequence's end in a path means nothing.
    """
    batch, steps, tags = emissions.shape
    device = emissions.device
    blocks = _blocks(transitions)
    # shape: (tokens, batch, tags, k): scores of the k best paths that end in the tag
    best = emissions.new_full((steps, batch, tags, k), -torch.inf)
    best[0, :, :, 0] = start + emissions[:, 0]
    for t in range(1, steps):
        for block in blocks:
            best[t][:, block.after] = block.arrivals(best[t - 1], k)
        best[t] += emissions[:, t, :, None]
    rows = torch.arange(batch, device=device)
    final = best[lengths - 1, rows] + end[:, None]
    # One number stands for a tag and a rank: tag · k + rank.
    scores, states = final.flatten(1).topk(k, -1)
    paths = torch.zeros(steps, batch, k, dtype=torch.long, device=device)
    arrivals = transitions.T.contiguous()
    for t in range(steps - 1, -1, -1):
        paths[t] = states // k
        if t:
            states = torch.where((t < lengths)[:, None], _back(best[t - 1], arrivals, states, k), states)
    return paths.permute(1, 2, 0), scores


def _back(best: Tensor, arrivals: Tensor, states: Tensor, k: int) -> Tensor:
    """The state before each state: rank r of a tag came from the r-th best way to it. *Shapes:* (batch, k)."""
    # shape: (batch, k, tags · k)
    ways = (best[:, None] + arrivals[states // k][..., None]).flatten(2)
    if k == 1:
        return ways.argmax(-1)
    found = ways.topk(k, -1).indices
    return found.gather(-1, (states % k)[..., None]).squeeze(-1)
