"""Shops and restaurants, invented: what they are called, where they are, what is usual in their market.

`lexicon/receipts.toml` holds the words. Receipts come from more countries than invoices, and a shop's name is whatever
somebody liked, over one line or several.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.generator.addresses import address

_PLACE = re.compile(r"\{(\d+|[A-Za-z]+)\}")
_ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "p",
    "qu",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "y",
    "z",
    "",
)
_VOWELS = ("a", "a", "e", "e", "i", "i", "o", "o", "u", "ai", "ee", "ia", "oo", "ou")
_CODAS = ("", "", "", "", "l", "m", "n", "n", "ng", "r", "s", "t", "x", "ck", "nd")
_TWO_LINES, _FORM, _NUMBER, _BRANCH, _TWICE = 0.22, 0.18, 0.09, 0.1, 0.05
"""Shares of names over lines, with a legal form, with the shop's number or place on their line, printed twice."""


@dataclass(frozen=True, kw_only=True)
class Market:
    """What is usual on receipts of a country: `words` names the language of the texts, `language` the base lexicon.

    `exclusive`: prices are without tax, which is added; `rounding`: totals are rounded to 0.05; `whole`: no cents;
    `split`: mostly two taxes on everything; `untaxed`: mostly no tax at all.
    """

    share: int
    language: str
    country: str
    words: str
    money: list[str]
    dates: list[str]
    taxes: list[str]
    rates: list[str]
    forms: list[str]
    phones: list[str]
    ids: list[str]
    decimal: str = ""
    exclusive: bool = False
    rounding: bool = False
    whole: bool = False
    split: bool = False
    untaxed: bool = False
    addresses: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    states: tuple[str, ...] = ("",)
    trades: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shop:
    """A shop: its name and its address, each line by line, and a firm of another name that may run it."""

    market: Market
    name: tuple[str, ...]
    address: tuple[str, ...]
    firm: str
    is_twice: bool


@cache
def _source() -> dict[str, Any]:
    path = files("nerkit.corpora.generator").joinpath("lexicon", "receipts.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def markets() -> tuple[Market, ...]:
    """All markets; `share` says how common each is."""
    return tuple(Market(**row) for row in _source()["market"].values())


def ways(section: str, market: Market) -> list[str]:
    """The ways in which this market's language writes something."""
    found: list[str] = _source()[section][market.words]
    return found


def expand(template: str, market: Market, rng: Random, values: Mapping[str, str] | None = None) -> str:
    """The template with its numbers, people and places drawn; what `values` holds is taken from there."""

    def drawn(match: re.Match[str]) -> str:
        key = match[1]
        if values and key in values:
            return values[key]
        if key.isdigit():
            return "".join([rng.choice("123456789"), *rng.choices("0123456789", k=int(key) - 1)])
        return _drawn(key, market, rng)

    return invented_names.plain(_PLACE.sub(drawn, template)).strip()


def _drawn(key: str, market: Market, rng: Random) -> str:
    """What a name in a template stands for."""
    match key:
        case "A":
            return rng.choice("ABCDEFGHJKLMNPRSTVW")
        case "brand":
            return brand(rng)
        case "word":
            return invented_names.word(rng)
        case "year":
            return str(rng.randrange(1890, 2020))
        case "clock":
            return clock(rng)
        case "web":
            top = rng.choice(("com", "com", "net", "co", "de", "fr", "my"))
            return f"{rng.choice(('www.', 'www.', ''))}{brand(rng).lower()}.{top}"
        case "trade":
            return rng.choice(market.trades if market.trades and rng.random() < 0.6 else ways("trades", market))
        case "district":
            return rng.choice(market.districts) if rng.random() < 0.7 else brand(rng)
        case "city":
            return rng.choice(market.cities)
        case "place" if market.cities:
            return rng.choice(market.districts)
        case "state" if market.cities:
            return rng.choice(market.states)
        case "colour" | "beast" | "cuisine" | "food" | "dish":
            return str(rng.choice(_source()["parts"][key]))
    source = invented_names.fake(market.country, rng)
    match key:
        case "first":
            return str(source.first_name())
        case "family":
            return str(source.last_name())
        case "person":
            return str(
                rng.choice((source.first_name(), f"{source.first_name()} {source.last_name()[0]}", source.name()))
            )
        case "place":
            return str(source.city())
        case "state":
            return str(source.state_abbr() if rng.random() < 0.7 else source.state())
    raise KeyError(key)


def clock(rng: Random) -> str:
    """A time of day in one of the usual forms."""
    hour, minute, second = rng.randrange(7, 23), rng.randrange(60), rng.randrange(60)
    short, half = f"{(hour - 1) % 12 + 1}:{minute:02d}", "PM" if hour > 11 else "AM"
    return rng.choice(
        (
            f"{hour:02d}:{minute:02d}",
            f"{hour:02d}:{minute:02d}",
            f"{hour:02d}:{minute:02d}:{second:02d}",
            f"{short} {half}",
            f"{short}{half}",
            f"{short}:{second:02d} {half}",
            f"{short}{half[0].lower()}",
            f"{hour:02d}h{minute:02d}",
        )
    )


def brand(rng: Random) -> str:
    """A name that means nothing."""
    sounds = (
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((1, 2, 2, 2, 3)))
    )
    found = "".join(sounds)
    return found.capitalize() if len(found) > 2 else found.upper() + rng.choice("aeiou")


def shop(market: Market, rng: Random) -> Shop:
    """A shop in this market."""
    template = rng.choice(("{brand} {brand}", "{brand} {trade}", "{brand} {word}", "{brand} Foods", "{brand} {family}"))
    firm = expand(template, market, rng)
    return Shop(
        market,
        _name(market, rng),
        tuple(_address(market, rng)),
        f"{firm} {rng.choice(market.forms)}",
        rng.random() < _TWICE,
    )


def _name(market: Market, rng: Random) -> tuple[str, ...]:
    source = _source()["names"]
    own = market.names or source.get(market.words, ())
    pool = own if rng.random() < (0.65 if market.words != "en" or market.names else 0.5) else source["any"]
    if market.words == "en" and rng.random() < 0.15:
        pool = source["en"]
    words = expand(rng.choice(pool), market, rng).split()
    if rng.random() < _FORM:
        words += rng.choice(market.forms).split()
    if rng.random() < _BRANCH:
        words += expand(rng.choice(("{place}", "{place}", "({place})", "- {place}", "@ {place}")), market, rng).split()
    number = rng.choice(("#{4}", "#{3}", "(#{5})", "No. {2}", "{4}", "#{2}", "{A}{1}", "-{3}"))
    name = " ".join(words)
    if rng.random() < _NUMBER:
        name += rng.choice((" ", " ", "")) + expand(number, market, rng)
    lines = [name]
    words = name.split()
    if len(words) > 1 and rng.random() < _TWO_LINES:
        at = rng.randrange(1, len(words))
        lines = [" ".join(words[:at]), " ".join(words[at:])]
        if len(words) - at > 1 and rng.random() < 0.15:
            lines[1:] = [" ".join(words[at:-1]), words[-1]]
    elif rng.random() < 0.06:
        lines.append(expand("{cuisine} {trade}" if market.words == "en" else "{trade}", market, rng))
    return tuple(line.rstrip("-").strip() or name for line in lines)


def _address(market: Market, rng: Random) -> list[str]:
    """The address in as many lines as its parts were given."""
    if market.addresses:
        parts = expand(rng.choice(market.addresses), market, rng).split("|")
    else:
        home = address(market.country, rng)
        parts = list(home.lines)
        if rng.random() < 0.12:
            parts.insert(0, expand(rng.choice(ways("venues", market)), market, rng))
        if market.country in ("GB", "IE") and rng.random() < 0.5:
            parts[-1:] = _british(home.town, home.place, market, rng)
        elif market.country in ("US", "CA", "AU"):
            if rng.random() < 0.5:
                parts[-2] = expand(rng.choice(_source()["parts"]["street"]), market, rng)
            parts[-1:] = _american(parts[-1], rng)
        elif rng.random() < 0.1:
            parts.reverse()
        if rng.random() < 0.1:
            template = rng.choice(market.places or ("{place}",))
            parts = [expand(template, market, rng)]
    parts = [part.strip() for part in parts if part.strip(" ,.")]
    while len(parts) > 1 and rng.random() < 0.24:
        at = rng.randrange(len(parts) - 1)
        parts[at : at + 2] = [f"{parts[at].rstrip(',')}{rng.choice((', ', ', ', ' ', ',', ' - '))}{parts[at + 1]}"]
    if rng.random() < 0.12:
        parts = [part if i + 1 == len(parts) else part.rstrip(",") + "," for i, part in enumerate(parts)]
    if rng.random() < 0.08:
        parts[-1] = parts[-1].rstrip(".,") + "."
    parts[-1] = parts[-1].rstrip(",")
    return [part.rstrip("-").strip() for part in parts]


def _british(town: str, place: str, market: Market, rng: Random) -> list[str]:
    """The town and its code on lines of their own, a county or country among them, or no code."""
    code = town.removeprefix(place).strip(" ,")
    area = expand(rng.choice(("{place}", "Co. {place}", "{place}shire")), market, rng)
    return rng.choice(([place, code], [place, area, code], [area, place, code], [place], [place, area]))


def _american(town: str, rng: Random) -> list[str]:
    """Town, state and code with or without comma, over one line or two, or no code."""
    match = re.fullmatch(r"(.*), (\S+) +(.+)", town)
    if match is None:
        return [town]
    place, state, code = match.groups()
    return rng.choice(
        (
            [town],
            [town],
            [town],
            [town],
            [f"{place} {state} {code}"],
            [f"{place},{state} {code}"],
            [f"{place}, {state}. {code}"],
            [f"{place},{state}.{code}"],
            [f"{place}, {state}"],
            [f"{place}, {state}", code],
            [place, f"{state} {code}"],
            [f"{place} {code}"],
        )
    )
