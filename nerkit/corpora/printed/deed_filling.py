"""The text of a contract: its grammar expanded with its facts, every value marked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random

from babel.dates import format_date
from markupsafe import Markup, escape

from nerkit.corpora.printed.deed import Deed
from nerkit.corpora.printed.homes import Trader, filled
from nerkit.corpora.printed.look import PageLook
from nerkit.corpora.printed.manner import Manner
from nerkit.corpora.printed.value_marks import Marker
from nerkit.labels import labels

AMOUNTS = {
    "rent": "RENT", "deposit": "DEPOSIT", "fee": "FEE", "salary": "SALARY", "price": "PRICE", "principal": "PRINCIPAL",
    "cap": "LIABILITY_CAP",
}  # fmt: skip
"""Amounts that have a role, and their labels where the schema has them."""
_TIMES = {"salary": 10, "price": 40, "principal": 60, "cap": 100}
"""How many times the deed's own amount such an amount is."""

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_PLACE = re.compile(r"\{(\w+)\}")
_WORDS, _BOTH, _BLANK = 0.25, 0.15, 0.06
"""Shares of durations in words, in words and figures, and of days that are left blank."""


@dataclass
class DeedFilling:
    """All that the text of one contract may say, by its `places`; each use of a value is a mark of its own."""

    deed: Deed
    look: PageLook
    manner: Manner
    rng: Random
    marker: Marker
    places: Callable[[DeedFilling], dict[str, Callable[[], object]]]

    def chance(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.rng.random() < share

    def one(self, *ways: object) -> object:
        """One of them."""
        return self.rng.choice(ways)

    def text(self, template: str, **more: Callable[[], object]) -> Markup:
        """A template with its choices made and its places filled; a place may be a rule of the wording."""
        while "[" in template and (made := _CHOICE.sub(self._chosen, template)) != template:
            template = made
        parts = _PLACE.split(template)
        return Markup("").join(
            self._place(part, more) if i % 2 else Markup(escape(part)) for i, part in enumerate(parts)
        )

    def _chosen(self, match: re.Match[str]) -> str:
        return str(self.rng.choice(match[1].split("|")))

    def _place(self, name: str, more: dict[str, Callable[[], object]]) -> Markup:
        found = more.get(name) or self._places.get(name)
        if found is None:
            return self.text(self.rng.choice(self.deed.words[name]), **more)
        value = found()
        return value if isinstance(value, Markup) else Markup(escape(str(value)))

    # Values

    def mark(self, label: str, text: str) -> Markup:
        """The text as a value of this label, without a mark where the schema has no such label."""
        return self.marker.mark(label, text) if label in labels() else Markup(escape(text))

    @cached_property
    def _date_form(self) -> str:
        return str(self.rng.choice(self.deed.words["dates"]))

    def date(self, day: dt.date, label: str = "DATE") -> Markup:
        """A day, left blank on some."""
        if label == "AGREEMENT_DATE" and self._undated:
            return Markup(escape(self.rng.choice(self.deed.words["blanks"])))
        return self.marker.mark(label, format_date(day, self._date_form, self.manner.locale))

    @cached_property
    def _undated(self) -> bool:
        return self.chance(_BLANK)

    def amount(self, role: str = "") -> Markup:
        """An amount of the deed's size; of a role where one is given."""
        value = self.deed.amount if role else Decimal(self.rng.randrange(1, 400) * 25)
        written = self.manner.money(value * _TIMES.get(role, 1))
        label = AMOUNTS.get(role, "AMOUNT")
        return self.marker.mark(label if label in labels() else "AMOUNT", written)

    def percent(self, label: str = "PERCENT") -> Markup:
        """A percentage."""
        value = Decimal(self.rng.choice(("1", "1.5", "2", "3", "4", "5", "8", "9", "10", "20", "2.5", "99.5")))
        return self.marker.mark(label if label in labels() else "PERCENT", self.manner.percent(value))

    def duration(self, length: tuple[int, str], label: str = "DURATION", *, behind: bool = False) -> Markup:
        """A length of time in figures, in words or in both; `behind` a preposition."""
        number, unit = length
        one, several, inflected = self.deed.words["units"][unit]
        name = one if number == 1 else inflected if behind else several
        draw = self.rng.random()
        spoken = self._spoken(number) if draw < _WORDS + _BOTH and number > 1 else str(number)
        written = f"{spoken} ({number})" if draw < _BOTH and number > 1 else spoken
        return self.marker.mark(label if label in labels() else "DURATION", f"{written} {name}")

    def _spoken(self, number: int) -> str:
        from num2words import num2words

        return str(num2words(number, lang=self.deed.home.language))

    def law(self, rule: str) -> Markup:
        """The name of the law that is chosen."""
        ways = self.deed.words[rule]
        return self.mark("GOVERNING_LAW", self.rng.choice(ways.get(self.deed.home.code) or next(iter(ways.values()))))

    # Parties

    def name(self, who: Trader) -> Markup:
        """A party's name."""
        return self.mark("PARTY", who.name)

    def party(self, index: int) -> Markup:
        """Both or all on a side, as an opening describes them: names, addresses, and the role at the end."""
        sides = (self.deed.parties[:1], self.deed.parties[1:])
        words = self.deed.words["party"]
        found = [
            self.text(self.rng.choice(words["person" if who.is_person else "company"]), **self.of(who))
            for who in sides[index]
        ]
        entry = Markup(self.rng.choice(("\n", " {} ".format(words.get("and", "&"))))).join(found)
        role = self.text(self.rng.choice(words["role"]), role=lambda: self.deed.roles[index])
        return entry + role

    def of(self, who: Trader) -> dict[str, Callable[[], object]]:
        """What may be said of one party, by place."""
        birth = self.deed.signed - dt.timedelta(days=self.rng.randrange(20 * 365, 70 * 365))
        return {
            "name": lambda: self.name(who),
            "address": lambda: self.mark("PARTY_ADDRESS", ", ".join(who.address)),
            "place": lambda: who.place,
            "person": lambda: self.mark("REPRESENTATIVE", who.manager),
            "office": lambda: self.rng.choice(self.deed.words["offices"]),
            "register": lambda: who.register,
            "tax": lambda: who.vat_id or who.tax_number,
            "birth": lambda: self.date(birth),
            "digits": lambda: filled("8n", self.rng),
            "letter": lambda: filled("1a", self.rng),
        }

    @cached_property
    def _places(self) -> dict[str, Callable[[], object]]:
        return self.places(self)
