"""Encoders of a sequence: each one maps (batch, tokens, input) to (batch, tokens, output_size)."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class BiRNN(nn.Module):
    """A stack of bidirectional GRUs (Cho et al. 2014) or LSTMs; layers above the first are residual."""

    def __init__(
        self, *, cell: type[nn.GRU] | type[nn.LSTM], input_size: int, hidden: int, layers: int, dropout: float
    ):
        super().__init__()
        self.output_size = 2 * hidden
        sizes = [input_size] + [self.output_size] * (layers - 1)
        self.layers = nn.ModuleList(cell(size, hidden, batch_first=True, bidirectional=True) for size in sizes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, inputs: Tensor, lengths: Tensor) -> Tensor:
        """*Shapes:* inputs (batch, tokens, input_size), lengths (batch,) → (batch, tokens, output_size)."""
        tokens = inputs.shape[1]
        for i, layer in enumerate(self.layers):
            packed = pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False)
            outputs, _ = pad_packed_sequence(layer(packed)[0], batch_first=True, total_length=tokens)
            inputs = self.dropout(outputs) + inputs if i else self.dropout(outputs)
        return inputs


class TCN(nn.Module):
    """Residual convolutions whose reach doubles from layer to layer (Strubell et al. 2017)."""

    def __init__(self, *, input_size: int, hidden: int, layers: int, dropout: float):
        super().__init__()
        self.output_size = 2 * hidden
        self.project = nn.Linear(input_size, self.output_size)
        self.layers = nn.ModuleList(
            nn.Conv1d(self.output_size, self.output_size, 3, padding=2**i, dilation=2**i) for i in range(layers)
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, inputs: Tensor, lengths: Tensor) -> Tensor:
        """*Shapes:* inputs (batch, tokens, input_size), lengths (batch,) → (batch, tokens, output_size)."""
        inside = (torch.arange(inputs.shape[1])[None, :] < lengths[:, None])[:, None, :]
        # shape: (batch, output_size, tokens)
        hidden = self.project(inputs).transpose(1, 2)
        for layer in self.layers:
            hidden = hidden + self.dropout(torch.relu(layer(hidden.masked_fill(~inside, 0.0))))
        outputs: Tensor = hidden.transpose(1, 2)
        return outputs


def _recurrent(cell: type[nn.GRU] | type[nn.LSTM]) -> Callable[..., BiRNN]:
    return lambda **sizes: BiRNN(cell=cell, **sizes)


ENCODERS: dict[str, Callable[..., BiRNN | TCN]] = {"gru": _recurrent(nn.GRU), "lstm": _recurrent(nn.LSTM), "tcn": TCN}
"""Encoders by the name that a config gives."""
