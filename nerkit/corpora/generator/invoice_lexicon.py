"""The words of each language: names of labels, sentences, things that are sold; the TOML files are the source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random


@dataclass(frozen=True)
class InvoiceLexicon:
    """The words of one language: `groups[section][key]` are the ways in which one thing is written."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    groups: dict[str, dict[str, tuple[str, ...]]]

    def pick(self, rng: Random, section: str, key: str) -> str:
        """One way to write `key`, the common ones (first in the list) more often."""
        ways = self.groups[section][key]
        return ways[min(rng.randrange(len(ways)), rng.randrange(len(ways)))] if rng.random() < 0.4 else rng.choice(ways)

    def all(self, section: str, key: str) -> tuple[str, ...]:
        """All ways to write `key`."""
        return self.groups[section][key]


def _source(name: str) -> dict[str, dict[str, list[str]]]:
    path = files("nerkit.corpora.generator").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def lexicon(name: str) -> InvoiceLexicon:
    """The lexicon `de`, `fr`, `en`, or `us`, which is `en` with what differs in the US."""
    source = _source("en" if name == "us" else name)
    if name == "us":
        for section, ways in _source("us").items():
            source.setdefault(section, {}).update(ways)
    groups = {
        section: {key: tuple(ways) for key, ways in group.items()}
        for section, group in source.items()
        if isinstance(group, dict)
    }
    return InvoiceLexicon(tuple(source["months"]), tuple(source["short_months"]), groups)
