"""From the ids of a form to its vector: pretrained word, trained word, shape and characters side by side."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from nerkit.tagging.characters import CHARACTER_ENCODERS
from nerkit.tagging.forms import UNKNOWN


class FormEmbedding(nn.Module):
    """Vectors of distinct forms; a form that occurs a hundred times in a batch is embedded once.

    The pretrained table is two buffers, int8 codes and float scales: it is not trained.
    """

    codes: Tensor
    scales: Tensor

    def __init__(
        self,
        *,
        pretrained: tuple[int, int],
        trained: int,
        shapes: int,
        characters: int,
        trained_size: int,
        shape_size: int,
        character_encoder: str,
        filters: int,
        word_dropout: float,
    ) -> None:
        super().__init__()
        rows, size = pretrained
        self.register_buffer("codes", torch.zeros(rows, size, dtype=torch.int8))
        self.register_buffer("scales", torch.zeros(rows))
        self.unknown = nn.Parameter(torch.zeros(size))
        self.trained = nn.Embedding(trained, trained_size, padding_idx=0)
        self.shapes = nn.Embedding(shapes, shape_size, padding_idx=0)
        self.characters = CHARACTER_ENCODERS[character_encoder](characters=characters, filters=filters)
        self.word_dropout = word_dropout
        self.output_size = size + trained_size + shape_size + self.characters.output_size

    def forward(self, rows: Tensor) -> Tensor:
        """Vectors of forms. *Shapes:* rows (forms, 3 + characters) as in `Vocabulary.row` → (forms, output_size)."""
        words, trained, shapes = rows[:, 0], rows[:, 1], rows[:, 2]
        if self.training and self.word_dropout:
            # A form that is unknown now and then teaches the model to do without its word.
            trained = torch.where(torch.rand(trained.shape) < self.word_dropout, trained.clamp(max=UNKNOWN), trained)
        vectors = self.codes[words].to(self.scales.dtype) * self.scales[words, None]
        vectors = vectors + (words == UNKNOWN)[:, None] * self.unknown
        parts = (vectors, self.trained(trained), self.shapes(shapes), self.characters(rows[:, 3:]))
        return torch.cat(parts, -1)
