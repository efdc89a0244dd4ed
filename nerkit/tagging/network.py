"""The network: embedded forms, neighbours and layout → encoder → a score for every tag of every token → CRF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor, nn

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.crf import ConstrainedCRF
from nerkit.tagging.dropout import dropout
from nerkit.tagging.embedding import FormEmbedding
from nerkit.tagging.encoders import ENCODERS
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.network_config import NetworkConfig, TableSize
from nerkit.tagging.softmax import TokenSoftmax
from nerkit.tagging.stretch_batch import StretchBatch
from nerkit.tagging.token_features import LAYOUT, TokenFeatures

DECODERS: dict[str, Callable[[TagSet], ConstrainedCRF]] = {"crf": ConstrainedCRF, "softmax": TokenSoftmax}
"""What makes tags of scores, by the name that a config gives."""


@dataclass(frozen=True)
class Batch:
    """A `StretchBatch` as tensors."""

    rows: Tensor
    forms: Tensor
    layout: Tensor
    left: Tensor
    above: Tensor
    lengths: Tensor

    @classmethod
    def of(cls, stretches: Sequence[TokenFeatures]) -> Batch:
        """See `StretchBatch`."""
        arrays = StretchBatch.of(stretches)
        return cls(**{each.name: torch.from_numpy(getattr(arrays, each.name)) for each in fields(arrays)})

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        if device.type == "cpu":
            return self
        return Batch(**{each.name: getattr(self, each.name).to(device) for each in fields(self)})


class Network(nn.Module):
    """BiGRU-CRF (Huang et al. 2015; Lample et al. 2016) with layout and two-dimensional neighbours."""

    layout_offsets: Tensor

    def __init__(
        self, config: NetworkConfig, vocabulary: Vocabulary, tagset: TagSet, tables: Sequence[TableSize]
    ) -> None:
        super().__init__()
        self.config = config
        self.tables = tuple(tables)
        self.embedding = FormEmbedding(
            tables=tables,
            trained=len(vocabulary.trained),
            shapes=len(vocabulary.shapes),
            characters=len(vocabulary.characters),
            trained_size=config.trained_size,
            shape_size=config.shape_size,
            character_encoder=config.characters,
            filters=config.filters,
            word_dropout=config.word_dropout,
        )
        form_size = self.embedding.output_size
        self.neighbour = nn.Linear(form_size, config.neighbour_size)
        sizes = list(LAYOUT.values())
        self.layout = nn.EmbeddingBag(sum(sizes), config.layout_size, mode="sum")
        self.register_buffer("layout_offsets", torch.tensor([0, *np.cumsum(sizes)[:-1]]), persistent=False)
        self.dropout = dropout(config.dropout, variational=config.variational_dropout)
        self.encoder = ENCODERS[config.encoder](
            input_size=form_size + 2 * config.neighbour_size + config.layout_size,
            hidden=config.hidden,
            layers=config.layers,
            dropout=dropout(config.dropout, variational=config.variational_dropout),
            residual=config.residual,
        )
        self.output = nn.Linear(self.encoder.output_size, len(tagset))
        self.crf = DECODERS[config.decoder](tagset)

    def emissions(self, batch: Batch) -> Tensor:
        """Scores of every tag of every token. *Shape:* (batch, tokens, tags)."""
        scores: Tensor = self.output(self.encoder(self.inputs(batch), batch.lengths))
        return scores

    def long_emissions(self, windows: Sequence[Batch]) -> Tensor:
        """The same for one sequence in windows, whose borders change nothing. *Shape:* (1, tokens, tags)."""
        scores: Tensor = self.output(self.encoder.read(lambda n: self.inputs(windows[n]), len(windows)))
        return scores

    def inputs(self, batch: Batch) -> Tensor:
        """What the encoder reads. *Shape:* (batch, tokens, input_size)."""
        vectors = self.embedding(batch.rows)
        near = torch.tanh(self.neighbour(vectors))
        parts = (
            nn.functional.embedding(batch.forms, vectors),
            _mean(near, batch.left),
            _mean(near, batch.above),
            self.layout((batch.layout + self.layout_offsets).flatten(0, 1)).unflatten(0, batch.forms.shape),
        )
        inputs: Tensor = self.dropout(torch.cat(parts, -1))
        return inputs


def _mean(vectors: Tensor, ids: Tensor) -> Tensor:
    """Mean of the vectors of the ids that are not 0; zero where all are. *Shape:* (*ids.shape[:-1], size)."""
    batch, tokens, _ = ids.shape
    weights = (ids != 0).to(vectors.dtype)
    weights = weights / weights.sum(-1, keepdim=True).clamp_min(1.0)
    summed = nn.functional.embedding_bag(
        ids.flatten(0, 1), vectors, mode="sum", per_sample_weights=weights.flatten(0, 1)
    )
    return summed.view(batch, tokens, -1)
