"""How documents are worded in each language: what the locales do not hold, since nobody needs it to read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

Ways = tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """One language; `{x}` in a text stands for a value of the document.

    `titles` of each kind of document; `labels` of what has no label of the schema; `sentences` by what they say;
    `items` by section; `companies`, `banks`: how names are made up; `countries`: their names.
    """

    titles: Mapping[str, Ways]
    labels: Mapping[str, Ways]
    sentences: Mapping[str, Ways]
    items: Mapping[str, Ways]
    units: Ways
    trades: Ways
    companies: Ways
    banks: Ways
    mailboxes: Ways
    countries: Mapping[str, str]
    places: Mapping[str, Ways] = field(default_factory=dict)


@cache
def wording(language: str) -> Wording:
    """How documents are worded in a language; raises FileNotFoundError for one that has no file."""
    path = files("nerkit.corpora.printed").joinpath("wording", f"{language}.toml")
    return Wording(**_frozen(tomllib.loads(path.read_text(encoding="utf-8"))))


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {
        key: tuple(value) if isinstance(value, list) else _frozen(value) if isinstance(value, dict) else value
        for key, value in table.items()
    }
