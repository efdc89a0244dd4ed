"""What a filled-in form says: sections of keys with values, tables and choices, in the words of one language."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from nerkit.corpora.printed.homes import HomeCountry, Trader, filled, homes, trader
from nerkit.corpora.printed.manner import Manner
from nerkit.locales import locale

_FIRST_DAY, _DAYS = dt.date(1950, 1, 1), 27700
_EMPTY = 0.08
"""Share of keys to which nothing is answered."""

_SHAPES = (
    "5n",
    "6n",
    "8n",
    "10n",
    "2a6n",
    "1a5n",
    "2a-4n-4n",
    "3n/4n/4n",
    "4n-2n",
    "2n 3n 3n 3n",
    "3a-2n-6n",
    "1a2n-7n",
    "2a2n3a4n",
    "4n.4n.6n.1n",
    "2n-2n-2n",
    "#5n",
)
_WEIGHTS = {
    "name": 10,
    "person": 4,
    "address": 6,
    "date": 13,
    "code": 15,
    "amount": 12,
    "number": 8,
    "percent": 3,
    "phone": 5,
    "email": 3,
    "iban": 1.5,
    "bic": 1,
    "place": 7,
    "text": 14,
}


@dataclass(frozen=True)
class FormEntry:
    """A key, the lines of its value (none where it is left empty), and what kind of answer that is."""

    key: str
    lines: tuple[str, ...]
    kind: str


@cache
def form_languages() -> tuple[str, ...]:
    """The languages in which forms are worded."""
    names = (entry.name for entry in files("nerkit.corpora.printed").joinpath("form_wording").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def form_wording(language: str) -> Mapping[str, Any]:
    """The tables of a language: see `form_wording/en.toml`. Raises FileNotFoundError for one that has no file."""
    path = files("nerkit.corpora.printed").joinpath("form_wording", f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def form_home(rng: Random, languages: tuple[str, ...] = ()) -> HomeCountry:
    """A country whose language words forms, or one of the `languages`; English ones most often."""
    pool = [home for home in homes() if home.language in (languages or form_languages())]
    language = rng.choice(sorted({home.language for home in pool}) + ["en"] * 3 * ("en" in {h.language for h in pool}))
    return rng.choice([home for home in pool if home.language == language])


@dataclass(frozen=True)
class FormAnswers:
    """What is filled in on one form."""

    home: HomeCountry
    manner: Manner
    rng: Random
    people: tuple[Trader, ...]

    @classmethod
    def of(cls, home: HomeCountry, manner: Manner, rng: Random) -> FormAnswers:
        """FormAnswers of a few people and companies of a country."""
        return cls(home, manner, rng, tuple(trader(home, rng, persons=0.4) for _ in range(4)))

    @property
    def words(self) -> Mapping[str, Any]:
        """The wording of its language."""
        return form_wording(self.home.language)

    def entries(self, count: int, *, empty: float = _EMPTY) -> list[FormEntry]:
        """So many keys, each once, with what is answered."""
        found: dict[str, FormEntry] = {}
        while len(found) < count:
            kind = self.rng.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))[0]
            key = self._key(kind)
            lines = () if self.rng.random() < empty else self.answer(kind)
            found.setdefault(key, FormEntry(key, lines, kind))
        return list(found.values())

    def entry(self, kind: str) -> FormEntry:
        """A key of this kind with its answer."""
        return FormEntry(self._key(kind), self.answer(kind), kind)

    def _key(self, kind: str) -> str:
        words = self.words["keys"][kind]
        known = _LABELS.get(kind, ())
        if known and self.rng.random() < 0.12:
            label = self.rng.choice(known)
            words = locale(self.home.language).labels[label].words or words
        text = str(self.rng.choice(words))
        text = text[:1].upper() + text[1:]
        more = self.rng.random()
        if more < 0.03:
            return f"{text} ({self.rng.choice(('1-10', '%', '19%', '*', '0%', '2', 'optional', 'EUR', 'A'))})"
        return f"{text} {self.rng.choice(('2022', '2023', 'A', 'B', '1', '2', 'II'))}" if more < 0.06 else text

    def answer(self, kind: str) -> tuple[str, ...]:
        """The lines of an answer."""
        return self._answers[kind]()

    @property
    def _answers(self) -> Mapping[str, Callable[[], tuple[str, ...]]]:
        rng = self.rng
        who = rng.choice(self.people)
        return {
            "name": lambda: (rng.choice((who.name, who.manager, who.manager, f"{who.manager}, {who.short}")),),
            "person": lambda: (rng.choice((who.manager, who.manager.split()[-1], who.manager.split()[0])),),
            "address": lambda: self._address(who),
            "date": lambda: (
                self.manner.date(self.day())
                + rng.choice(("", "", "", "", f" {rng.randrange(7, 19):02d}:{rng.randrange(60):02d}")),
            ),
            "code": lambda: (filled(rng.choice(_SHAPES), rng),),
            "amount": lambda: (self.money(),),
            "number": lambda: (self._number(),),
            "percent": lambda: (self.manner.percent(Decimal(rng.randrange(1, 400)) / rng.choice((1, 4, 10))),),
            "phone": lambda: (who.phone,),
            "email": lambda: (rng.choice((who.email, who.email, who.web)),),
            "iban": lambda: (" ".join(who.iban[i : i + 4] for i in range(0, len(who.iban), 4)) or filled("9n", rng),),
            "bic": lambda: (who.bic,),
            "place": lambda: (rng.choice((who.place, who.country, f"{who.place}, {who.country}")),),
            "text": lambda: (str(rng.choice(self.words["values"]["text"])),),
        }

    def _address(self, who: Trader) -> tuple[str, ...]:
        name = (self.rng.choice((who.name, who.manager)),) if self.rng.random() < 0.6 else ()
        lines = (*name, *who.address, *((who.country,) if self.rng.random() < 0.2 else ()))
        return (", ".join(lines),) if self.rng.random() < 0.35 else lines

    def _number(self) -> str:
        value = Decimal(self.rng.randrange(1, self.rng.choice((10, 100, 5000)))) / self.rng.choice((1, 1, 1, 10))
        unit = f" {self.rng.choice(self.words['values']['unit'])}" if self.rng.random() < 0.4 else ""
        return f"{self.manner.quantity(value)}{unit}"

    def money(self, *, bare: bool = False) -> str:
        """An amount, mostly positive."""
        top = self.rng.choice((100, 1000, 10000, 90000))
        value = Decimal(self.rng.randrange(100, top * 100)) / 100
        return self.manner.money(-value if self.rng.random() < 0.08 else value, bare=bare)

    def day(self) -> dt.date:
        """A day of the last decades."""
        return _FIRST_DAY + dt.timedelta(days=int(self.rng.triangular(0, _DAYS, _DAYS)))

    def measured(self) -> str:
        """A value of a table."""
        rng = self.rng
        return rng.choice(
            (
                str(rng.randrange(1, 300)),
                self.manner.number(Decimal(rng.randrange(1, 9999)) / 100),
                f"<{rng.randrange(1, 20)}",
            )
        )


_LABELS = {
    "date": ("INVOICE_DATE", "DUE_DATE", "PERIOD_START", "PERIOD_END"),
    "code": ("INVOICE_NUMBER", "ORDER_NUMBER", "VAT_ID"),
    "amount": ("NET_AMOUNT", "TAX_AMOUNT", "TOTAL_AMOUNT"),
    "name": ("SELLER", "BUYER"),
}
"""Labels of the schema whose label words announce answers of a kind."""
