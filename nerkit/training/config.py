"""The config of a training run: TOML, checked, every value overridable from the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from nerkit.corpora.registry import READERS
from nerkit.errors import ConfigError
from nerkit.labels import labels as known_labels


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VectorsConfig(_Strict):
    """Pretrained vectors: the file, and how many of its first words are kept besides those of the corpora.

    `tuned`: whether training moves them; vectors that are not tuned take an eighth of the memory.
    """

    path: Path
    most_frequent: int = Field(60_000, ge=0)
    tuned: bool = False


class NetworkSizes(_Strict):
    """What the network is made of, and its sizes; see `nerkit.tagging.network.NetworkConfig`."""

    encoder: Literal["gru", "lstm", "tcn"] = "gru"
    hidden: int = Field(128, ge=1)
    layers: int = Field(1, ge=1)
    residual: bool = True
    characters: Literal["cnn", "gru", "none"] = "cnn"
    decoder: Literal["crf", "softmax"] = "crf"
    scheme: Literal["BILOU", "BIO", "IO"] = "BILOU"
    trained_size: int = Field(48, ge=1)
    shape_size: int = Field(24, ge=1)
    filters: int = Field(64, ge=1)
    neighbour_size: int = Field(48, ge=1)
    layout_size: int = Field(32, ge=1)
    dropout: float = Field(0.4, ge=0, lt=1)
    variational_dropout: bool = False
    word_dropout: float = Field(0.1, ge=0, lt=1)


class CorpusConfig(_Strict):
    """A corpus: its reader, where it lies, its part, and how it is sampled in an epoch.

    `weight`: how many times its segments come in an epoch (0.5: half of them, drawn anew each epoch). `empty`: share of
    the segments without an entity of a role that come in an epoch. `noise`: share of the documents that come with
    simulated OCR errors instead of as they are. `renamed`: share of the documents (contracts without pages) that
    come once more, with the names of others. `typeset`: share of the documents without pages that are set on pages, as
    if they had come out of a PDF.
    """

    reader: str
    path: Path
    split: Literal["train", "dev", "test", "all"] = "train"
    weight: float = Field(1.0, gt=0)
    empty: float = Field(1.0, ge=0, le=1)
    noise: float = Field(0.0, ge=0, le=1)
    renamed: float = Field(0.0, ge=0, le=1)
    typeset: float = Field(0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _reader_exists(self) -> CorpusConfig:
        if self.reader not in READERS:
            raise ValueError(f"there is no corpus reader {self.reader!r}; choose one of {', '.join(READERS)}")
        return self


class TrainingConfig(_Strict):
    """How it is trained. `batch_tokens`: tokens of a batch. `patience`: epochs without a better dev F1 before it ends.

    `averaging`: decay of the running average of the weights that is evaluated and kept. `threads`: 0 for torch's own
    choice.
    """

    epochs: int = Field(20, ge=1)
    batch_tokens: int = Field(4096, ge=1)
    learning_rate: float = Field(0.003, gt=0)
    warmup_steps: int = Field(200, ge=0)
    weight_decay: float = Field(0.01, ge=0)
    clip: float = Field(5.0, gt=0)
    averaging: float = Field(0.998, ge=0, lt=1)
    patience: int = Field(5, ge=1)
    seed: int = 1
    threads: int = Field(0, ge=0)
    min_count: int = Field(3, ge=1)


def _as_list(tables: Any) -> Any:
    return [tables] if isinstance(tables, dict) else tables


class RunConfig(_Strict):
    """A whole run: the name of the model, where it is written, its labels, and what it learns from.

    `vectors`: one table `[vectors]`, several `[[vectors]]` that stand side by side, or `vectors = []` for none: words
    then have only the vectors that training gives them, `network.trained_size` long.
    """

    name: str
    output: Path
    labels: tuple[str, ...] = ()
    vectors: Annotated[tuple[VectorsConfig, ...], BeforeValidator(_as_list)]
    network: NetworkSizes = NetworkSizes()
    training: TrainingConfig = TrainingConfig()
    train: tuple[CorpusConfig, ...] = Field(min_length=1)
    dev: tuple[CorpusConfig, ...] = Field(min_length=1)
    card: dict[str, str] = {}

    @property
    def label_names(self) -> tuple[str, ...]:
        """The labels of the model: those of `labels.toml` unless the config names its own."""
        return self.labels or tuple(known_labels())


def load_config(path: Path, overrides: Sequence[str] = ()) -> RunConfig:
    """The config in a TOML file; `overrides` are "training.epochs=3", values in TOML's notation or bare words.

    Relative paths are relative to the working directory. Raises `ConfigError` with the first thing that is wrong.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"there is no config at {path}") from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not a TOML file that can be read: {error}") from error
    for override in overrides:
        _override(raw, override)
    try:
        return RunConfig.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: {place}: {first['msg']}") from error


def _override(raw: dict[str, Any], override: str) -> None:
    key, equals, text = override.partition("=")
    if not equals or not key:
        raise ConfigError(f"--set takes KEY=VALUE, as training.epochs=3, not {override!r}")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    *tables, last = key.split(".")
    for table in tables:
        raw = raw.setdefault(table, {})
        if not isinstance(raw, dict):
            raise ConfigError(f"--set {override}: {table} is not a table of the config")
    raw[last] = value
