"""Which networks NumPy runs, and the shapes of the tensors that one of them has."""

from __future__ import annotations

from collections.abc import Sequence

from nerkit.tagging.bilou import TagSet
from nerkit.tagging.forms import Vocabulary
from nerkit.tagging.network_config import NetworkConfig, Shapes, TableSize
from nerkit.tagging.token_features import LAYOUT

CHARACTER_SIZE, CHARACTER_WIDTH = 24, 3
"""The vector of a character, and the characters of a window: those of `CharacterCNN`."""


def runs_in_arrays(config: NetworkConfig) -> bool:
    """Whether NumPy runs a network of this kind; the others need torch."""
    return config.encoder == "mingru" and config.characters in ("cnn", "none") and config.decoder in ("crf", "softmax")


def expected_shapes(
    config: NetworkConfig, tables: Sequence[TableSize], vocabulary: Vocabulary, tagset: TagSet
) -> Shapes:
    """The shape of each tensor of a network that runs in arrays, by its name."""
    shapes: dict[str, tuple[int, ...]] = {}

    def linear(name: str, inputs: int, outputs: int) -> None:
        shapes[f"{name}.weight"], shapes[f"{name}.bias"] = (outputs, inputs), (outputs,)

    for number, table in enumerate(tables):
        name = f"embedding.tables.{number}"
        shapes |= {f"{name}.codes": (table.rows, table.size), f"{name}.scales": (table.rows,)}
        shapes |= {f"{name}.unknown": (table.size,)}
        if table.tuned:
            shapes[f"{name}.difference"] = (table.rows, table.size)
    shapes["embedding.trained.weight"] = (len(vocabulary.trained), config.trained_size)
    shapes["embedding.shapes.weight"] = (len(vocabulary.shapes), config.shape_size)
    form = sum(table.size for table in tables) + config.trained_size + config.shape_size
    if config.characters == "cnn":
        form += config.filters
        name = "embedding.characters"
        shapes[f"{name}.embedding.weight"] = (len(vocabulary.characters), CHARACTER_SIZE)
        shapes[f"{name}.convolution.weight"] = (config.filters, CHARACTER_SIZE, CHARACTER_WIDTH)
        shapes[f"{name}.convolution.bias"] = (config.filters,)
    linear("neighbour", form, config.neighbour_size)
    shapes["layout.weight"] = (sum(LAYOUT.values()), config.layout_size)
    size = form + 2 * config.neighbour_size + config.layout_size
    for layer in range(config.layers):
        for direction in ("forwards", "backwards"):
            linear(f"encoder.{direction}.{layer}.gates", size, 2 * config.hidden)
        size = 2 * config.hidden
    linear("output", size, len(tagset))
    if config.decoder == "crf":
        tags = len(tagset)
        shapes |= {f"crf.{side}_transitions": (tags,) for side in ("start", "end")}
        shapes["crf.transitions"] = (tags, tags)
    return shapes
