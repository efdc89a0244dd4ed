"""Texts from a grammar: `{name}` stands for a fact or one way of a rule, `[one|other|]` for one of its ways.

The rules are the TOML files of the lexicon: a list of ways under a name. Rules may hold rules.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")

Fact = str | Callable[[], str]


@cache
def lexicon(name: str) -> dict[str, Any]:
    """One file of the lexicon."""
    path = files("nerkit.corpora.agreements").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _rules() -> Mapping[str, list[str]]:
    return {name: ways for part in ("words", "openings", "endings") for name, ways in lexicon(part).items()}


@dataclass(frozen=True)
class Grammar:
    """Expands texts with the facts of one agreement; `rng` decides every choice."""

    facts: Mapping[str, Fact]
    rng: Random

    def text(self, template: str) -> str:
        """`template` with every choice made and every name replaced."""
        while "[" in template:
            template = _CHOICE.sub(lambda match: self.rng.choice(match[1].split("|")), template)
        return _NAME.sub(lambda match: self.name(match[1]), template)

    def name(self, name: str) -> str:
        """The fact of this name, or one way of the rule of this name. Raises `KeyError` where there is neither."""
        fact = self.facts.get(name)
        if fact is None:
            return self.text(self.rng.choice(_rules()[name]))
        return fact if isinstance(fact, str) else fact()

    def given(self, **facts: Fact) -> Grammar:
        """The same grammar with further facts."""
        return Grammar({**self.facts, **facts}, self.rng)

    def chance(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.rng.random() < share
