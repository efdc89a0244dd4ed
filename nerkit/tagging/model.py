"""The model that is trained, by torch: a network with the vocabulary and the tags it was built for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.chain import Lengths
from nerkit.tagging.decoder import ChainDecoder, Scores
from nerkit.tagging.embedding import WordVectors
from nerkit.tagging.ensemble import EnsembleNetwork
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.meta_shapes import shapes_of_network
from nerkit.tagging.network import Batch, Network
from nerkit.tagging.network_config import NetworkConfig, NetworkParts, Shapes, TableSize
from nerkit.tagging.tagging_model import WINDOW, TaggingModel, windows_of
from nerkit.tagging.token_features import TokenFeatures
from nerkit.tagging.vectors import VectorTable


@dataclass
class Model(TaggingModel[Network | EnsembleNetwork]):
    """A model that can be trained, on whatever device; where NumPy runs its network, `ArrayModel` tags faster."""

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
    def shapes(
        cls, config: NetworkConfig, tables: Sequence[TableSize], vocabulary: Vocabulary, tagset: TagSet
    ) -> Shapes:
        """See `TaggingModel`."""
        return shapes_of_network(config, tables, vocabulary, tagset)

    @classmethod
    def of_parts(cls, parts: NetworkParts, vocabulary: Vocabulary, tagset: TagSet) -> Model:
        """See `TaggingModel`."""
        network = Network(parts.config, vocabulary, tagset, parts.tables)
        network.load_state_dict({name: torch.tensor(numbers) for name, numbers in parts.weights.items()})
        return cls(network.eval(), vocabulary, tagset)

    @classmethod
    def ensemble(cls, members: Sequence[Model]) -> Model:
        """See `TaggingModel`."""
        vocabulary, tagset, temperature = cls.joined(members)
        columns = [member.columns for member in vocabulary.members]
        network = EnsembleNetwork([member.network for member in members], columns, tagset)
        return cls(network.eval(), vocabulary, tagset, temperature, members=tuple(members))

    def parts(self) -> NetworkParts:
        """See `TaggingModel`; the tensors are those of the network itself where it is on the CPU."""
        assert isinstance(self.network, Network)
        state = self.network.state_dict()
        weights = {name: tensor.cpu().contiguous().numpy() for name, tensor in state.items()}
        return NetworkParts(self.network.config, self.network.tables, weights)

    def prepare(self) -> None:
        """See `TaggingModel`."""
        self.network.eval()

    @torch.inference_mode()
    def scores(self, stretches: Sequence[TokenFeatures]) -> tuple[Scores, Lengths]:
        """See `TaggingModel`."""
        emissions, lengths = self.emissions(stretches)
        return emissions.cpu().numpy(), lengths.cpu().numpy()

    def decoder(self) -> ChainDecoder:
        """See `TaggingModel`; with the weights as they are now."""
        return self.network.crf.decoder()

    @property
    def device(self) -> torch.device:
        """Where the network is; features are made on the CPU and go there batch by batch."""
        return self.network.crf.legal_starts.device

    def emissions(self, stretches: Sequence[TokenFeatures]) -> tuple[Tensor, Tensor]:
        """Emissions (batch, tokens, tags) and lengths (batch,) of a batch; a long stretch goes in windows.

        Both are on the device that the network is on.
        """
        device = self.device
        lengths = torch.tensor([len(stretch) for stretch in stretches], device=device)
        if len(stretches) > 1 or len(stretches[0]) <= WINDOW:
            return self.network.emissions(Batch.of(stretches).to(device)), lengths
        windows = [Batch.of([window]).to(device) for window in windows_of(stretches[0])]
        return self.network.long_emissions(windows), lengths
