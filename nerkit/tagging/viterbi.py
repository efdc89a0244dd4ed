"""The best path of every sequence of a batch at once (Viterbi 1967)."""

from __future__ import annotations

import torch
from torch import Tensor


def viterbi(emissions: Tensor, lengths: Tensor, start: Tensor, transitions: Tensor, end: Tensor) -> list[list[int]]:
    """Tags of the best path of each sequence; one step of the loop serves the whole batch.

    *Shapes:* emissions (batch, tokens, tags), lengths (batch,), start and end (tags,), transitions (tags, tags).
    """
    batch, steps, tags = emissions.shape
    arrivals = transitions.T.contiguous()
    history = torch.empty(steps, batch, tags, dtype=torch.long)
    # shape: (batch, tags)
    score = start + emissions[:, 0]
    for t in range(1, steps):
        # shape: (batch, tag after, tag before); the best way to arrive at each tag
        best, history[t] = (score[:, None, :] + arrivals).max(-1)
        # A sequence that has ended keeps its score: its path is read from its own end.
        score = torch.where((t < lengths)[:, None], best + emissions[:, t], score)
    tag = (score + end).argmax(-1)
    path = torch.zeros(steps, batch, dtype=torch.long)
    for t in range(steps - 1, -1, -1):
        path[t] = tag
        if t:
            back = history[t].gather(1, tag[:, None]).squeeze(1)
            tag = torch.where(t < lengths, back, tag)
    return [row[:n] for row, n in zip(path.T.tolist(), lengths.tolist(), strict=True)]
