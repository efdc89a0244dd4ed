"""What a model says of itself is held against its tensors before anything of the sizes that it names is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nerkit.tagging.bilou import SCHEMES, TagSet
from nerkit.tagging.network_config import NetworkConfig, Shapes, Weights

MOST_LABELS = 1000
MOST_LAYERS = 32
LARGEST_WEIGHT = 1e4
"""Far beyond what training gives; sums of products of such numbers stay finite."""
TEMPERATURES = (1e-3, 1e3)
"""Between these the temperature of a model lies."""


def checked_config(raw: Mapping[str, Any]) -> NetworkConfig:
    """The sizes of a network from JSON. Raises ValueError where a key or the type of a value is wrong."""
    from pydantic import TypeAdapter

    config = TypeAdapter(NetworkConfig).validate_python(raw)
    if not 1 <= config.layers <= MOST_LAYERS:
        raise ValueError(f"a network has 1 to {MOST_LAYERS} layers")
    return config


def checked_tags(labels: Any, scheme: str) -> TagSet:
    """The tags of labels from JSON. Raises ValueError."""
    words = checked_strings(labels)
    if not 1 <= len(words) <= MOST_LABELS or len({*words, ""}) <= len(words) or not all(map(str.isprintable, words)):
        raise ValueError(f"a model has 1 to {MOST_LABELS} labels, each with a name of its own")
    if scheme not in SCHEMES:
        raise ValueError("there is no such scheme")
    return TagSet(tuple(words), scheme)


def checked_strings(words: Any) -> list[str]:
    """A list of strings from JSON. Raises ValueError for anything else."""
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError("a list of strings is wanted")
    return words


def check_shapes(shapes: Shapes, wanted: Shapes) -> None:
    """Raises ValueError where the tensors of a file, of these shapes, are not those that a network of its sizes has."""
    if {name: tuple(shape) for name, shape in wanted.items()} != {name: tuple(shape) for name, shape in shapes.items()}:
        raise ValueError("the sizes of the network are not those of its tensors")


def check_weights(weights: Weights) -> None:
    """Raises ValueError where a weight is no number, infinite, or larger than training makes any."""
    for numbers in weights.values():
        if not np.issubdtype(numbers.dtype, np.floating) or not numbers.size:
            continue
        if not (numbers.max() <= LARGEST_WEIGHT and numbers.min() >= -LARGEST_WEIGHT):  # nor is it where one is NaN
            raise ValueError("a weight is not finite, or absurdly large")


def checked_temperature(raw: Any) -> float:
    """A temperature from JSON. Raises ValueError."""
    lowest, highest = TEMPERATURES
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not lowest <= raw <= highest:
        raise ValueError(f"a temperature is a number from {lowest:g} to {highest:g}")
    return float(raw)
