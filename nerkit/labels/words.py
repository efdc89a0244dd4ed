"""The words of a language join the labels and kinds of a schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from nerkit.labels.kind import Kind
from nerkit.labels.label import Label
from nerkit.labels.schema import Schema
from nerkit.locales import words_for
from nerkit.locales.word_patterns import whole_in_re2

Named = TypeVar("Named", Label, Kind)


def with_words(schema: Schema, language: str | None) -> Schema:
    """The schema with the words that documents of a language (ISO 639-1) have for labels and kinds of these names.

    Of all languages where it is None. What a label or a kind says under a key for itself stays as it is.
    """
    labels, kinds = _words(language)
    return replace(
        schema,
        labels={name: _with(label, labels.get(name)) for name, label in schema.labels.items()},
        kinds={name: _with(kind, kinds.get(name)) for name, kind in schema.kinds.items()},
    )


def _with(named: Named, words: Mapping[str, tuple[str, ...]] | None) -> Named:
    if words is None:
        return named
    missing: dict[str, Any] = {key: found for key, found in words.items() if found and not getattr(named, key)}
    return replace(named, **missing) if missing else named


@cache
def _words(language: str | None) -> tuple[Mapping[str, Mapping[str, tuple[str, ...]]], ...]:
    """By label and by kind the words under each key; a group of cues is one regular expression."""
    words = words_for(language)
    return (
        {name: vars(label) for name, label in words.labels.items()},
        {
            name: {
                "cues": tuple(map(whole_in_re2, kind.cues.values())),
                "not_cues": tuple(map(whole_in_re2, kind.not_cues.values())),
                "titles": kind.titles,
                "not_titles": kind.not_titles,
            }
            for name, kind in words.kinds.items()
        },
    )
