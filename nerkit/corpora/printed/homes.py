"""The countries that documents come from, and what is invented there: people, companies, addresses, numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from stdnum import iban as iban_number
from stdnum import luhn
from stdnum.eu import vat as vat_number

from nerkit.corpora.augmentation.invented_names import ascii_stem, source
from nerkit.corpora.printed.wording import Wording, wording
from nerkit.locales.countries.legal_forms import legal_forms

_PERSONS, _NO_FORM, _TRIES = 0.12, 0.12, 4000
"""Shares of sellers that are a person's name, and of companies without legal form; draws for a number that is valid."""


@dataclass(frozen=True)
class HomeCountry:
    """A country: see `countries.toml`."""

    code: str
    language: str
    weight: int
    locale: str
    currency: str
    rates: tuple[str, ...]
    iban: str = ""
    vat: str = ""

    @property
    def wording(self) -> Wording:
        """How documents are worded there."""
        return wording(self.language)


@cache
def homes() -> tuple[HomeCountry, ...]:
    """All of them."""
    text = files("nerkit.corpora.printed").joinpath("countries.toml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, Any]] = tomllib.loads(text)
    return tuple(HomeCountry(row.pop("iso", code), rates=tuple(row.pop("rates")), **row) for code, row in rows.items())


@dataclass(frozen=True)
class Trader:
    """Somebody who sells, buys or employs: a company or a person, with all numbers that documents give of it."""

    name: str
    short: str
    street: str
    town: str
    place: str
    country: str
    phone: str
    email: str
    web: str
    manager: str
    vat_id: str
    tax_number: str
    register: str
    iban: str
    bic: str
    bank: str
    is_person: bool

    @property
    def address(self) -> tuple[str, str]:
        """The lines below the name, without the country."""
        return self.street, self.town


def trader(home: HomeCountry, rng: Random, *, persons: float = _PERSONS) -> Trader:
    """Somebody of this country; with probability `persons` a person."""
    fake = source(home.locale, rng)
    is_person = rng.random() < persons
    manager = fake.name()
    short, name = (manager, manager) if is_person else _company(home, fake, rng)
    stem = ascii_stem(short)
    place = fake.city()
    return Trader(
        name=name,
        short=short,
        street=fake.street_address().replace("\n", ", "),
        town=_town(home, fake.postcode(), place),
        place=place,
        country=home.wording.countries.get(home.code, home.code),
        phone=fake.phone_number(),
        email=f"{rng.choice(home.wording.mailboxes)}@{stem}.{home.code.lower() if home.code != 'US' else 'com'}",
        web=f"{rng.choice(('www.', 'www.', ''))}{stem}.{rng.choice((home.code.lower(), 'com', 'eu'))}",
        manager=manager,
        vat_id=vat_id(home, rng),
        tax_number=filled(rng.choice(("8n", "9n", "10n", "2n/3n/5n", "3n-3n-3n")), rng),
        register=filled(rng.choice(("HRB 5n", "6n", "9n", "2n.3n.3n", "RO5n")), rng),
        iban=iban(home, rng),
        bic=filled(f"4a{home.code}2c{rng.choice(('', 'XXX', '3n'))}", rng),
        bank=rng.choice(home.wording.banks).format(place=place, family=fake.last_name()),
        is_person=is_person,
    )


def _company(home: HomeCountry, fake: Any, rng: Random) -> tuple[str, str]:
    words = home.wording
    short = rng.choice(words.companies).format(
        family=fake.last_name(), other=fake.last_name(), place=fake.city(), person=fake.name(),
        trade=rng.choice(words.trades), brand=_brand(rng),
        initials="".join(rng.choices("ABCDEFGHIKLMNOPRSTVWX", k=rng.choice((2, 3, 3, 4)))),
    )  # fmt: skip
    if rng.random() < 0.07:
        short = short.upper()
    forms = [
        written for form in legal_forms() if home.code in form.countries for written in (form.name, *form.spellings)
    ]
    if not forms or rng.random() < _NO_FORM:
        return short, short
    form = rng.choice(forms)
    if rng.random() < 0.3:
        form = form.replace(".", "")
    comma = "," if home.language == "en" and rng.random() < 0.3 else ""
    return short, f"{short}{comma} {form}"


def _brand(rng: Random) -> str:
    sounds = ("b", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "st", "br", "kl", "z")
    word = "".join(rng.choice(sounds) + rng.choice("aeiou") for _ in range(rng.choice((2, 2, 3))))
    return (word + rng.choice(("", "", "n", "x", "r", "tec", "lux", "med", "com", "net"))).capitalize()


def _town(home: HomeCountry, code: str, place: str) -> str:
    if home.code in ("US", "CA", "AU"):
        return f"{place}, {code}"
    return f"{place} {code}" if home.language == "en" else f"{code} {place}"


def filled(shape: str, rng: Random) -> str:
    """A shape with digits and letters: "2n" is two digits, "3a" three letters, "4c" four of either."""
    out, count = "", ""
    pools = {"n": "0123456789", "a": "ABCDEFGHJKLMNPRSTUVW", "c": "0123456789ABCDEFGHJK"}
    for char in shape:
        if char.isdigit():
            count += char
        elif count and char in pools:
            out += "".join(rng.choices(pools[char], k=int(count)))
            count = ""
        else:
            out, count = out + count + char, ""
    return out + count


def iban(home: HomeCountry, rng: Random) -> str:
    """An IBAN whose check digits hold; "" in a country that has none."""
    if not home.iban:
        return ""
    body = filled(home.iban, rng)
    return f"{home.code}{iban_number.calc_check_digits(f'{home.code}00{body}')}{body}"


def vat_id(home: HomeCountry, rng: Random) -> str:
    """A VAT number with its country's letters, valid where its form can be told by its checksum; "" without one."""
    if not home.vat:
        return ""
    code = {"GR": "EL"}.get(home.code, home.code)
    shape = home.vat.replace(" ", "")
    if home.code == "SE":
        body = filled("9n", rng)
        return f"SE{body}{luhn.calc_check_digit(body)}01"
    check: Callable[[str], bool] = vat_number.is_valid if home.code not in ("GB", "CH") else lambda _: True
    drawn = (f"{code}{filled(shape, rng)}" for _ in range(_TRIES))
    first = next(drawn)
    return next((number for number in (first, *drawn) if check(number)), first)
