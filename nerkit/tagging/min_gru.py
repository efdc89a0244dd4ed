r"""The minimal GRU: gates that see the input alone (Feng et al. 2024), so that one matrix product serves all steps.

.. math:: z_t = \sigma(W_z x_t), \qquad \tilde h_t = W_h x_t, \qquad h_t = (1 - z_t) h_{t-1} + z_t \tilde h_t

What is left of a step is one multiplication and one addition. A GRU multiplies its state by three matrices in each.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable


class MinGRU(nn.Module):
    """One direction, with the interface of `torch.nn.GRU` with one layer and `batch_first`."""

    def __init__(self, input_size: int, hidden: int, batch_first: bool = True) -> None:
        super().__init__()
        assert batch_first
        self.gates = nn.Linear(input_size, 2 * hidden)

    def forward(self, inputs: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """States of all steps, and the last one.

        *Shapes:* inputs (batch, tokens, input_size), state (1, batch, hidden) or None for zeros →
        (batch, tokens, hidden), (1, batch, hidden).
        """
        # shape: (tokens, batch, hidden) each; steps first, so that each is one stretch of memory
        both = self.gates(inputs).transpose(0, 1)
        # In 16 bits a state would forget what is added to it in small steps.
        gate, candidate = both.to(torch.promote_types(both.dtype, torch.float32)).chunk(2, -1)
        update = torch.sigmoid(gate)
        first = candidate.new_zeros(candidate.shape[1:]) if state is None else state[0].to(candidate.dtype)
        states: Tensor = _Scan.apply(1.0 - update, update * candidate, first)  # type: ignore[no-untyped-call]
        return states.transpose(0, 1), states[-1:]


class _Scan(torch.autograd.Function):
    """h_t = a_t h_{t-1} + b_t, with the gradient by the same recursion backwards.

    *Shapes:* a and b (tokens, batch, size), the state before the first step (batch, size) → (tokens, batch, size).
    """

    @staticmethod
    def forward(ctx: Any, decay: Tensor, added: Tensor, first: Tensor) -> Tensor:
        states = torch.empty_like(added, memory_format=torch.contiguous_format)
        before = first
        for kept, new, state in zip(decay, added, states, strict=True):
            torch.addcmul(new, kept, before, out=state)
            before = state
        ctx.save_for_backward(decay, states, first)
        return states

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        decay, states, first = ctx.saved_tensors
        flow = grad.clone(memory_format=torch.contiguous_format)
        for t in range(len(flow) - 1, 0, -1):
            flow[t - 1].addcmul_(decay[t], flow[t])
        before = torch.cat((first[None], states[:-1]))
        return flow * before, flow, decay[0] * flow[0]
