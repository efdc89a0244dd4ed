"""Jurisdictions: the state or country whose law a contract names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from nerkit.locales import locale, locales_for, words_for
from nerkit.locales.countries import jurisdictions
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.value import Value

_EDGES = " ,.;:\"'“”‘’()"
_NEAR = 2000  # characters of a text in which a place is looked for
_LONGEST = 7  # words in the name of a place
_Known = dict[str, tuple[int, str]]

_LEAST = 7
"""Letters of a name from which on one slip of the pen in it leaves no doubt."""


def read_place(text: str, language: str | None = None) -> Value:
    """The jurisdiction in its English short name: a state or province before a country, the first of several.

    Names are those of the document's `language` (ISO 639-1) and of English, and where there is none, of all languages.

    Contract: no text raises. A name with one wrong, missing, added or exchanged letter is read as the known one, which
    the note says. A place that is not known stays as the text has it, without "the laws of" and "the State of", with a
    note; without letters the value is None, with a note. A value reads as itself.
    """
    stands = fold_space(text)[:_NEAR].strip(_EDGES)
    bare = _without_frame(stands)
    if state := _abbreviations().get(bare) or _abbreviations().get(" ".join(_words(bare))):
        return Value(state)
    words = [word for word in _words(stands) if word not in _kinds_of_law()]
    if not words:
        return Value(None, note="no place")
    spoken = dict.fromkeys((language, None))
    if place := next(filter(None, (_named(words, _known(one)) for one in spoken)), None):
        return Value(place)
    if spelt := next(filter(None, (_misspelt(" ".join(_words(bare)), _known(one)) for one in spoken)), None):
        return Value(spelt, note="a known jurisdiction with one letter wrong")
    return Value(bare if _words(bare) else stands, note="not a known jurisdiction")


def _without_frame(text: str) -> str:
    while (shorter := text[_frame().match(plain(text)).end() :].strip(_EDGES)) != text:  # type: ignore[union-attr]
        text = shorter
    return text


def _named(words: list[str], known: _Known) -> str | None:
    """Of the places that these words name, the most specific one, the first of several."""
    best: tuple[int, str] | None = None
    at = 0
    while at < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if " ".join(words[at : at + n]) in known), 0)
        if size:
            place = known[" ".join(words[at : at + size])]
            best = place if best is None or place[0] < best[0] else best
        at += max(size, 1)
    return best and best[1]


def _misspelt(name: str, known: _Known) -> str | None:
    if len(name) < _LEAST:
        return None
    meant = {shown for key, (_, shown) in known.items() if abs(len(key) - len(name)) < 2 and _one_slip(key, name)}
    return meant.pop() if len(meant) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter more, less, other or exchanged with its neighbour makes `a` of `b`."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+|&", plain(text))


@cache
def _frame() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words_for(None).places.frames)}\s+)*")


@cache
def _kinds_of_law() -> frozenset[str]:
    return frozenset(map(plain, words_for(None).places.kinds_of_law))


@cache
def _abbreviations() -> dict[str, str]:
    """The states of the USA by their letters of the post, in capitals, and by other abbreviations, in plain words."""
    posted = {part.code[3:]: part.name for part in _subdivisions("US")}
    written = jurisdictions()["abbreviations"].items()
    return posted | {" ".join(_words(short)): state for state, shorts in written for short in shorts}


def _subdivisions(country: str) -> list[Any]:
    import pycountry

    parts: Any = pycountry.subdivisions
    return list(parts.get(country_code=country))


@cache
def _known(language: str | None) -> _Known:
    """{words of a name: (0 for a state, 1 for a country, 2 for a part without its own law; its short name)}."""
    import pycountry

    known: _Known = {}

    def add(names: Iterable[str], rank: int, shown: str) -> None:
        for name in names:
            known.setdefault(" ".join(_words(name)), (rank, shown))

    source = jurisdictions()
    own_law = {*source["own_law"], *(part.name for country in source["federal"] for part in _subdivisions(country))}
    spoken = [*(words for words in locales_for(language) if words.code != "en"), locale("en")]
    for words in spoken:
        for shown, others in words.places.names.items():
            add(others, 0 if shown in own_law else 1, shown)
    for name in source["own_law"]:
        add([name], 0, name)
    for words in spoken:
        for shown, adjectives in words.places.adjectives.items():
            add((law.format(adjective) for law in words.places.laws for adjective in adjectives), 1, shown)
    for country in source["federal"]:
        for part in _subdivisions(country):
            if country != "GB" or part.parent_code is None:
                add(_long(part.name), 0, part.name)
    countries: Any = pycountry.countries
    for entry in countries:
        official = (entry.name, getattr(entry, "official_name", ""), getattr(entry, "common_name", ""))
        add(_long(_shown(entry), *official), 1, _shown(entry))
    for words in spoken:
        _add_translations(known, words.code)
    for country in source["local"]:
        for part in _subdivisions(country):
            add(_long(part.name), 2, part.name)
    return known


def _long(*names: str) -> list[str]:
    """The names that are no abbreviations."""
    return [name for name in names if len(" ".join(_words(name))) > 2]


def _shown(country: Any) -> str:
    short = _short_name(country)
    return _renamed().get(" ".join(_words(short)), short)


@cache
def _renamed() -> dict[str, str]:
    return {" ".join(_words(name)): shown for shown, names in locale("en").places.names.items() for name in names}


def _short_name(country: Any) -> str:
    """The name in common use: "Micronesia", not "Micronesia, Federated States of"; "British Virgin Islands"."""
    name = str(getattr(country, "common_name", None) or country.name)
    head, _, tail = name.partition(", ")
    if tail.endswith(" of"):
        return head
    return f"{tail} {head}" if tail in ("British", "U.S.") or tail.endswith(" of the") else name


def _add_translations(known: _Known, language: str) -> None:
    import pycountry
    from babel import Locale

    for code, name in Locale(language).territories.items():
        country = pycountry.countries.get(alpha_2=code) if len(code) == 2 else None
        if country is not None:
            known.setdefault(" ".join(_words(str(name))), (1, _shown(country)))
