"""The network: embedded forms, neighbours and layout → encoder → a score for every tag of every token → CRF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.crf import ConstrainedCRF
from nerkit.tagging.dropout import dropout
from nerkit.tagging.embedding import FormEmbedding, TableSize
from nerkit.tagging.encoders import ENCODERS
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.softmax import TokenSoftmax
from nerkit.tagging.token_features import LAYOUT, TokenFeatures


@dataclass(frozen=True, kw_only=True)
class NetworkConfig:
    """What a network is made of, and its sizes.

    `encoder` is a name in ENCODERS, `hidden` its size in each direction, `residual` whether a layer adds to the one
    below it. `characters` is a name in CHARACTER_ENCODERS, `decoder` one in DECODERS, `scheme` one in SCHEMES.
    `variational_dropout` drops the same features of all tokens of a sequence.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    encoder: str = "lstm"
    hidden: int = 128
    layers: int = 1
    residual: bool = True
    characters: str = "cnn"
    decoder: str = "crf"
    scheme: str = "BILOU"
    trained_size: int = 48
    shape_size: int = 24
    filters: int = 64
    neighbour_size: int = 48
    layout_size: int = 32
    dropout: float = 0.4
    variational_dropout: bool = False
    word_dropout: float = 0.1


DECODERS: dict[str, Callable[[TagSet], ConstrainedCRF]] = {"crf": ConstrainedCRF, "softmax": TokenSoftmax}
"""What makes tags of scores, by the name that a config gives."""


@dataclass(frozen=True)
class Batch:
    """Stretches of documents as tensors.

    *Shapes:* rows (forms, columns of the vocabulary), forms (batch, tokens), layout (batch, tokens, len(LAYOUT)),
    left and above (batch, tokens, NEIGHBOURS), lengths (batch,).
    """

    rows: Tensor
    forms: Tensor
    layout: Tensor
    left: Tensor
    above: Tensor
    lengths: Tensor

    @classmethod
    def of(cls, stretches: Sequence[TokenFeatures]) -> Batch:
        """Pad stretches to one length; forms that several of them share are embedded once."""
        lengths = [len(stretch) for stretch in stretches]
        size = max(lengths)
        used = [np.unique(np.concatenate((s.forms, s.left.ravel(), s.above.ravel(), [0]))) for s in stretches]
        every = np.concatenate([s.rows[u] for s, u in zip(stretches, used, strict=True)])
        # A dictionary of rows takes a quarter of the time of np.unique, which sorts them. Row 0 of every stretch is all
        # zero and comes first here too: index 0 stays padding.
        places: dict[bytes, int] = {}
        raw, width = every.tobytes(), every.dtype.itemsize * every.shape[1]
        inverse = np.array([places.setdefault(raw[i : i + width], len(places)) for i in range(0, len(raw), width)])
        rows = np.frombuffer(b"".join(places), dtype=every.dtype).reshape(-1, every.shape[1])
        maps, start = [], 0
        for stretch, ids in zip(stretches, used, strict=True):
            table = np.zeros(len(stretch.rows), dtype=np.int64)
            table[ids] = inverse[start : start + len(ids)]
            maps.append(table)
            start += len(ids)

        def padded(arrays: list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]]) -> Tensor:
            out = np.zeros((len(arrays), size, *arrays[0].shape[1:]), dtype=np.int64)
            for target, array in zip(out, arrays, strict=True):
                target[: len(array)] = array
            return torch.from_numpy(out)

        pairs = list(zip(stretches, maps, strict=True))
        return cls(
            rows=torch.from_numpy(rows.astype(np.int64)),
            forms=padded([m[s.forms] for s, m in pairs]),
            layout=padded([s.layout.astype(np.int64) for s in stretches]),
            left=padded([m[s.left] for s, m in pairs]),
            above=padded([m[s.above] for s, m in pairs]),
            lengths=torch.tensor(lengths),
        )

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
