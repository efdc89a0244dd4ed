"""Who makes the agreements: companies and persons with their homes, and the third parties that only get mentioned."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from nerkit.corpora.agreements.grammar import Grammar, lexicon
from nerkit.corpora.augmentation import invented_names

_FOREIGN, _OTHER_MANNER, _CAPITALS = 0.22, 0.15, 0.22
"""Shares of companies from outside the US, of names in the manner of invoices' sellers, of names all in capitals."""
_SURNAME_ENDS = (*[""] * 30, ", Jr.", ", Jr.", " Jr.", " III", ", Sr.", " II", ", M.D.", ", Ph.D.")


@dataclass(frozen=True)
class Home:
    """Where a party sits: its address in one line, and the state or country whose law it is formed under."""

    place: str
    kind: str
    city: str
    address: str
    form: str
    adjective: str

    @property
    def law(self) -> str:
        """Under whose laws a party of this place is formed."""
        return f"the State of {self.place}" if self.kind == "state" else self.place


@dataclass(frozen=True)
class Officer:
    """Who signs for a company."""

    name: str
    office: str


@dataclass(frozen=True)
class ContractParty:
    """A party: `name` as the agreement writes it, `officer` None where the party is a person and signs itself."""

    name: str
    home: Home
    role: str
    officer: Officer | None

    @property
    def surname(self) -> str:
        """A person's family name."""
        return next(word for word in reversed(self.name.replace(",", "").split()) if word not in _ENDINGS)


_ENDINGS = {"Jr.", "Sr.", "II", "III", "M.D.", "Ph.D.", "JR.", "SR.", "PH.D."}


def _row(rows: list[list[Any]], rng: Random) -> list[Any]:
    """One row of a table whose last column is its weight."""
    return rng.choices(rows, weights=[row[-1] for row in rows])[0]


def home(rng: Random, *, abroad: bool | None = None) -> Home:
    """An address in the US, or in another country."""
    places = lexicon("places")
    if rng.random() < _FOREIGN if abroad is None else abroad:
        place, city, form, adjective, _ = _row(places["foreign"], rng)
        street = f"{rng.randint(1, 250)} {rng.choice(places['streets'])}"
        return Home(place, "country", city, f"{street}, {city}, {place}", form, _article(adjective or place))
    city, short, _ = rng.choice(places["cities"])
    street = f"{rng.randint(1, 9900)} {rng.choice(places['streets'])}"
    if rng.random() < 0.4:
        street += rng.choice((", Suite {}", ", Floor {}", ", Building {}")).format(rng.randint(2, 950))
    code = f"{rng.randint(1000, 99900):05d}"
    state = _row(places["incorporation"], rng)[0] if rng.random() < 0.8 else places["states"][short]
    postal = short if rng.random() < 0.6 else places["states"][short]
    return Home(
        state,
        "state",
        f"{city}, {postal}",
        f"{street}, {city}, {postal} {code}",
        rng.choice(places["us_forms"]),
        _article(state),
    )


def _article(place: str) -> str:
    """The place before a noun, with its article: "an Ohio", "a Delaware"."""
    name = place.removeprefix("the ")
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"


def company_name(rng: Random, where: Home) -> str:
    """A company's name with the legal form of its home."""
    if rng.random() < _OTHER_MANNER:
        return invented_names.company(rng.choice(("US", "US", "GB", "CA", "DE", "FR", "IE")), rng)
    grammar = Grammar(
        {
            "family": lambda: invented_names.surname("US", rng),
            "brand": lambda: invented_names.word(rng),
            "initials": "".join(rng.choices("ABCDEFGHIJKLMNOPRSTVWX", k=rng.choice((2, 3, 3)))),
            "city": where.city.split(",")[0],
        },
        rng,
    )
    return f"{grammar.name('company_stem')}{'' if rng.random() < 0.03 else _legal_form(where, rng)}"


def _legal_form(where: Home, rng: Random) -> str:
    forms = lexicon("places")["forms"]
    return str(rng.choice(forms.get(where.form, forms["corporation"])))


def person_name(rng: Random) -> str:
    """A person's name, with a middle initial or a "Jr." at times."""
    country = rng.choice(("US",) * 8 + ("GB", "CA", "DE", "FR", "IE"))
    name = invented_names.person(country, rng)
    if rng.random() < 0.25 and "." not in name:
        first, _, last = name.partition(" ")
        name = rng.choice(
            (
                f"{first} {rng.choice('ABCDEFGHJKLMPRSTW')}. {last}",
                f"{first[0]}. {invented_names.person('US', rng).split()[0]} {last}",
            )
        )
    return name + rng.choice(_SURNAME_ENDS)


def party(rng: Random, role: str, *, person: bool) -> ContractParty:
    """A party in this role."""
    where = home(rng, abroad=False if person else None)
    name = person_name(rng) if person else company_name(rng, where)
    officer = None if person else Officer(person_name(rng), rng.choice(lexicon("words")["office"]))
    return ContractParty(name.upper() if rng.random() < _CAPITALS else name, where, role, officer)
