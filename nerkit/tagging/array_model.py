"""A model that tags by NumPy: it needs no torch, starts at once, and takes half of torch's time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from nerkit.tagging.array_ensemble import ArrayEnsemble
from nerkit.tagging.array_network import ArrayNetwork
from nerkit.tagging.array_shapes import expected_shapes, runs_in_arrays
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.chain import Lengths
from nerkit.tagging.decoder import ChainDecoder, Scores
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.network_config import NetworkConfig, NetworkParts, Shapes, TableSize
from nerkit.tagging.stretch_batch import StretchBatch
from nerkit.tagging.tagging_model import WINDOW, TaggingModel, windows_of
from nerkit.tagging.token_features import TokenFeatures


@dataclass
class ArrayModel(TaggingModel[ArrayNetwork | ArrayEnsemble]):
    """A trained model whose network runs in NumPy."""

    members: tuple[ArrayModel, ...] = ()

    batch_tokens: ClassVar[int] = 8192
    """Fewer than torch takes: memory is a half, and what is computed mostly stays in the processor's cache."""

    @classmethod
    def shapes(
        cls, config: NetworkConfig, tables: Sequence[TableSize], vocabulary: Vocabulary, tagset: TagSet
    ) -> Shapes:
        """See `TaggingModel`."""
        if not runs_in_arrays(config):
            raise NeedsTorch
        return expected_shapes(config, tables, vocabulary, tagset)

    @classmethod
    def of_parts(cls, parts: NetworkParts, vocabulary: Vocabulary, tagset: TagSet) -> ArrayModel:
        """See `TaggingModel`."""
        return cls(ArrayNetwork(parts, tagset), vocabulary, tagset)

    @classmethod
    def ensemble(cls, members: Sequence[ArrayModel]) -> ArrayModel:
        """See `TaggingModel`."""
        vocabulary, tagset, temperature = cls.joined(members)
        columns = [member.columns for member in vocabulary.members]
        network = ArrayEnsemble([member.network for member in members], columns)
        return cls(network, vocabulary, tagset, temperature, members=tuple(members))

    def parts(self) -> NetworkParts:
        """See `TaggingModel`."""
        assert isinstance(self.network, ArrayNetwork)
        return self.network.parts

    def prepare(self) -> None:
        """Nothing: it is not trained."""

    def scores(self, stretches: Sequence[TokenFeatures]) -> tuple[Scores, Lengths]:
        """See `TaggingModel`."""
        if len(stretches) > 1 or len(stretches[0]) <= WINDOW:
            batch = StretchBatch.of(stretches)
            return self.network.emissions(batch), batch.lengths
        windows = [StretchBatch.of([window]) for window in windows_of(stretches[0])]
        return self.network.long_emissions(windows), np.array([len(stretches[0])])

    def decoder(self) -> ChainDecoder:
        """See `TaggingModel`."""
        return self._decoder

    @cached_property
    def _decoder(self) -> ChainDecoder:
        return self.network.crf.decoder(self.tagset)


class NeedsTorch(Exception):
    """A network that NumPy does not run."""
