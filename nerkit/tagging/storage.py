"""A model on disk: a folder of safetensors, JSON and a word list. Loading one runs no code that lies in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from nerkit.errors import ModelError
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.confidence import Calibration
from nerkit.tagging.embedding import TableSize
from nerkit.tagging.ensemble import EnsembleNetwork
from nerkit.tagging.forms import Index, Vocabulary
from nerkit.tagging.model import Model
from nerkit.tagging.network import Network, NetworkConfig

FORMAT = 2
"""Raised when an older nerkit could not read what this one writes; format 1 is read too."""

WEIGHTS, CONFIG, VOCABULARY, CARD = "model.safetensors", "config.json", "vocabulary.json", "card.json"


def save_model(model: Model, folder: Path) -> None:
    """Write the model's files into `folder`, which is made if need be; members of an ensemble get folders in it."""
    folder.mkdir(parents=True, exist_ok=True)
    config: dict[str, Any] = {"format": FORMAT}
    if isinstance(model.network, EnsembleNetwork):
        config["members"] = [f"member-{number}" for number in range(1, len(model.members) + 1)]
        for name, member in zip(config["members"], model.members, strict=True):
            save_model(member, folder / name)
    else:
        config |= _save_network(model, folder)
    config |= {"temperature": model.temperature, "calibration": model.calibration.to_dict()}
    _write(folder / CONFIG, config)
    _write(folder / CARD, model.card, indent=2)


def _save_network(model: Model, folder: Path) -> dict[str, Any]:
    """Weights and words; gives what the config says of them."""
    network, vocabulary = model.network, model.vocabulary
    assert isinstance(network, Network)
    assert isinstance(vocabulary, Vocabulary)
    state = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    save_file(state, folder / WEIGHTS)
    # safetensors keeps a file to its owner; a model is for everybody who may read the folder.
    (folder / WEIGHTS).chmod(0o644)
    words = {"trained": vocabulary.trained, "shapes": vocabulary.shapes, "characters": vocabulary.characters}
    _write(folder / VOCABULARY, {name: index.words for name, index in words.items()})
    for number, index in enumerate(vocabulary.pretrained):
        (folder / _words_file(number)).write_text("\n".join(index.words), encoding="utf-8")
    tables = [{"size": table.size, "tuned": table.tuned} for table in network.tables]
    return {"labels": model.tagset.labels, "network": asdict(network.config), "vectors": tables}


def load_model(folder: Path) -> Model:
    """The model in `folder`; raises `ModelError` where it is missing, damaged or of another format."""
    _check_files(folder, [CONFIG])
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        if not 1 <= config["format"] <= FORMAT:
            raise ModelError(
                f"{folder} has model format {config['format']}, this nerkit reads 1 to {FORMAT}: get a newer nerkit"
            )
        if "members" in config:
            # A name, never a path: an ensemble reaches for nothing outside its own folder.
            model = Model.ensemble([load_model(folder / Path(name).name) for name in config["members"]])
        else:
            model = _load_network(folder, config)
        model.temperature = float(config["temperature"])
        if "calibration" in config:
            model.calibration = Calibration.from_dict(config["calibration"])
        if (folder / CARD).is_file():
            model.card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, IndexError, TypeError, RuntimeError, SafetensorError) as error:
        raise ModelError(f"{folder} holds a damaged model ({type(error).__name__}): get or train it again") from error
    return model


def _load_network(folder: Path, config: dict[str, Any]) -> Model:
    _check_files(folder, [WEIGHTS, VOCABULARY])
    state = load_file(folder / WEIGHTS)
    if config["format"] == 1:
        config, state = _from_format_1(config, state)
    tables = config["vectors"]
    _check_files(folder, [_words_file(number) for number in range(len(tables))])
    texts = [(folder / _words_file(number)).read_text(encoding="utf-8") for number in range(len(tables))]
    words = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
    vocabulary = Vocabulary(
        pretrained=tuple(Index(text.split("\n") if text else []) for text in texts),
        trained=Index(words["trained"]),
        shapes=Index(words["shapes"]),
        characters=Index(words["characters"]),
    )
    sizes = NetworkConfig(**config["network"])
    tagset = TagSet(tuple(config["labels"]), sizes.scheme)
    shapes = [TableSize(len(index), **table) for index, table in zip(vocabulary.pretrained, tables, strict=True)]
    network = Network(sizes, vocabulary, tagset, shapes)
    network.load_state_dict(state)
    return Model(network.eval(), vocabulary, tagset)


def _from_format_1(config: dict[str, Any], state: dict[str, Tensor]) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Format 1 had exactly one table of vectors, which was not tuned."""
    table = {f"embedding.{name}": f"embedding.tables.0.{name}" for name in ("codes", "scales", "unknown")}
    size = state["embedding.codes"].shape[1]
    return {**config, "vectors": [{"size": size}]}, {table.get(name, name): tensor for name, tensor in state.items()}


def _words_file(number: int) -> str:
    """The file with the words of a table of vectors."""
    return f"words-{number + 1}.txt" if number else "words.txt"


def _check_files(folder: Path, names: Sequence[str]) -> None:
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder} is not a model: {', '.join(missing)} is missing")


def _write(path: Path, content: dict[str, Any], indent: int | None = None) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
