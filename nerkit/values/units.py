"""Units of measure: their symbols, and their names by language, as codes of UN/ECE Recommendation 20."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Literal

from nerkit.locales import all_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of

_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_COUNTS = (1, 2, 5)
"""Numbers that bring out all forms of a name: "1 kilogram", "2 kilogramy", "5 kilogramów"."""


def unit_after(text: str, language: str | None = None) -> str | None:
    """The code of the unit with which a text begins: "KGM" of " kg net"; None where it begins with none."""
    match = _pattern(language, before=False).match(plain(text))
    return _code(text[match.start("unit") : match.end("unit")], language) if match else None


def unit_before(text: str, language: str | None = None) -> str | None:
    """The code of the unit with which a text ends: "KGM" of "Net kg: "; None where it ends with none."""
    match = _pattern(language, before=True).search(plain(text))
    return _code(text[match.start("unit") : match.end("unit")], language) if match else None


def symbol(code: str) -> str:
    """The symbol of a unit by its code: "kg" of "KGM"; the code itself where it has none."""
    symbols: list[str] = _table()["symbols"].get(code, [code])
    return symbols[0]


def _code(text: str, language: str | None) -> str:
    return _names(language)[" ".join(plain(text).split())]


@cache
def _pattern(language: str | None, *, before: bool) -> re.Pattern[str]:
    unit = rf"(?P<unit>{any_of(_names(language))})"
    return re.compile(rf"(?<!\w){unit}\W{{0,3}}$" if before else rf"[\s(\[-]{{0,3}}{unit}(?!\w)")


@cache
def _names(language: str | None) -> dict[str, str]:
    """Code by symbol and name in plain text; where two units have the same, the first of the document's language."""
    found: dict[str, str] = {}
    for name, code in _named(language):
        found.setdefault(" ".join(plain(name).split()), code)
    return found


def _named(language: str | None) -> Iterator[tuple[str, str]]:
    from babel.units import format_unit

    known = _table()
    for code, symbols in known["symbols"].items():
        yield from ((symbol, code) for symbol in symbols)
    for locale in all_for(language):
        for code, words in locale.quantities.units.items():
            yield from ((word, code) for word in words)
        for (code, unit), length, count in product(known["cldr"].items(), _LENGTHS, _COUNTS):
            name = format_unit(count, unit, length, locale=locale.code).replace(str(count), "").strip(" .\u202f\xa0")
            if name not in known["misleading"]["names"]:
                yield name, code


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("nerkit.values").joinpath("units.toml").read_text(encoding="utf-8"))
