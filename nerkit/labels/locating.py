"""Where in the text of a TOML file a key stands: `tomllib` does not say."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

Place = tuple[str | int, ...]
"""The keys that lead to a value, with the number of each table in an array: ("checks", 0, "fields")."""

_PART = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"^\s*(?P<open>\[\[?)\s*(?P<keys>{_DOTTED})\s*\]\]?")
_KEY = re.compile(rf"^\s*(?P<keys>{_DOTTED})\s*=")


def line_of(text: str, place: Place) -> int | None:
    """The line, from 1 on, of the value at a place, or of the nearest table or list around it; None without either."""
    lines = _lines(text)
    return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), None)


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[Place, int]:
    found: dict[Place, int] = {}
    arrays: Counter[Place] = Counter()
    table: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _keys(header["keys"])
            if header["open"] == "[[":
                arrays[table] += 1
                found.setdefault(table, number)
                table = (*table, arrays[table] - 1)
            found[table] = number
        elif key := _KEY.match(line):
            found.setdefault((*table, *_keys(key["keys"])), number)
    return found


def _keys(dotted: str) -> Place:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
