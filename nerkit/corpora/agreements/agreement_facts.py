"""One agreement: who, what, when and under which law; and the words that its templates ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from nerkit.corpora.agreements import agreed_quantities as write
from nerkit.corpora.agreements import people
from nerkit.corpora.agreements.grammar import Fact, Grammar, lexicon
from nerkit.corpora.agreements.markup import leave_open, mark
from nerkit.corpora.agreements.people import ContractParty
from nerkit.corpora.augmentation import invented_names

_LETTERS, _BLANK_DATES, _UNDATED, _MORE_PARTIES = 0.1, 0.05, 0.04, 0.12
"""Shares of other kinds written as letters, of blank dates, of agreements without date, of more than two parties."""
_LETTER_KINDS = frozenset({"nda", "employment", "separation", "consulting"})


@dataclass(frozen=True)
class AgreementFacts:
    """What is decided before a word is written. `date` is "" where the agreement has none, and marked otherwise."""

    kind: str
    rules: dict[str, Any]
    title: str
    parties: tuple[ContractParty, ...]
    signed: date
    date: str
    letter: bool
    mutual: bool


def agreement(rng: Random) -> AgreementFacts:
    """An agreement of any kind."""
    kinds = lexicon("kinds")
    kind = rng.choices(list(kinds), weights=[rules["share"] for rules in kinds.values()])[0]
    rules = kinds[kind]
    title = rng.choice(rules["titles"])
    roles = list(rng.choice(rules["roles"]))
    letter = kind == "letter" or (kind in _LETTER_KINDS and rng.random() < _LETTERS)
    if not letter and rng.random() < _MORE_PARTIES:
        roles += rng.sample(
            ("Guarantor", "Subsidiary", "Holdings", "Shareholder", "Investor", "Third Party"), rng.choice((1, 1, 2))
        )
    shares = [*rules["persons"], 0.4, 0.4]
    signed = write.day(rng)
    draw = rng.random()
    blank = rng.choice(("____ day of __________, {}", "_________ __, {}", "___________, {}", "___ day of ________ {}"))
    when = blank.format(rng.choice((signed.year, f"{signed.year // 100}__"))) if draw < _BLANK_DATES else ""
    if draw > _BLANK_DATES + _UNDATED:
        when = mark("AGREEMENT_DATE", write.written_date(signed, rng, formal=not letter))
    return AgreementFacts(
        kind,
        rules,
        title,
        tuple(people.party(rng, role, person=rng.random() < share) for role, share in zip(roles, shares, strict=False)),
        signed,
        when,
        letter,
        "utual" in title or "ciprocal" in title or (kind == "nda" and rng.random() < 0.3),
    )


def grammar(deal: AgreementFacts, rng: Random) -> Grammar:
    """The grammar that knows the facts of `deal`."""
    articles = "the " if rng.random() < 0.6 else ""
    roles = [party.role if party.role.startswith("Party ") else articles + party.role for party in deal.parties]
    sides = ("the Disclosing Party", "the Receiving Party")
    if not deal.mutual and deal.kind in ("nda", "letter"):
        sides = (roles[0], roles[1])
    if deal.kind in ("employment", "separation", "consulting"):
        sides = (roles[0], roles[1])
    itself = "this letter agreement" if deal.letter and rng.random() < 0.6 else "this Agreement"
    facts: dict[str, Fact] = {
        "A": roles[0],
        "B": roles[1],
        "D": sides[0],
        "R": sides[1],
        "agr": itself,
        "AGR": itself.upper(),
    }
    facts |= {"THIS": rng.choice(("THIS", "This")), "doc": _own_title(deal.title, rng)}
    return Grammar(facts | _law(rng) | _durations(rng) | _dates(deal, rng) | _others(rng), rng)


def _own_title(title: str, rng: Random) -> str:
    """The title inside a sentence, where corpora disagree whether it counts."""
    draw = rng.random()
    if draw < 0.35:
        return rng.choice(("AgreementFacts", "AGREEMENT"))
    return leave_open("TITLE", title.upper() if draw < 0.65 else title)


def _law(rng: Random) -> dict[str, Fact]:
    rows = lexicon("places")["laws"]
    place, before, _ = rng.choices(rows, weights=[row[-1] for row in rows])[0]
    name = mark("GOVERNING_LAW", place)
    capitals = mark("GOVERNING_LAW", place.upper())
    long = {
        "state": "the State of ",
        "commonwealth": "the Commonwealth of ",
        "province": "the Province of ",
        "the": "the ",
    }.get(before, "")
    if before != "the" and rng.random() < 0.35:
        long = ""
    adjective = {
        "England": mark("GOVERNING_LAW", "English law"),
        "England and Wales": mark("GOVERNING_LAW", "English law"),
    }
    by_law = adjective.get(place) or (
        f"{name} law" if before in ("state", "commonwealth") else f"the laws of {long}{name}"
    )
    return {"law_of": long + name, "LAW_OF": long.upper() + capitals, "law_adj": by_law}


def _durations(rng: Random) -> dict[str, Fact]:
    years = rng.choice((1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 5, 7, 10))
    number, unit = rng.choice(
        ((years, "year"), (years, "year"), (years, "year"), (rng.choice((6, 9, 12, 18, 18, 24, 36, 60)), "month"))
    )
    if rng.random() < 0.02:
        number, unit = rng.choice((90, 180)), "day"
    again, again_unit = rng.choice(((1, "year"), (1, "year"), (2, "year"), (12, "month"), (6, "month"), (3, "year")))
    notice = rng.choice(((30, "day"), (60, "day"), (90, "day"), (180, "day"), (3, "month"), (6, "month")))

    def any_duration() -> str:
        some = rng.choice(
            (
                (1, "year"),
                (2, "year"),
                (6, "month"),
                (12, "month"),
                (18, "month"),
                (24, "month"),
                (3, "year"),
                (3, "month"),
            )
        )
        return write.written_duration(*some, rng)

    def days() -> str:
        unit = rng.choice(("day",) * 7 + ("business day", "calendar day"))
        return write.written_duration(
            rng.choice((2, 3, 5, 7, 10, 10, 14, 15, 20, 21, 30, 30, 30, 45, 60, 90)), unit, rng
        )

    return {
        "term": lambda: mark("TERM", write.written_duration(number, unit, rng)),
        "term_adj": lambda: mark("TERM", write.written_duration(number, unit, rng, before_noun=True)),
        "anniversary": lambda: mark("TERM", write.written_anniversary(min(years, 5), rng)),
        "renewal": lambda: mark("RENEWAL_TERM", write.written_duration(again, again_unit, rng)),
        "renewal_adj": lambda: mark("RENEWAL_TERM", write.written_duration(again, again_unit, rng, before_noun=True)),
        "notice": lambda: mark("NOTICE_PERIOD", write.written_duration(*notice, rng)),
        "dur": any_duration,
        "days": days,
        "vacation": lambda: write.written_duration(rng.choice((2, 3, 4)), "week", rng),
    }


def _dates(deal: AgreementFacts, rng: Random) -> dict[str, Fact]:
    def near(first: int, last: int, **how: bool) -> str:
        return write.written_date(deal.signed + timedelta(days=rng.randint(first, last)), rng, **how)

    return {
        "olddate": lambda: near(-1500, -5, formal=False),
        "otherday": lambda: near(10, 700, formal=False),
        "yearend": lambda: write.written_date(
            date(deal.signed.year - 1, *rng.choice(((12, 31), (6, 30)))), rng, formal=False
        ),
        "expiration": lambda: mark("EXPIRATION_DATE", near(300, 2500, formal=False)),
        "effective": lambda: mark("EFFECTIVE_DATE", near(1, 60) if rng.random() < 0.6 else near(-60, -1)),
    }


def _others(rng: Random) -> dict[str, Fact]:
    """Third parties, places and figures: what stands in agreements without being theirs."""
    places = lexicon("places")

    def place() -> str:
        return str(people.home(rng).place)

    def city() -> str:
        name, state, _ = rng.choice(places["cities"])
        return f"{name}, {places['states'][state]}" if rng.random() < 0.6 else str(name)

    others: dict[str, Callable[[], str]] = {
        "thirdco": lambda: people.company_name(rng, people.home(rng)),
        "thirdperson": lambda: people.person_name(rng),
        "place": place,
        "lawhome": lambda: people.home(rng).law,
        "city": city,
        "cityname": lambda: str(rng.choice(places["cities"])[0]),
        "address": lambda: people.home(rng).address,
        "family": lambda: invented_names.surname("US", rng),
        "brand": lambda: invented_names.word(rng),
        "amount": lambda: write.written_amount(rng),
        "percent": lambda: write.written_percent(rng),
        "rate": lambda: rng.choice(
            ("1%", "1.5%", "one and one-half percent (1.5%)", "2%", "6%", "8.25%", "five percent (5%)")
        ),
        "n": lambda: str(rng.randint(1, 12)),
        "miles": lambda: rng.choice(("ten (10)", "twenty-five (25)", "50", "one hundred")),
        "hours": lambda: str(rng.choice((10, 20, 40))),
        "shares": lambda: f"{rng.randrange(2, 900) * 500:,}",
    }
    return {**others, "PLACE": lambda: place().upper(), "FAMILY": lambda: invented_names.surname("US", rng).upper()}
