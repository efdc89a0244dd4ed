"""The languages that nerkit knows, one TOML file each: all words of a language stand there, and none in Python."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from nerkit.locales.folding import plain
from nerkit.locales.locale import Locale, joined

__all__ = ["Locale", "all_for", "codes", "doubtful", "locale", "locales_for", "words_for"]


@cache
def codes() -> tuple[str, ...]:
    """The codes (ISO 639-1) of all known languages, in alphabetical order."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def locale(code: str) -> Locale:
    """One language. Raises `FileNotFoundError` for a language that has no file."""
    text = files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    known: Locale = _checker().validate_python({**tomllib.loads(text), "code": code})
    return known


@cache
def locales_for(language: str | None) -> tuple[Locale, ...]:
    """The languages whose words may stand in a document of this language: its own first, then those `beside` it.

    All where it is None or not a known one; first those that stand beside most others.
    """
    if language in codes():
        own = locale(language)
        return own, *map(locale, own.beside)
    everything = [locale(code) for code in codes()]
    return tuple(sorted(everything, key=lambda one: -sum(one.code in other.beside for other in everything)))


@cache
def all_for(language: str | None) -> tuple[Locale, ...]:
    """All languages, first those of a document of this language: for words that mislead in no other one."""
    own = locales_for(language)
    return *own, *(other for other in locales_for(None) if other not in own)


@cache
def words_for(language: str | None) -> Locale:
    """The words that may stand in a document of this language, of all languages where it is None or not a known one."""
    return joined(locales_for(language))


def doubtful(words: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Those of the words that languages (by code) have for something which are common words of another one of them.

    >>> sorted(doubtful({"en": {"years"}, "fr": {"an", "ans"}}))  # units of time
    ['an']
    """
    everything = {word for has in words.values() for word in has}
    common = ((has, map(plain, locale(code).common)) for code, has in words.items())
    return frozenset(word for has, known in common for word in known if word in everything and word not in has)


@cache
def _checker() -> Any:
    """Checks tables against the dataclasses; pydantic is imported only where a language is read."""
    from pydantic import TypeAdapter

    return TypeAdapter(Locale)
