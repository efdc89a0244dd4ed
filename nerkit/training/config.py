"""The config of a training run: TOML, checked, every value overridable from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from nerkit.corpora.registry import READERS
from nerkit.errors import ConfigError
from nerkit.keyword_options import meant
from nerkit.labels import labels as known_labels
from nerkit.parsing import text_of, toml_of, why
from nerkit.training.config_faults import in_words


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
    """What the network is made of, and its sizes; see `nerkit.tagging.network_config.NetworkConfig`."""

    encoder: Literal["gru", "lstm", "mingru", "tcn"] = "lstm"
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
    simulated OCR errors instead of as they are. `renamed`: how many times the documents without pages come once more,
    with the names of others (0.5: half of them once, 3: all of them three times, each time with other names).
    `typeset`: share of the documents without pages that are set on pages, as if they had come out of a PDF. `plain`:
    share of those with pages that come without them, as out of a mail. `glued`: share that loses the spaces between
    words, as text boxes of photographs do. `excerpts`: share of those with pages that come once more, a few lines of
    them alone, as out of a mail.

    All of that is for training. Dev documents are read whole and as they are, so that what sampling leaves out still
    counts for dev scores and for confidences.
    """

    reader: str
    path: Path
    split: Literal["train", "dev", "test", "all"] = "train"
    weight: float = Field(1.0, gt=0)
    empty: float = Field(1.0, ge=0, le=1)
    noise: float = Field(0.0, ge=0, le=1)
    renamed: float = Field(0.0, ge=0, le=100)
    typeset: float = Field(0.0, ge=0, le=1)
    plain: float = Field(0.0, ge=0, le=1)
    glued: float = Field(0.0, ge=0, le=1)
    excerpts: float = Field(0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _reader_exists(self) -> CorpusConfig:
        if self.reader not in READERS:
            raise ValueError(f"there is no corpus reader {self.reader!r}; {meant(self.reader, READERS.names())}")
        return self


class TrainingConfig(_Strict):
    """How it is trained. `patience`: epochs without a better dev F1 before it ends, once it is above 0.

    `batch_tokens`: tokens of a batch; 0: what makes 200 batches of an epoch, yet at least 512 and at most 4096.

    `schedule`: what the learning rate does after its warm-up; see `nerkit.training.schedule`. `averaging`: decay of
    the running average of the weights that is evaluated and kept. `device`: "auto" is CUDA where there is a GPU.
    `precision`: "bfloat16" multiplies in 16 bits while it trains (mixed precision); weights, the CRF, dev scores and
    the finished model are in float32 or better. `keep`: the epoch whose model is kept: the "best" by dev F1, or the
    "last" where dev documents are of fewer languages or kinds than those that are learned from. `threads`: 0 for
    torch's own choice, as OMP_NUM_THREADS sets it.
    """

    epochs: int = Field(20, ge=1)
    batch_tokens: int = Field(0, ge=0)
    learning_rate: float = Field(0.003, gt=0)
    schedule: Literal["linear", "cosine", "constant"] = "linear"
    warmup_steps: int = Field(50, ge=0)
    weight_decay: float = Field(0.01, ge=0)
    clip: float = Field(5.0, gt=0)
    averaging: float = Field(0.998, ge=0, lt=1)
    patience: int = Field(10, ge=1)
    keep: Literal["best", "last"] = "best"
    seed: int = 1
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Literal["float32", "bfloat16"] = "float32"
    threads: int = Field(1, ge=0)
    min_count: int = Field(3, ge=1)


class CalibrationConfig(_Strict):
    """What confidences are fitted to: the dev documents, or with `folds` the documents of the first training corpus.

    These are read in so many parts, each by a model that is trained without it: as many further trainings. Documents of
    one group are in one part. It is for small corpora, where some twenty dev documents say little of how often a
    confidence is right.
    """

    folds: int = Field(0, ge=0)

    @field_validator("folds")
    @classmethod
    def _leaves_something(cls, folds: int) -> int:
        if folds == 1:
            raise ValueError("one part is everything, and leaves nothing to learn from: give 2 or more, or 0 for dev")
        return folds


class Range(_Strict):
    """The values that a sweep may give a key: from `low` to `high`, whole numbers where both are; `log` for scales."""

    low: int | float
    high: int | float
    log: bool = False

    @model_validator(mode="after")
    def _holds_values(self) -> Range:
        if not self.low < self.high or (self.log and self.low <= 0):
            raise ValueError("low has to be less than high, and above 0 where log is true")
        return self


def _as_list(tables: Any) -> Any:
    return [tables] if isinstance(tables, dict) else tables


class RunConfig(_Strict):
    """A whole run: the name of the model, where it is written, its labels, and what it learns from.

    `vectors`: one table `[vectors]`, several `[[vectors]]` that stand side by side, or `vectors = []` for none: words
    then have only the vectors that training gives them, `network.trained_size` long.

    `init`: the folder or the name of a trained model to start from. Its vectors, its labels unless the config has its
    own, and its network stay; keys of `[network]` that the config sets replace those of the model.

    `sweep`: for each key, as "training.learning_rate", a list of values or a `Range`; only `--sweep` looks at it.
    """

    name: str
    output: Path
    labels: tuple[str, ...] = ()
    init: str | None = Field(None, min_length=1)
    vectors: Annotated[tuple[VectorsConfig, ...] | None, BeforeValidator(_as_list)] = None
    network: NetworkSizes = NetworkSizes()
    training: TrainingConfig = TrainingConfig()
    calibration: CalibrationConfig = CalibrationConfig()
    train: tuple[CorpusConfig, ...] = Field(min_length=1)
    dev: tuple[CorpusConfig, ...] = Field(min_length=1)
    card: dict[str, str] = {}
    sweep: dict[str, Range | tuple[str | bool | int | float, ...]] = {}

    @model_validator(mode="after")
    def _words_come_from_somewhere(self) -> RunConfig:
        if self.init is None and self.vectors is None:
            raise ValueError("vectors is missing: give a [vectors] table, vectors = [] for none, or init = MODEL")
        if self.init is not None and self.vectors is not None:
            raise ValueError("init brings the vectors of its model: leave vectors out")
        return self

    @model_validator(mode="after")
    def _dev_is_whole(self) -> RunConfig:
        for number, corpus in enumerate(self.dev):
            sampling = sorted(corpus.model_fields_set - {"reader", "path", "split"})
            if sampling:
                raise ValueError(f"dev.{number}: dev documents are taken as they are; leave {', '.join(sampling)} out")
        return self

    @property
    def label_names(self) -> tuple[str, ...]:
        """The labels of the model: those of `schema.toml` unless the config names its own."""
        return self.labels or tuple(known_labels())


def load_config(path: Path, overrides: Sequence[str] = ()) -> RunConfig:
    """The config in a TOML file; `overrides` are "training.epochs=3", values in TOML's notation or bare words.

    Relative paths are relative to the working directory. Raises `ConfigError` with the first thing that is wrong.
    """
    return check_config(read_config(path, overrides), str(path))


def read_config(path: Path, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """The tables of a config, unchecked but for TOML's own rules, with the overrides in them."""
    try:
        raw = toml_of(text_of(path))
    except FileNotFoundError as error:
        raise ConfigError(f"there is no config at {path}") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} is not a TOML file that can be read: {why(error)}") from error
    for override in overrides:
        key, equals, text = override.partition("=")
        if not equals or not key:
            raise ConfigError(f"--set takes KEY=VALUE, as training.epochs=3, not {override!r}")
        try:
            value = toml_of(f"value = {text}")["value"]
        except ValueError:
            value = text
        set_key(raw, key, value)
    return raw


def check_config(raw: dict[str, Any], source: str) -> RunConfig:
    """The config that the tables hold; `source` stands before what is wrong with them, in a `ConfigError`."""
    try:
        return RunConfig.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if "[" not in str(part))  # but not which of several types
        if first["type"] == "extra_forbidden":
            raise ConfigError(f"{source}: there is no key {place}{_similar(first['loc'])}") from error
        raise ConfigError(": ".join(filter(None, (source, place, in_words(first))))) from error


def set_key(raw: dict[str, Any], key: str, value: Any) -> None:
    """Set a key such as training.epochs, or train.0.weight for the first of several tables."""
    *tables, last = key.split(".")
    inner: Any = raw
    for table in tables:
        if isinstance(inner, list) and table.isdecimal() and int(table) < len(inner):
            inner = inner[int(table)]
        else:
            inner = inner.setdefault(table, {}) if isinstance(inner, dict) else None
    if not isinstance(inner, dict):
        raise ConfigError(f"there is no key {key}: {'.'.join(tables)} is not a table of the config")
    inner[last] = value


def _similar(place: tuple[int | str, ...]) -> str:
    """A key that exists where `place` says, and is spelled much like it."""
    tables: dict[str, type[BaseModel]] = {
        **{"vectors": VectorsConfig, "network": NetworkSizes, "training": TrainingConfig, "sweep": Range},
        **{"calibration": CalibrationConfig, "train": CorpusConfig, "dev": CorpusConfig},
    }
    model = tables.get(str(place[0]), RunConfig) if len(place) > 1 else RunConfig
    close = get_close_matches(str(place[-1]), model.model_fields, n=1)
    return f"; is {close[0]} meant?" if close else ""
