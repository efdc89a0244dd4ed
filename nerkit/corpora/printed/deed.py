"""What a contract says before it is worded: who agrees what kind of thing, from when, for how long, for how much."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from nerkit.corpora.printed.deed_wording import deed_languages, deed_wording
from nerkit.corpora.printed.homes import HomeCountry, Trader, homes, trader

_THIRD, _NEW, _FIRST_DAY, _DAYS = 0.12, 0.85, dt.date(1998, 1, 1), 11000
"""Shares of contracts with a third party on the second side, and of documents from the last years."""


Length = tuple[int, str]
"""A number and a unit of time: year, month, week, day."""
_TERMS: tuple[Length, ...] = (
    *((number, "year") for number in (1, 2, 3, 5, 9, 10)),
    *((number, "month") for number in (6, 12, 18, 24, 36)),
)
_RENEWALS: tuple[Length, ...] = ((1, "year"), (12, "month"), (6, "month"), (3, "month"), (2, "year"), (5, "year"))
_NOTICES: tuple[Length, ...] = (
    *((1, "month"), (3, "month"), (6, "month"), (4, "week"), (2, "week"), (6, "week")),
    *((14, "day"), (30, "day"), (60, "day"), (90, "day")),
)


@dataclass(frozen=True)
class Deed:
    """The facts of one contract; `parties` are two or three, the third shares the second one's role."""

    kind: str
    home: HomeCountry
    title: str
    roles: tuple[str, str]
    parties: tuple[Trader, ...]
    signed: dt.date
    start: dt.date
    end: dt.date
    term: Length
    renewal: Length
    renewal_notice: Length
    notice: Length
    amount: Decimal
    venue: str
    address: str

    @property
    def words(self) -> Any:
        """The wording of its language."""
        return deed_wording(self.home.language)


def deed(rng: Random, languages: tuple[str, ...] = ()) -> Deed:
    """A contract from one of the countries whose language words them, or one of the `languages`."""
    pool = [home for home in homes() if home.language in (languages or deed_languages())]
    home = rng.choices(pool, [one.weight for one in pool])[0]
    words = deed_wording(home.language)
    kind = rng.choices(list(words["kinds"]), [rules.get("weight", 1) for rules in words["kinds"].values()])[0]
    rules = words["kinds"][kind]
    first, second = rules["persons"]
    parties = [trader(home, rng, persons=first), trader(home, rng, persons=second)]
    if rng.random() < _THIRD:
        parties.append(trader(home, rng, persons=second))
    signed = _FIRST_DAY + dt.timedelta(days=int(rng.triangular(0, _DAYS, _NEW * _DAYS)))
    start = rng.choice((signed, _first_of_month(signed, rng), signed + dt.timedelta(days=rng.randrange(1, 90))))
    term = rng.choice(_TERMS)
    other = trader(home, rng)
    return Deed(
        kind=kind, home=home,
        title=rng.choice(rules["titles"]),
        roles=tuple(rng.choice(rules["roles"])),
        parties=tuple(parties),
        signed=signed, start=start, end=_end(start, term),
        term=term,
        renewal=rng.choice(_RENEWALS), renewal_notice=rng.choice(_NOTICES), notice=rng.choice(_NOTICES),
        amount=Decimal(rng.randrange(20, 900)) * rng.choice((1, 5, 10, 50)),
        venue=rng.choice((parties[0].place, other.place)),
        address=", ".join(other.address),
    )  # fmt: skip


def _first_of_month(day: dt.date, rng: Random) -> dt.date:
    month = day.month + rng.choice((1, 1, 2, 3))
    return dt.date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _end(start: dt.date, term: Length) -> dt.date:
    """The last day of a term, which is the one before its anniversary."""
    months = start.month - 1 + (term[0] * 12 if term[1] == "year" else term[0])
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, 28)
    return dt.date(year, month, day) - dt.timedelta(days=1)
