"""What a network is made of, and its sizes: what a config names and a stored model says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from nerkit.tagging.subwords import PARTS

Weights = Mapping[str, NDArray[Any]]
"""The tensors of a network by their names."""

Shapes = Mapping[str, Sequence[int]]
"""Their shapes."""


@dataclass(frozen=True, kw_only=True)
class NetworkConfig:
    """The parts of a network by their names, and their sizes.

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


@dataclass(frozen=True)
class TableSize:
    """A table of pretrained vectors: words, with padding and unknown, length of a vector, whether training moves it.

    `buckets`: how many of the rows are those of parts of words.
    """

    rows: int
    size: int
    tuned: bool = False
    buckets: int = 0

    @property
    def width(self) -> int:
        """Columns of ids of a form."""
        return PARTS if self.buckets else 1


@dataclass(frozen=True)
class NetworkParts:
    """A network as it is stored: what it is made of, the sizes of its tables of vectors, and its tensors."""

    config: NetworkConfig
    tables: tuple[TableSize, ...]
    weights: Weights
