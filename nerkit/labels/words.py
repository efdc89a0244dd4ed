"""Words of a language join the labels and kinds of a schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, TypeVar

from nerkit.labels.kind import Kind
from nerkit.labels.label import Label
from nerkit.labels.schema import Schema

_STRICT = {"extra": "forbid"}
Named = TypeVar("Named", Label, Kind)


@dataclass(frozen=True)
class LabelWords:
    """What announces a label in a language, and what looks like it and announces something else."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindWords:
    """What documents of a kind say in a language, and what they call themselves; see `Kind`."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    cues: tuple[str, ...] = ()
    not_cues: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    not_titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class SchemaWords:
    """The words of a language by the name of the label and of the kind that they belong to."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    labels: Mapping[str, LabelWords] = field(default_factory=dict)
    kinds: Mapping[str, KindWords] = field(default_factory=dict)


def with_words(schema: Schema, words: SchemaWords) -> Schema:
    """The schema in which every label and kind that has no words of its own under a key has those of the language."""
    return replace(
        schema,
        labels={name: _with(label, words.labels.get(name)) for name, label in schema.labels.items()},
        kinds={name: _with(kind, words.kinds.get(name)) for name, kind in schema.kinds.items()},
    )


def _with(named: Named, words: LabelWords | KindWords | None) -> Named:
    if words is None:
        return named
    missing = {key: found for key, found in vars(words).items() if found and not getattr(named, key)}
    return replace(named, **missing)
