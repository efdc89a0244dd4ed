"""The shapes of a network's tensors, which torch knows without memory for their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.network import Network
from nerkit.tagging.network_config import NetworkConfig, Shapes, TableSize


def shapes_of_network(
    config: NetworkConfig, tables: Sequence[TableSize], vocabulary: Vocabulary, tagset: TagSet
) -> Shapes:
    """The shape of each tensor by its name. Raises ValueError and what torch raises for sizes that no network has."""
    with torch.device("meta"), _Unfilled():
        network = Network(config, vocabulary, tagset, tables)
    return {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}


class _Unfilled(TorchFunctionMode):
    """Within it no tensor is filled at random: without memory that does nothing, and imports SymPy to do it."""

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        return None if func is torch.nn.init.normal_ else func(*args, **(kwargs or {}))
