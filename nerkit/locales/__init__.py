"""The languages that nerkit knows, one TOML file each: all words of a language stand there, and none in Python."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from nerkit.locales.locale import Locale, joined

__all__ = ["Locale", "codes", "locale", "words_for"]


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
def words_for(language: str | None) -> Locale:
    """What may stand in a document of this language: its own words first, then those of the languages `beside` it.

    All languages at once where it is None or not a known one.
    """
    if language not in codes():
        return joined(tuple(map(locale, codes())))
    own = locale(language)
    return joined((own, *map(locale, own.beside)))


@cache
def _checker() -> Any:
    """Checks tables against the dataclasses; pydantic is imported only where a language is read."""
    from pydantic import TypeAdapter

    return TypeAdapter(Locale)
