"""A model on disk: a folder of safetensors, JSON and a word list. Loading one runs no code that lies in it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from nerkit.errors import ModelError
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.confidence import Calibration
from nerkit.tagging.forms import Index, Vocabulary
from nerkit.tagging.model import Model
from nerkit.tagging.network import Network, NetworkConfig

FORMAT = 1
"""Raised when an older nerkit could not read what this one writes."""

WEIGHTS, CONFIG, VOCABULARY, WORDS, CARD = (
    *("model.safetensors", "config.json", "vocabulary.json"),
    *("words.txt", "card.json"),
)


def save_model(model: Model, folder: Path) -> None:
    """Write the model's files into `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: tensor.contiguous() for name, tensor in model.network.state_dict().items()}
    save_file(state, folder / WEIGHTS)
    # safetensors keeps a file to its owner; a model is for everybody who may read the folder.
    (folder / WEIGHTS).chmod(0o644)
    vocabulary = model.vocabulary
    _write(
        folder / CONFIG,
        {
            "format": FORMAT,
            "labels": model.tagset.labels,
            "network": asdict(model.network.config),
            "temperature": model.temperature,
            "calibration": model.calibration.to_dict(),
        },
    )
    _write(
        folder / VOCABULARY,
        {
            "trained": vocabulary.trained.words,
            "shapes": vocabulary.shapes.words,
            "characters": vocabulary.characters.words,
        },
    )
    (folder / WORDS).write_text("\n".join(vocabulary.pretrained.words), encoding="utf-8")
    _write(folder / CARD, model.card, indent=2)


def load_model(folder: Path) -> Model:
    """The model in `folder`; raises `ModelError` where it is missing, damaged or of another format."""
    missing = [name for name in (WEIGHTS, CONFIG, VOCABULARY, WORDS) if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder} is not a model: {', '.join(missing)} is missing")
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        if config["format"] != FORMAT:
            raise ModelError(
                f"{folder} has model format {config['format']}, this nerkit reads {FORMAT}: train it again"
            )
        words = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        vocabulary = Vocabulary(
            pretrained=Index((folder / WORDS).read_text(encoding="utf-8").split("\n")),
            trained=Index(words["trained"]),
            shapes=Index(words["shapes"]),
            characters=Index(words["characters"]),
        )
        state = load_file(folder / WEIGHTS)
        sizes = NetworkConfig(**config["network"])
        tagset = TagSet(tuple(config["labels"]), sizes.scheme)
        network = Network(sizes, vocabulary, tagset, state["embedding.codes"].shape[1])
        network.load_state_dict(state)
        calibration = Calibration.from_dict(config["calibration"]) if "calibration" in config else Calibration()
        card = json.loads((folder / CARD).read_text(encoding="utf-8")) if (folder / CARD).is_file() else {}
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise ModelError(f"{folder} holds a damaged model ({type(error).__name__}): get or train it again") from error
    return Model(network.eval(), vocabulary, tagset, float(config["temperature"]), card, calibration)


def _write(path: Path, content: dict[str, Any], indent: int | None = None) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
