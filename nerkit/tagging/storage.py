"""A model on disk: a folder of safetensors, JSON and a word list. Loading one runs no code that lies in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from safetensors import SafetensorError, safe_open
from safetensors.numpy import load_file, save

from nerkit.errors import ModelError
from nerkit.extras import require
from nerkit.output import whole_folder
from nerkit.parsing import json_of, text_of
from nerkit.tagging.array_model import ArrayModel, NeedsTorch
from nerkit.tagging.confidence import Calibration
from nerkit.tagging.forms import Index, Vocabulary
from nerkit.tagging.network_config import NetworkParts, Shapes, TableSize
from nerkit.tagging.soundness import (
    check_shapes,
    check_weights,
    checked_config,
    checked_strings,
    checked_tags,
    checked_temperature,
)
from nerkit.tagging.subwords import index_of
from nerkit.tagging.tagging_model import TaggingModel

if TYPE_CHECKING:
    from nerkit.tagging.model import Model

ModelT = TypeVar("ModelT", bound=TaggingModel[Any])

FORMAT = 3
"""Raised when an older nerkit could not read what this one writes; formats 1 and 2 are read too."""

MOST_MEMBERS = 64
"""Folders of an ensemble, those of ensembles within it counted too."""

WEIGHTS, CONFIG, VOCABULARY, CARD = "model.safetensors", "config.json", "vocabulary.json", "card.json"


def save_model(model: TaggingModel[Any], folder: Path) -> None:
    """Write the model's files into `folder`, which is made if need be; members of an ensemble get folders in it.

    A model that is there already stays until all of this one is written. Raises `OutputError`.
    """
    with whole_folder(folder) as part:
        _save(model, part)


def _save(model: TaggingModel[Any], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    config: dict[str, Any] = {"format": FORMAT}
    if model.members:
        config["members"] = [f"member-{number}" for number in range(1, len(model.members) + 1)]
        for name, member in zip(config["members"], model.members, strict=True):
            _save(member, folder / name)
    else:
        config |= _save_network(model, folder)
    config |= {"temperature": model.temperature, "calibration": model.calibration.to_dict()}
    _write(folder / CONFIG, config)
    _write(folder / CARD, model.card, indent=2)


def _save_network(model: TaggingModel[Any], folder: Path) -> dict[str, Any]:
    """Weights and words; gives what the config says of them."""
    parts, vocabulary = model.parts(), model.vocabulary
    assert isinstance(vocabulary, Vocabulary)
    # As bytes: safetensors' own errors say nothing of a full disk, and it keeps a file to its owner.
    (folder / WEIGHTS).write_bytes(save(dict(parts.weights)))
    words = {"trained": vocabulary.trained, "shapes": vocabulary.shapes, "characters": vocabulary.characters}
    _write(folder / VOCABULARY, {name: index.words for name, index in words.items()})
    for number, index in enumerate(vocabulary.pretrained):
        (folder / _words_file(number)).write_text("\n".join(index.words), encoding="utf-8")
    tables = [{"size": table.size, "tuned": table.tuned, "buckets": table.buckets} for table in parts.tables]
    return {"labels": model.tagset.labels, "network": asdict(parts.config), "vectors": tables}


def load_model(folder: Path) -> Model:
    """The model in `folder`, ready to be trained; it raises what `load_to_tag` raises.

    Raises `ExtraMissing` where torch is not installed.
    """
    require("train", "torch")
    from nerkit.tagging.model import Model

    return _load(folder, set(), Model)


def load_to_tag(folder: Path) -> TaggingModel[Any]:
    """The model in `folder`; raises `ModelError` where it is missing, damaged or of another format.

    A network that NumPy does not run is run by torch; raises `ExtraMissing` where that is not installed.

    A model may come from a stranger: its sizes are held against its tensors before anything is built, and it reaches
    for nothing outside its folder.
    """
    try:
        return _load(folder, set(), ArrayModel)
    except NeedsTorch:
        return load_model(folder)


def _load(folder: Path, seen: set[Path], kind: type[ModelT]) -> ModelT:
    """`seen` are the folders that are loaded already: an ensemble has each of its members in it once."""
    _check_files(folder, [CONFIG])
    place = folder.resolve()
    if place in seen or len(seen) > MOST_MEMBERS:
        raise ModelError(f"{folder} is a member of itself, or of an ensemble of more than {MOST_MEMBERS}: get it again")
    seen.add(place)
    try:
        config = _object(folder / CONFIG)
        if not 1 <= config["format"] <= FORMAT:
            raise ModelError(
                f"{folder} has model format {config['format']:.0f}, this nerkit reads 1 to {FORMAT}: get a newer nerkit"
            )
        if "members" in config:
            # A name, never a path: an ensemble reaches for nothing outside its own folder.
            names = checked_strings(config["members"])
            model = kind.ensemble([_load(folder / Path(name).name, seen, kind) for name in names])
        else:
            model = _load_network(folder, config, kind)
        model.temperature = checked_temperature(config["temperature"])
        if "calibration" in config:
            model.calibration = Calibration.from_dict(config["calibration"])
        if (folder / CARD).is_file():
            model.card = _object(folder / CARD)
    except (
        *(OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, OverflowError),
        SafetensorError,
    ) as error:
        raise ModelError(f"{folder} holds a damaged model ({type(error).__name__}): get or train it again") from error
    return model


def _load_network(folder: Path, config: dict[str, Any], kind: type[ModelT]) -> ModelT:
    _check_files(folder, [WEIGHTS, VOCABULARY])
    with safe_open(folder / WEIGHTS, "np") as header:
        shapes: Shapes = {name: header.get_slice(name).get_shape() for name in header.keys()}  # noqa: SIM118
    if config["format"] == 1:
        config, shapes = _from_format_1(config, shapes)
    tables = config["vectors"]
    _check_files(folder, [_words_file(number) for number in range(len(tables))])
    texts = [text_of(folder / _words_file(number)) for number in range(len(tables))]
    words = _object(folder / VOCABULARY)
    vocabulary = Vocabulary(
        pretrained=tuple(_index(text, table.get("buckets", 0)) for text, table in zip(texts, tables, strict=True)),
        trained=Index(checked_strings(words["trained"])),
        shapes=Index(checked_strings(words["shapes"])),
        characters=Index(checked_strings(words["characters"])),
    )
    sizes = checked_config(config["network"])
    tagset = checked_tags(config["labels"], sizes.scheme)
    rows = [TableSize(len(index), **table) for index, table in zip(vocabulary.pretrained, tables, strict=True)]
    check_shapes(shapes, kind.shapes(sizes, rows, vocabulary, tagset))
    state = load_file(folder / WEIGHTS)
    weights = {_renamed(name) if config["format"] == 1 else name: state[name] for name in state}
    check_weights(weights)
    return kind.of_parts(NetworkParts(sizes, tuple(rows), weights), vocabulary, tagset)


def _index(text: str, buckets: int) -> Index:
    words = text.split("\n") if text else []
    return index_of(words, buckets)


def _object(path: Path) -> dict[str, Any]:
    """The object in a file of JSON. Raises ValueError and OSError."""
    content = json_of(text_of(path))
    if not isinstance(content, dict):
        raise ValueError(f"{path.name} holds no object")
    return content


def _from_format_1(config: dict[str, Any], shapes: Shapes) -> tuple[dict[str, Any], Shapes]:
    """Format 1 had exactly one table of vectors, which was not tuned."""
    size = shapes["embedding.codes"][1]
    return {**config, "vectors": [{"size": size}]}, {_renamed(name): shape for name, shape in shapes.items()}


def _renamed(name: str) -> str:
    """What format 1 called otherwise."""
    parts = ("codes", "scales", "unknown")
    return next((f"embedding.tables.0.{part}" for part in parts if name == f"embedding.{part}"), name)


def _words_file(number: int) -> str:
    """The file with the words of a table of vectors."""
    return f"words-{number + 1}.txt" if number else "words.txt"


def _check_files(folder: Path, names: Sequence[str]) -> None:
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder} is not a model: {', '.join(missing)} is missing")


def _write(path: Path, content: dict[str, Any], indent: int | None = None) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
