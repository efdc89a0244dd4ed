"""How contracts are worded in each language: kinds, parties, openings and clauses, as `deeds/<code>.toml` says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def deed_languages() -> tuple[str, ...]:
    """The languages in which contracts are worded."""
    names = (entry.name for entry in files("nerkit.corpora.printed").joinpath("deeds").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def deed_wording(language: str) -> Mapping[str, Any]:
    """The tables of a language.

    `dates` (CLDR patterns), `headings` of clauses (`{n}`, `{h}`), `units` of time (one,
    several, several behind a preposition), `party` (how a company and a person are described, how a role is given),
    `openings`, `particulars`, `closing`, `kinds` (titles, pairs of roles, shares of persons among both parties, clauses
    in their order, how often it is chosen: `weight`, 1 unless said), `clauses` (headings and sentences), `general`
    (clauses that a contract of any kind may have), and rules: lists of ways for a name.

    Raises FileNotFoundError for a language that has no file.
    """
    path = files("nerkit.corpora.printed").joinpath("deeds", f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
