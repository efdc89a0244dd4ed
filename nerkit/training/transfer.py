"""A model that starts from a trained one: its words, and every weight that fits (Rodriguez et al. 2018, for FIN)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import torch
from torch import Tensor

from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import ConfigError
from nerkit.models import find
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.forms import UNKNOWN, Index, Vocabulary
from nerkit.tagging.model import Model
from nerkit.tagging.network import Network
from nerkit.tagging.network_config import NetworkConfig
from nerkit.tagging.storage import load_model
from nerkit.training.config import NetworkSizes
from nerkit.training.vocabulary import build_vocabulary

_STRINGS = {f"embedding.{name}.weight" for name in ("trained", "shapes", "characters.embedding")}
"""Weights with a row for each string of an index."""
_TAGS = {"output.weight", "output.bias", "crf.start_transitions", "crf.end_transitions"}
"""Weights with a row for each tag."""


def load_start(model: str) -> Model:
    """The model that a run starts from; raises `ModelError`, and `ConfigError` for an ensemble."""
    start = load_model(find(model))
    if start.members:
        raise ConfigError(f"init: {model} is an ensemble; start from one of its members")
    return start


def start_from(
    start: Model, documents: Iterable[LabelledDocument], sizes: NetworkSizes, labels: Sequence[str], min_count: int
) -> Model:
    """A model for `labels` with the weights of `start`.

    The network is that of `start` but for the sizes that are set; layers of other sizes begin anew. Tags of labels
    that both have keep their weights. Words, shapes and characters that occur `min_count` times and that `start` does
    not know are added, each with the weights of an unknown one: before the first step nothing is tagged differently.
    """
    network, known = start.network, start.vocabulary
    assert isinstance(network, Network)
    assert isinstance(known, Vocabulary)
    found, _ = build_vocabulary(documents, [], min_count)
    vocabulary = Vocabulary(
        pretrained=known.pretrained,
        trained=_extended(known.trained, found.trained),
        shapes=_extended(known.shapes, found.shapes),
        characters=_extended(known.characters, found.characters),
    )
    config = NetworkConfig(**{**asdict(network.config), **sizes.model_dump(include=sizes.model_fields_set)})
    tagset = TagSet(tuple(labels), config.scheme)
    new = Network(config, vocabulary, tagset, network.tables)
    shared = [(i, start.tagset.names.index(name)) for i, name in enumerate(tagset.names) if name in start.tagset.names]
    with torch.no_grad():
        state, old = new.state_dict(), network.state_dict()
        for name in state.keys() & old.keys():
            _take(name, state[name], old[name], torch.tensor(shared).T)
    return Model(new, vocabulary, tagset)


def _take(name: str, new: Tensor, old: Tensor, shared: Tensor) -> None:
    """Copy what fits of a trained weight into a new one. `shared`: tags in the new and the old set, (2, tags)."""
    if new.shape[1:] != old.shape[1:] and name != "crf.transitions":
        return
    ours, theirs = shared
    if name == "crf.transitions":
        new[ours[:, None], ours] = old[theirs[:, None], theirs]
    elif name in _TAGS:
        new[ours] = old[theirs]
    elif name in _STRINGS:
        new[: len(old)] = old
        new[len(old) :] = old[UNKNOWN]
    elif new.shape == old.shape:
        new.copy_(old)


def _extended(known: Index, found: Index) -> Index:
    """The strings of both; those that are known keep their ids."""
    return Index([*known.words, *(word for word in found.words if word not in known)])
