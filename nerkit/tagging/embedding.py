"""From the ids of a form to its vector: pretrained word, trained word, shape and characters side by side."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from nerkit.tagging.character_encoder import CHARACTER_ENCODERS
from nerkit.tagging.forms import PADDING, UNKNOWN
from nerkit.tagging.network_config import TableSize
from nerkit.tagging.vectors import VectorTable


class WordVectors(nn.Module):
    """Pretrained vectors in two buffers, int8 codes and float scales.

    A tuned table adds a trained difference that starts at zero. Weight decay then draws it back to the pretrained
    vectors, and words that training has not seen stay where they are.
    """

    codes: Tensor
    scales: Tensor

    def __init__(self, table: TableSize) -> None:
        super().__init__()
        self.register_buffer("codes", torch.zeros(table.rows, table.size, dtype=torch.int8))
        self.register_buffer("scales", torch.zeros(table.rows))
        self.unknown = nn.Parameter(torch.zeros(table.size))
        self.difference = nn.Parameter(torch.zeros(table.rows, table.size)) if table.tuned else None

    def load(self, table: VectorTable) -> None:
        """Take the vectors of a table; rows 0 and 1, padding and unknown, stay zero."""
        self.codes[2:] = torch.from_numpy(table.codes)
        self.scales[2:] = torch.from_numpy(table.scales)

    def forward(self, ids: Tensor) -> Tensor:
        """The mean of a form's vectors. *Shapes:* ids (forms, width) → (forms, size)."""
        vectors = self.codes[ids].to(self.scales.dtype) * self.scales[ids][..., None]
        if self.difference is not None:
            vectors = vectors + nn.functional.embedding(ids, self.difference, padding_idx=0)
        mean = vectors.sum(1) / (ids != PADDING).sum(1, keepdim=True).clamp_min(1)
        return mean + (ids == UNKNOWN).any(1, keepdim=True) * self.unknown


class FormEmbedding(nn.Module):
    """Vectors of distinct forms; a form that occurs a hundred times in a batch is embedded once."""

    def __init__(
        self,
        *,
        tables: Sequence[TableSize],
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
        self.tables = nn.ModuleList(WordVectors(table) for table in tables)
        self.widths = tuple(table.width for table in tables)
        self.trained = nn.Embedding(trained, trained_size, padding_idx=0)
        self.shapes = nn.Embedding(shapes, shape_size, padding_idx=0)
        self.characters = CHARACTER_ENCODERS[character_encoder](characters=characters, filters=filters)
        self.word_dropout = word_dropout
        pretrained_size = sum(table.size for table in tables)
        self.output_size = pretrained_size + trained_size + shape_size + self.characters.output_size

    def forward(self, rows: Tensor) -> Tensor:
        """Vectors of forms. *Shapes:* rows (forms, columns) as in `Vocabulary.row` → (forms, output_size)."""
        *words, trained, shapes, letters = rows.split((*self.widths, 1, 1, rows.shape[1] - sum(self.widths) - 2), 1)
        trained, shapes = trained[:, 0], shapes[:, 0]
        if self.training and self.word_dropout:
            # A form that is unknown now and then teaches the model to do without its word.
            dropped = torch.rand(trained.shape, device=trained.device) < self.word_dropout
            trained = torch.where(dropped, trained.clamp(max=UNKNOWN), trained)
        pretrained = [table(ids) for table, ids in zip(self.tables, words, strict=True)]
        return torch.cat((*pretrained, self.trained(trained), self.shapes(shapes), self.characters(letters)), -1)
