"""The characters of a form as one vector: by a convolution, by a recurrent network, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from nerkit.tagging.encoders import BiRNN


class CharacterCNN(nn.Module):
    """Windows of `width` characters, `filters` of them, the strongest answer of each (Ma & Hovy 2016)."""

    def __init__(self, *, characters: int, size: int = 24, filters: int = 64, width: int = 3) -> None:
        super().__init__()
        self.embedding = nn.Embedding(characters, size, padding_idx=0)
        self.convolution = nn.Conv1d(size, filters, width, padding=width // 2)
        self.output_size = filters

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of forms. *Shapes:* ids (forms, characters) → (forms, filters)."""
        # shape: (forms, size, characters)
        embedded = self.embedding(ids).transpose(1, 2)
        answers = torch.relu(self.convolution(embedded))
        # Padding answers nothing: relu makes every true answer at least 0.
        padded = (ids == 0)[:, None, :]
        return answers.masked_fill(padded, 0.0).amax(-1)


class CharacterGRU(nn.Module):
    """What a GRU knows at the end of a form, and one that reads backwards at its start (Lample et al. 2016)."""

    def __init__(self, *, characters: int, size: int = 24, filters: int = 64) -> None:
        super().__init__()
        self.embedding = nn.Embedding(characters, size, padding_idx=0)
        self.encoder = BiRNN(cell=nn.GRU, input_size=size, hidden=max(1, filters // 2), layers=1, dropout=nn.Identity())
        self.output_size = self.encoder.output_size

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of forms. *Shapes:* ids (forms, characters) → (forms, output_size)."""
        lengths = (ids != 0).sum(1).clamp_min(1)
        # shape: (forms, characters, output_size)
        states = self.encoder(self.embedding(ids), lengths)
        forwards, backwards = states.chunk(2, -1)
        last = forwards[torch.arange(len(ids), device=ids.device), lengths - 1]
        return torch.cat((last, backwards[:, 0]), -1)


class NoCharacters(nn.Module):
    """No vector: the tagger knows a form by its word and its shape only."""

    output_size = 0

    def __init__(self, *, characters: int, filters: int) -> None:
        super().__init__()

    def forward(self, ids: Tensor) -> Tensor:
        """*Shapes:* ids (forms, characters) → (forms, 0)."""
        return torch.zeros(len(ids), 0, device=ids.device)


CHARACTER_ENCODERS: dict[str, Callable[..., CharacterCNN | CharacterGRU | NoCharacters]] = {
    "cnn": CharacterCNN,
    "gru": CharacterGRU,
    "none": NoCharacters,
}
"""Character encoders by the name that a config gives."""
