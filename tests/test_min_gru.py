"""The minimal GRU against its definition, step by step in float64."""

from __future__ import annotations

import torch

from nerkit.tagging.min_gru import MinGRU


def by_definition(layer: MinGRU, inputs: torch.Tensor, state: torch.Tensor) -> torch.Tensor:
    gate, candidate = (inputs @ layer.gates.weight.T + layer.gates.bias).chunk(2, -1)
    states = []
    for t in range(inputs.shape[1]):
        update = torch.sigmoid(gate[:, t])
        state = (1 - update) * state + update * candidate[:, t]
        states.append(state)
    return torch.stack(states, 1)


def test_states_and_gradients_are_those_of_the_definition() -> None:
    torch.manual_seed(1)
    layer = MinGRU(5, 3)
    inputs, first = torch.randn(2, 7, 5), torch.randn(1, 2, 3, requires_grad=True)
    found, wanted = [], []
    for way, to in ((lambda: layer(inputs, first)[0], found), (lambda: by_definition(layer, inputs, first[0]), wanted)):
        layer.zero_grad()
        first.grad = None
        states = way()
        states.square().sum().backward()
        to += [states.detach(), layer.gates.weight.grad.clone(), layer.gates.bias.grad.clone(), first.grad]
    for one, other in zip(found, wanted, strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def test_a_sequence_in_two_parts_is_the_whole_sequence() -> None:
    torch.manual_seed(2)
    layer = MinGRU(4, 6)
    inputs = torch.randn(3, 9, 4)
    whole, last = layer(inputs)
    front, state = layer(inputs[:, :5])
    back, end = layer(inputs[:, 5:], state)
    assert torch.allclose(torch.cat((front, back), 1), whole, atol=1e-6)
    assert torch.allclose(end, last, atol=1e-6)
    assert torch.equal(last[0], whole[:, -1])
