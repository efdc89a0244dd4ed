"""The label words around the lines of an invoice, from `lexicon.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 5
"""Tokens of the longest label."""

_LONG = 5
_TOKEN = re.compile(r"[^\W\d_]+|#|%|\d+")


@dataclass(frozen=True)
class Lexicon:
    """Labels by their key (see `key`). `headings` gives the kinds of column that a label can name, the usual first."""

    headings: Mapping[str, tuple[str, ...]]
    endings: tuple[tuple[str, str], ...]
    around: frozenset[str]
    sums: frozenset[str]
    carried: frozenset[str]
    charges: frozenset[str]
    allowances: frozenset[str]
    apart: frozenset[str]
    taxes: frozenset[str]

    def kinds(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """The kinds of column that these tokens name together; none where they name none."""
        joined = "".join(tokens)
        found = self.headings.get(joined)
        if found is None and len(tokens) == 1:
            found = next(((kind,) for ending, kind in self.endings if joined.endswith(ending)), None)
        return found or ()


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with nerkit."""
    source = tomllib.loads(files("nerkit.records.items").joinpath("lexicon.toml").read_text(encoding="utf-8"))
    headings: dict[str, tuple[str, ...]] = {}
    for section in ("headings", "doubtful"):
        for kind, words in source[section].items():
            for word in words:
                known = headings.get(key(word), ())
                headings[key(word)] = known if kind in known else (*known, kind)
    rows = {name: frozenset(map(key, words)) for name, words in source["rows"].items()}
    return Lexicon(
        headings=headings,
        endings=tuple((key(ending), kind) for kind, endings in source["endings"].items() for ending in endings),
        around=frozenset(map(key, source["around"]["words"])),
        sums=rows["sums"],
        carried=rows["carried"],
        charges=rows["charges"] | rows["allowances"],
        allowances=rows["allowances"],
        apart=rows["apart"],
        taxes=frozenset(map(key, source["taxes"]["words"])),
    )


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Runs of letters, without case and accents, runs of digits, and the signs # and %; all else parts them."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("°", "").replace("º", ""))
    return tuple(_TOKEN.findall("".join(char for char in folded if not unicodedata.combining(char))))


def key(label: str) -> str:
    """The letters of a label; a percent sign counts only where it stands alone."""
    found = tokens(label)
    return "".join(token for token in found if token != "%") or "".join(found)


def frames(found: Sequence[str], labels: frozenset[str]) -> bool:
    """Whether tokens begin with one of the labels, or end with one that is no short word; digits and % do not count."""
    letters = [token for token in found if token.isalpha()]
    sizes = range(1, min(len(letters), LONGEST) + 1)
    ends = ("".join(letters[-n:]) for n in sizes)
    return any("".join(letters[:n]) in labels for n in sizes) or any(
        len(end) >= _LONG and end in labels for end in ends
    )
