"""Characters of a form by a convolution and a maximum over its places (Ma & Hovy 2016)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class CharacterCNN(nn.Module):
    """Windows of `width` characters, `filters` of them, the strongest answer of each."""

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
