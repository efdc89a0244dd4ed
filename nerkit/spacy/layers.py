"""The tagger's network as a layer of thinc: what spaCy builds from a config.

spaCy imports this to look for architectures; torch comes in with the first layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from thinc.api import Model as Layer

from nerkit.extras import require
from nerkit.tagging.network_config import NetworkConfig
from nerkit.tagging.token_features import TokenFeatures

if TYPE_CHECKING:
    from nerkit.spacy.model_shim import Backprop, BatchEmissions


def bigru_crf(
    encoder: Literal["gru", "lstm", "tcn"] = "lstm",
    hidden: int = 128,
    layers: int = 1,
    residual: bool = True,
    characters: Literal["cnn", "gru", "none"] = "cnn",
    decoder: Literal["crf", "softmax"] = "crf",
    scheme: Literal["BILOU", "BIO", "IO"] = "BILOU",
    trained_size: int = 48,
    shape_size: int = 24,
    filters: int = 64,
    neighbour_size: int = 48,
    layout_size: int = 32,
    dropout: float = 0.4,
    variational_dropout: bool = False,
    word_dropout: float = 0.1,
) -> Layer[Sequence[TokenFeatures], Any]:  # spaCy checks settings by these types: all of them are there
    """The architecture `nerkit.BiGRUCRF.v1`; see `NetworkConfig` in `nerkit.tagging` for what the sizes mean.

    Raises `ExtraMissing` where torch is not installed.
    """
    sizes = NetworkConfig(**locals())
    require("train", "torch")
    from nerkit.spacy.model_shim import ModelShim

    return Layer("bigru_crf", _forward, shims=[ModelShim(sizes)])


def _forward(
    layer: Layer[Sequence[TokenFeatures], BatchEmissions], stretches: Sequence[TokenFeatures], is_train: bool
) -> tuple[BatchEmissions, Backprop]:
    found: tuple[BatchEmissions, Backprop] = layer.shims[0](stretches, is_train)
    return found
