"""Jurisdictions: the state or country whose law a contract names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from nerkit.locales.folding import fold_space, plain
from nerkit.values.value import Value

# Countries whose states or provinces have a law of their own that contracts choose, most chosen first. Those of others
# say no more than where the courts are.
_FEDERAL = ("US", "CA", "AU", "GB")
_LOCAL = ("CH", "DE")

_OTHERS = {  # names and abbreviations that neither ISO 3166 nor the CLDR has as contracts have them
    **dict.fromkeys(("england and wales", "england & wales", "english and welsh law"), "England and Wales"),
    **{"england": "England", "wales": "Wales", "scotland": "Scotland", "northern ireland": "Northern Ireland"},
    **dict.fromkeys(("great britain", "britain", "uk", "u k"), "United Kingdom"),
    **dict.fromkeys(("usa", "u s a", "u s", "us", "united states of america", "america"), "United States"),
    **dict.fromkeys(("prc", "p r c"), "China"),
    **dict.fromkeys(("taiwan", "roc", "r o c", "republic of china"), "Taiwan"),
    **dict.fromkeys(("korea", "republic of korea"), "South Korea"),
    **dict.fromkeys(("macao", "macau"), "Macao"),
    **dict.fromkeys(("holland", "the netherlands"), "Netherlands"),
    **dict.fromkeys(("russia", "russian federation"), "Russia"),
    **{"turkey": "Türkiye", "macedonia": "North Macedonia", "ivory coast": "Côte d'Ivoire", "cape verde": "Cabo Verde"},
    **{"swaziland": "Eswatini", "burma": "Myanmar", "uae": "United Arab Emirates", "u a e": "United Arab Emirates"},
    **{"bvi": "British Virgin Islands", "washington d c": "District of Columbia", "dubai": "Dubai", "difc": "Dubai"},
    **{"abu dhabi": "Abu Dhabi", "nsw": "New South Wales", "scots law": "Scotland"},
    **{"angleterre": "England", "angleterre et pays de galles": "England and Wales", "ecosse": "Scotland"},
    **{"england und wales": "England and Wales", "schottland": "Scotland", "republique francaise": "France"},
    **{"confederation suisse": "Switzerland", "schweizerische eidgenossenschaft": "Switzerland"},
    **{"republik osterreich": "Austria", "royaume de belgique": "Belgium", "konigreich belgien": "Belgium"},
    **{"n carolina": "North Carolina", "s carolina": "South Carolina", "n dakota": "North Dakota"},
    **{"s dakota": "South Dakota", "w virginia": "West Virginia"},
}
_STATES_OF_THEIR_OWN = frozenset(
    ("England and Wales", "England", "Wales", "Scotland", "Northern Ireland", "Dubai", "Abu Dhabi", "Macao", "Taiwan")
)
_ENGLISH_LAWS_OF = {  # what English contracts alone name often enough
    **{"Australia": "australian", "New Zealand": "new zealand", "Singapore": "singaporean", "South Korea": "korean"},
    **{"Brazil": "brazilian", "Mexico": "mexican", "Argentina": "argentine", "Chile": "chilean", "Peru": "peruvian"},
    **{"Greece": "greek", "Portugal": "portuguese", "Czechia": "czech", "Hungary": "hungarian", "Romania": "romanian"},
    **{"Russia": "russian", "Ukraine": "ukrainian", "Türkiye": "turkish", "Egypt": "egyptian", "Wales": "welsh"},
    **{"South Africa": "south african", "Malaysia": "malaysian", "Indonesia": "indonesian", "Thailand": "thai"},
    **{"Vietnam": "vietnamese", "Philippines": "philippine", "Taiwan": "taiwanese", "Iceland": "icelandic"},
    **{
        "Bulgaria": "bulgarian",
        "Croatia": "croatian",
        "Slovenia": "slovenian",
        "Slovakia": "slovak",
        "Malta": "maltese",
    },
    **{"Cyprus": "cypriot", "Estonia": "estonian", "Latvia": "latvian", "Lithuania": "lithuanian"},
}
_LAWS_OF = {  # "German law", "deutsches Recht", "droit allemand", in plain text
    "England": "english englisch anglais",
    "Germany": "german deutsch allemand",
    "France": "french franzosisch francais",
    "Switzerland": "swiss schweizerisch suisse",
    "Austria": "austrian osterreichisch autrichien",
    "Belgium": "belgian belgisch belge",
    "Netherlands": "dutch niederlandisch neerlandais",
    "Luxembourg": "luxembourg luxemburgisch luxembourgeois",
    "Italy": "italian italienisch italien",
    "Spain": "spanish spanisch espagnol",
    "Ireland": "irish irisch irlandais",
    "Scotland": "scottish schottisch ecossais",
    "United States": "american amerikanisch americain",
    "Canada": "canadian kanadisch canadien",
    "Israel": "israeli israelisch israelien",
    "China": "chinese chinesisch chinois",
    "Japan": "japanese japanisch japonais",
    "India": "indian indisch indien",
    "Sweden": "swedish schwedisch suedois",
    "Denmark": "danish danisch danois",
    "Norway": "norwegian norwegisch norvegien",
    "Finland": "finnish finnisch finlandais",
    "Poland": "polish polnisch polonais",
}


def _laws() -> Iterator[tuple[str, str]]:
    yield from ((f"{english} {law}", shown) for shown, english in _ENGLISH_LAWS_OF.items() for law in ("law", "laws"))
    for shown, words in _LAWS_OF.items():
        english, german, french = words.split()
        feminine = french if french.endswith("e") else french + ("ne" if french.endswith("en") else "e")
        yield from ((f"{english} {law}", shown) for law in ("law", "laws"))
        yield from ((f"{german}e{ending} recht{s}", shown) for ending in ("s", "n", "m", "") for s in ("", "s"))
        yield from ((f"droit {french}", shown), (f"loi {feminine}", shown), (f"lois {feminine}s", shown))


_ABBREVIATIONS = {  # of states of the USA, beside the two letters of the post; only a text by itself
    **{"ala": "Alabama", "ariz": "Arizona", "ark": "Arkansas", "calif": "California", "cal": "California"},
    **{"colo": "Colorado", "conn": "Connecticut", "del": "Delaware", "fla": "Florida", "ill": "Illinois"},
    **{"kan": "Kansas", "md": "Maryland", "mass": "Massachusetts", "mich": "Michigan", "minn": "Minnesota"},
    **{
        "miss": "Mississippi",
        "mo": "Missouri",
        "mont": "Montana",
        "neb": "Nebraska",
        "nev": "Nevada",
        "okla": "Oklahoma",
    },
    **{"ore": "Oregon", "pa": "Pennsylvania", "penn": "Pennsylvania", "penna": "Pennsylvania", "tenn": "Tennessee"},
    **{"tex": "Texas", "va": "Virginia", "vt": "Vermont", "wash": "Washington", "wis": "Wisconsin", "wyo": "Wyoming"},
    **{
        "n y": "New York",
        "n j": "New Jersey",
        "n c": "North Carolina",
        "s c": "South Carolina",
        "n h": "New Hampshire",
    },
    **{"d c": "District of Columbia", "n m": "New Mexico", "r i": "Rhode Island", "w va": "West Virginia"},
}
_FRAME = re.compile(
    r"^(?:(?:the|internal|substantive|domestic|local|laws?|of|in|under|state|commonwealth|province|territory|das|recht|der|"
    r"des|kingdom|republic|grand duchy)\s+)+",
    re.IGNORECASE,
)
_WHICH_LAW = frozenset(("substantive", "material", "domestic", "internal", "applicable", "federal", "materielles"))
"""Words within the name of a law that do not say whose it is."""

_EDGES = " ,.;:\"'“”‘’()"
_LONGEST = 7  # words in the name of a place


_LEAST = 7
"""Letters of a name from which on one slip of the pen in it leaves no doubt."""


def read_place(text: str) -> Value:
    """The jurisdiction in its English short name: a state or province before a country, the first of several.

    Contract: no text raises. A name with one wrong, missing, added or exchanged letter is read as the known one, which
    the note says. A place that is not known stays as the text has it, without "the laws of" and "the State of", with a
    note; without letters the value is None, with a note. A value reads as itself.
    """
    stands = fold_space(text).strip(_EDGES)
    words = [word for word in _words(stands) if word not in _WHICH_LAW]
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
    if spelt := _misspelt(" ".join(_words(bare))):
        return Value(spelt, note="a known jurisdiction with one letter wrong")
    return Value(bare if _words(bare) else stands, note="not a known jurisdiction")


def _misspelt(name: str) -> str | None:
    if len(name) < _LEAST:
        return None
    meant = {shown for key, (_, shown) in _known().items() if abs(len(key) - len(name)) < 2 and _one_slip(key, name)}
    return meant.pop() if len(meant) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter more, less, other or exchanged with its neighbour makes `a` of `b`."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


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

    states = {part.name for federal in _FEDERAL for part in _subdivisions(federal)}
    for name, shown in _OTHERS.items():
        add(name, 0 if shown in _STATES_OF_THEIR_OWN or shown in states else 1, shown)
    for name, shown in _laws():
        add(name, 1, shown)
    for federal in _FEDERAL:
        for part in _subdivisions(federal):
            if federal != "GB" or part.parent_code is None:
                add(part.name, 0, part.name)
    countries: Any = pycountry.countries
    for country in countries:
        shown = _shown(country)
        for name in (shown, country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")):
            if name:
                add(name, 1, shown)
    for language in ("en", "de", "fr"):
        _add_translations(known, language)
    for country_code in _LOCAL:
        for part in _subdivisions(country_code):
            add(part.name, 2, part.name)
    return known


def _shown(country: Any) -> str:
    short = _short_name(country)
    return _OTHERS.get(" ".join(_words(short)), short)


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
            known.setdefault(" ".join(_words(str(name))), (1, _shown(country)))
