"""Names of companies and people, invented, in the manner of their country; `lexicon/names.toml` holds the parts."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any

from nerkit.corpora.augmentation.countries import countries
from nerkit.extras import require

if TYPE_CHECKING:
    from faker import Faker

_ALL_CAPITALS, _TWO_SURNAMES, _NO_FORM, _NO_COMPANY, _INITIAL, _SAMPLE = 0.07, 0.05, 0.14, 0.12, 0.05, 0.05
"""Shares of names in capitals, of people with two surnames, of companies without legal form, of other bodies, of
people with the initial of a second name and of those with initials only, and of names that sample documents have."""


_ELSEWHERE = ("tr_TR", "pl_PL", "it_IT", "es_ES", "nl_NL", "hu_HU", "pt_PT", "vi_VN", "de_DE", "fr_FR", "en_GB")


@cache
def _parts() -> dict[str, Any]:
    path = files("nerkit.corpora.augmentation").joinpath("lexicon", "names.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _faker(locale: str) -> Faker:
    require("train", "faker")
    from faker import Faker

    made = Faker(locale)
    for provider in made.factories[0].get_providers():
        if isinstance(cities := getattr(provider, "cities", None), list):
            provider.cities = sorted(cities)  # Italy's come out of a set, in another order in each process
    return made


def fake(country: str, rng: Random) -> Faker:
    """The source of names of a country, set to a state that `rng` decides."""
    return source(countries()[country].locale, rng)


def source(locale: str, rng: Random) -> Faker:
    """Faker's source of names for a locale such as pt_BR, set to a state that `rng` decides."""
    found = _faker(locale)
    found.seed_instance(rng.getrandbits(40))
    return found


def plain(text: str) -> str:
    """`text` in the characters that the built-in fonts have: letters of other alphabets lose their marks."""
    text = text.replace("\u200b", "")
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        text = unicodedata.normalize("NFKD", text).encode("cp1252", "ignore").decode("cp1252")
    return text


def ascii_stem(text: str) -> str:
    """`text` as the beginning of a domain."""
    folded = unicodedata.normalize("NFKD", text).lower()
    return "".join(c for c in folded if c.isascii() and c.isalnum())[:14] or "mail"


def word(rng: Random) -> str:
    """A product's or model's name."""
    return rng.choice(_parts()["word"]) if rng.random() < 0.6 else _brand(rng)


def _brand(rng: Random) -> str:
    return str(rng.choice(_parts()["brand_begins"]) + rng.choice(_parts()["brand_ends"]))


def surname(country: str, rng: Random) -> str:
    """A family name."""
    return plain(fake(country, rng).last_name())


def person(country: str, rng: Random) -> str:
    """First and family name."""
    source = fake(country, rng)
    first = source.first_name()
    if rng.random() < (0.3 if country == "US" else _INITIAL):
        first += f" {rng.choice('ABCDEFGHJKLMNRST')}."
    if rng.random() < _INITIAL:
        first = f"{first[0]}."
    last = _surname_elsewhere(rng) if rng.random() < _INITIAL else source.last_name()
    if rng.random() < _TWO_SURNAMES:
        last += f"-{source.last_name()}"
    return plain(f"{first} {last}")


def _surname_elsewhere(rng: Random) -> str:
    """A family name of another country than the person lives in."""
    return str(source(rng.choice(_ELSEWHERE), rng).last_name())


def title(country: str, rng: Random) -> str:
    """What stands before a person's name in an address, with the space or line feed that parts them."""
    return str(rng.choice(_parts()[countries()[country].language]["titles"]))


def bank(language: str, place: str, name: str, rng: Random) -> str:
    """A bank's name."""
    return plain(rng.choice(_parts()[language]["banks"]).format(place=place, name=name))


def company(country: str, rng: Random, owner: str | None = None) -> str:
    """A company's, association's, utility's or public body's name; some are named after their `owner`."""
    owner = owner or person(country, rng)
    source, home = fake(country, rng), countries()[country]
    parts = _parts()[home.language]
    draw = rng.random()
    kind = "samples" if rng.random() < _SAMPLE else "others" if draw < _NO_COMPANY else "companies"
    template = rng.choice(parts[kind])
    name = template.format(
        family=source.last_name(),
        other=source.last_name(),
        owner=owner,
        place=source.city(),
        trade=rng.choice(parts["trades"]),
        brand=_brand(rng),
        initials="".join(rng.choices("ABCDEFGHIKLMNOPRSTVW", k=rng.choice((2, 3, 3)))),
        domain=rng.choice(("io", "net", "com")),
    )
    if draw > _NO_COMPANY + _NO_FORM:
        form = rng.choice(home.forms)
        name += form if form.startswith(",") else f" {form}"
    return plain(name.upper() if rng.random() < _ALL_CAPITALS else name)
