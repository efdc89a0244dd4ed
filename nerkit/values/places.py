"""Jurisdictions: the state or country whose law a contract names."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from nerkit.values.folding import fold_space, plain
from nerkit.values.value import Value

# Countries whose states or provinces have a law of their own that contracts choose, most chosen first.
_FEDERAL = ("US", "CA", "AU", "GB", "CH", "DE")

_OTHERS = {
    "england and wales": "England and Wales",
    "england & wales": "England and Wales",
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern ireland": "Northern Ireland",
    "great britain": "United Kingdom",
    "uk": "United Kingdom",
    "u k": "United Kingdom",
    "usa": "United States",
    "u s a": "United States",
    "united states of america": "United States",
    "prc": "China",
    "p r c": "China",
    "korea": "South Korea",
    "republic of korea": "South Korea",
    "macao": "Macao",
    "macau": "Macao",
    "taiwan": "Taiwan",
    "holland": "Netherlands",
    "the netherlands": "Netherlands",
    "russia": "Russia",
    "washington d c": "District of Columbia",
    "dubai": "Dubai",
    "abu dhabi": "Abu Dhabi",
}
_DEMONYMS = {  # "German law"
    **{"english": "England", "german": "Germany", "french": "France", "swiss": "Switzerland", "dutch": "Netherlands"},
    **{"austrian": "Austria", "irish": "Ireland", "israeli": "Israel", "italian": "Italy", "spanish": "Spain"},
    **{"belgian": "Belgium", "chinese": "China", "japanese": "Japan", "indian": "India", "canadian": "Canada"},
    **{"swedish": "Sweden", "danish": "Denmark", "norwegian": "Norway", "finnish": "Finland", "scottish": "Scotland"},
}
_LAWS = {  # "deutsches Recht", "droit français", in plain text
    **{f"{demonym} law": shown for demonym, shown in _DEMONYMS.items()},
    **dict.fromkeys(("deutsche", "deutsches", "deutschen", "deutschem"), "Germany"),
    **dict.fromkeys(("schweizer", "schweizerisches", "schweizerischem"), "Switzerland"),
    **dict.fromkeys(("osterreichisches", "osterreichischem"), "Austria"),
    **{
        "droit francais": "France",
        "lois francaises": "France",
        "droit suisse": "Switzerland",
        "droit belge": "Belgium",
    },
}
_ABBREVIATIONS = {  # of states of the USA, beside the two letters of the post; only a text by itself
    **{"calif": "California", "del": "Delaware", "mass": "Massachusetts", "penn": "Pennsylvania", "n y": "New York"},
    **{"n j": "New Jersey", "n c": "North Carolina", "s c": "South Carolina", "d c": "District of Columbia"},
}
_FRAME = re.compile(
    r"^(?:(?:the|internal|substantive|domestic|local|laws?|of|in|under|state|commonwealth|province|territory|das|recht|der|"
    r"des|kingdom|republic|grand duchy)\s+)+",
    re.IGNORECASE,
)
_EDGES = " ,.;:\"'“”‘’()"
_LONGEST = 7  # words in the name of a place


def read_place(text: str) -> Value:
    """The jurisdiction in its English short name: a state or province before a country, the first of several.

    A place that is not known stays as the text has it, without "the laws of" and "the State of".
    """
    stands = fold_space(text).strip(_EDGES)
    words = _words(stands)
    bare = stands
    while (shorter := _FRAME.sub("", bare).strip(_EDGES)) != bare:
        bare = shorter
    short = _postal().get(bare) or _ABBREVIATIONS.get(" ".join(_words(bare)))
    if short:
        return Value(short)
    known = _known()
    best: tuple[int, str] | None = None
    at = 0
    while at < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if " ".join(words[at : at + n]) in known), 0)
        if size:
            rank, name = known[" ".join(words[at : at + size])]
            if best is None or rank < best[0]:
                best = rank, name
        at += max(size, 1)
    if best is not None:
        return Value(best[1])
    if not words:
        return Value(None, note="no place")
    return Value(bare if _words(bare) else stands, note="not a known jurisdiction")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+|&", plain(text))


@cache
def _postal() -> dict[str, str]:
    return {part.code[3:]: part.name for part in _subdivisions("US")}


def _subdivisions(country: str) -> list[Any]:
    import pycountry

    parts: Any = pycountry.subdivisions
    return list(parts.get(country_code=country))


@cache
def _known() -> dict[str, tuple[int, str]]:
    """{words of a name: (0 for a state and 1 for a country, its short name)}."""
    import pycountry

    known: dict[str, tuple[int, str]] = {}

    def add(name: str, rank: int, shown: str) -> None:
        key = " ".join(_words(name))
        if len(key) > 2 or name in _OTHERS:
            known.setdefault(key, (rank, shown))

    for name, shown in _OTHERS.items():
        whole = shown in ("United Kingdom", "United States", "China", "South Korea", "Netherlands", "Russia")
        add(name, 1 if whole else 0, shown)
    for name, shown in _LAWS.items():
        add(name, 1, shown)
    for federal in _FEDERAL:
        for part in _subdivisions(federal):
            if federal != "GB" or part.parent_code is None:
                add(part.name, 0, part.name)
    countries: Any = pycountry.countries
    for country in countries:
        shown = _short_name(country)
        for name in (shown, country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")):
            if name:
                add(name, 1, shown)
    for language in ("de", "fr"):
        _add_translations(known, language)
    return known


def _short_name(country: Any) -> str:
    """The name in common use: "Micronesia", not "Micronesia, Federated States of"; "British Virgin Islands"."""
    name = str(getattr(country, "common_name", None) or country.name)
    head, _, tail = name.partition(", ")
    if tail.endswith(" of"):
        return head
    return f"{tail} {head}" if tail in ("British", "U.S.") or tail.endswith(" of the") else name


def _add_translations(known: dict[str, tuple[int, str]], language: str) -> None:
    import pycountry
    from babel import Locale

    for code, name in Locale(language).territories.items():
        country = pycountry.countries.get(alpha_2=code) if len(code) == 2 else None
        if country is not None:
            known.setdefault(" ".join(_words(str(name))), (1, _short_name(country)))
