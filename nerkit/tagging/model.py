"""A model: a network with the vocabulary and the tags it was built for, and the scores it gives to documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from nerkit.document import Document
from nerkit.errors import ModelError
from nerkit.language.segments import LIMIT, segments
from nerkit.language.tokenizer import tokenize
from nerkit.language.tokens import Tokens
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.confidence import Calibration
from nerkit.tagging.embedding import TableSize, WordVectors
from nerkit.tagging.ensemble import EnsembleNetwork, JointVocabulary
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.network import Batch, Network, NetworkConfig
from nerkit.tagging.token_features import TokenFeatures, featurise
from nerkit.tagging.vectors import VectorTable

BATCH_TOKENS = 16_384
"""Tokens, padding included, that go through the network at once."""

PADDING = 0.05
"""Share of padding in a batch that is cheaper than another batch."""

WINDOW = 8192
"""Tokens of a longer stretch that the encoder reads at once: memory is bounded, and nothing is truncated."""


@dataclass
class Model:
    """What is trained, stored and loaded as one. `temperature` divides all scores before probabilities are taken.

    `calibration` makes the confidence of an entity of its probability. `members`: what an ensemble is made of.
    """

    network: Network | EnsembleNetwork
    vocabulary: Vocabulary | JointVocabulary
    tagset: TagSet
    temperature: float = 1.0
    card: dict[str, Any] = field(default_factory=dict)
    calibration: Calibration = field(default_factory=Calibration)
    members: tuple[Model, ...] = ()

    @classmethod
    def build(
        cls, config: NetworkConfig, vocabulary: Vocabulary, labels: Sequence[str], tables: Sequence[VectorTable]
    ) -> Model:
        """A new, untrained model; `tables` hold the vectors of the words of `vocabulary.pretrained`."""
        tagset = TagSet(tuple(labels), config.scheme)
        sizes = [TableSize(len(table.codes) + 2, table.size, table.tuned, table.buckets) for table in tables]
        network = Network(config, vocabulary, tagset, sizes)
        for vectors, table in zip(network.embedding.tables, tables, strict=True):
            assert isinstance(vectors, WordVectors)
            vectors.load(table)
        return cls(network, vocabulary, tagset)

    @classmethod
    def ensemble(cls, members: Sequence[Model]) -> Model:
        """Models that tag as one; its temperature is the mean of theirs until it is fitted.

        Raises `ModelError` where the members have not one and the same labels and scheme.
        """
        tagset = members[0].tagset
        if any(member.tagset != tagset for member in members):
            raise ModelError("the members of an ensemble need the same labels in the same order, and the same scheme")
        vocabulary = JointVocabulary(tuple(member.vocabulary for member in members))
        columns = [member.columns for member in vocabulary.members]
        network = EnsembleNetwork([member.network for member in members], columns, tagset)
        temperature = sum(member.temperature for member in members) / len(members)
        return cls(network.eval(), vocabulary, tagset, temperature, members=tuple(members))

    def set_thresholds(self, thresholds: Mapping[str, float]) -> None:
        """The confidence that each label must reach from now on; the curves stay."""
        self.calibration = replace(self.calibration, thresholds=dict(thresholds))

    @property
    def device(self) -> torch.device:
        """Where the network is; features are made on the CPU and go there batch by batch."""
        return self.network.crf.legal_starts.device

    def read(self, document: Document) -> tuple[Tokens, list[tuple[int, TokenFeatures]]]:
        """Tokens of a document, and its segments: the first token of each, and its features."""
        tokens = tokenize(document)
        features = featurise(document, tokens, self.vocabulary)
        return tokens, [(start, features.stretch(start, end)) for start, end in segments(document, tokens, LIMIT)]

    def emissions(self, stretches: Sequence[TokenFeatures]) -> tuple[Tensor, Tensor]:
        """Emissions (batch, tokens, tags) and lengths (batch,) of a batch; a long stretch goes in windows.

        Both are on the device that the network is on.
        """
        device = self.device
        lengths = torch.tensor([len(stretch) for stretch in stretches], device=device)
        if len(stretches) > 1 or len(stretches[0]) <= WINDOW:
            return self.network.emissions(Batch.of(stretches).to(device)), lengths
        starts = range(0, len(stretches[0]), WINDOW)
        windows = [Batch.of([stretches[0].stretch(start, start + WINDOW)]).to(device) for start in starts]
        return self.network.long_emissions(windows), lengths


def batches(stretches: Sequence[TokenFeatures], tokens: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Indices of stretches in batches of similar lengths, each of at most `tokens` tokens with padding.

    A batch that is a quarter full ends where a longer stretch would pad the others too much.
    """
    batch: list[int] = []
    inside = 0
    for i in sorted(range(len(stretches)), key=lambda i: len(stretches[i])):
        length = len(stretches[i])
        padded = (len(batch) + 1) * length
        loose = 4 * inside >= tokens and padded > (1 + PADDING) * (inside + length)
        if batch and (loose or padded > tokens):
            yield batch
            batch, inside = [], 0
        batch.append(i)
        inside += length
    if batch:
        yield batch
