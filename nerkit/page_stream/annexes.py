"""What a page says of annexes: which one it is, and which ones it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of

_LINES = 4
"""Lines in which a page says that it is an annex."""
How = Literal["lettered", "filed"]
_NAME = r"(?P<name>[a-z]|[ivx]+|\d{1,2})\b"


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex by a letter or a small number ("Schedule B") or as filings count them ("Exhibit 10.2").

    `name` is that letter or number, "" where it has none.
    """

    how: How
    name: str = ""


@cache
def _filed() -> re.Pattern[str]:
    return re.compile(rf"\W*{any_of(words_for(None).reading.annexes)}\s+\(?\w{{1,3}}[.)]+[\d(]")


@cache
def _lettered() -> re.Pattern[str]:
    return re.compile(rf"\W*{any_of(words_for(None).reading.annexes)}(?:\W+{_NAME}|\W*$)")


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(words_for(None).reading.annexes)}\W{{1,3}}{_NAME}")


def annex(lines: Sequence[str]) -> Annex | None:
    """The annex that the first of these lines call the page; what a filing counts may run above all of it."""
    filed = None
    for line in map(plain, lines[:_LINES]):
        if _filed().match(line):
            filed = Annex("filed")
        elif match := _lettered().match(line):
            return Annex("lettered", match["name"] or "")
    return filed


def annexes_named(text: str) -> frozenset[str]:
    """The letters and numbers of all annexes that a text speaks of; "to exhibit a sample" names none."""
    found = _named().finditer(plain(text))
    return frozenset(match["name"] for match in found if not text[match.start("name")].islower())
