"""How one document writes dates, amounts and percentages: chosen once, then kept, as a real program would."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from nerkit.corpora.generator.lexicon import Lexicon

_DATES = {
    "de": ("%d.%m.%Y",) * 10 + ("%d.%m.%y", "{d}. {B} %Y", "%d. {B} %Y", "{d}.{m}.%Y", "%Y-%m-%d", "{d}. {b} %Y", "%d-%m-%Y", "%d.%m.%Y"),
    "fr": ("%d/%m/%Y",) * 8 + ("{d} {B} %Y", "%d {B} %Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%Y-%m-%d", "{d} {b} %Y", "{first} {B} %Y"),
    "en": ("%d/%m/%Y", "%d/%m/%Y", "{d} {B} %Y", "%d {B} %Y", "%d {b} %Y", "%d-{b}-%Y", "{nth} {B} %Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y",
           "%d-%m-%Y", "{B} {d}, %Y", "%d-{b}-%y", "{b} {d}, %Y", "%Y/%m/%d"),
    "us": ("%m/%d/%Y",) * 5 + ("{m}/{d}/%Y", "{m}/{d}/%y", "%m/%d/%y", "%m/%d/%y", "{B} {d}, %Y", "{b} {d}, %Y", "{b} %d, %Y", "%m-%d-%Y",
           "%d-{b}-%y", "%Y-%m-%d", "{b} {d} %Y", "{b}/%d/%y"),
}  # fmt: skip
_SEPARATORS = {
    "de": (".", ","), "AT": (".", ","), "CH": ("'", "."), "fr": (" ", ","), "ROM": ("'", "."), "en": (",", "."), "us": (",", "."),
}  # fmt: skip
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF", "CAD": "CA$", "AUD": "A$"}


def ordinal(day: int, language: str) -> str:
    """`1st`, `2nd`; in French `1er` for the first only."""
    if language == "fr":
        return "1er" if day == 1 else str(day)
    return f"{day}{'th' if 10 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


@dataclass(frozen=True)
class Writing:
    """One document's way to write values. `money_form` holds `{n}` for the number; `bare` is the form inside tables."""

    language: str
    lexicon: Lexicon
    date_form: str
    thousands: str
    decimal: str
    money_form: str
    bare_form: str
    percent_form: str
    upper_months: bool

    def date(self, day: dt.date, form: str | None = None) -> str:
        """`day` as this document writes dates."""
        month, short = self.lexicon.months[day.month - 1], self.lexicon.short_months[day.month - 1]
        named = (form or self.date_form).replace("{B}", month.upper() if self.upper_months else month)
        named = named.replace("{b}", short.upper() if self.upper_months else short)
        named = named.replace("{nth}", ordinal(day.day, "en")).replace("{first}", ordinal(day.day, "fr"))
        return day.strftime(named.replace("{d}", str(day.day)).replace("{m}", str(day.month)))

    def number(self, value: Decimal, places: int = 2) -> str:
        """`value` with this document's separators; U+2212 is not used, a minus is a hyphen."""
        text = f"{abs(value):,.{places}f}".replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)
        return f"-{text}" if value < 0 else text

    def money(self, value: Decimal) -> str:
        """An amount outside of tables, with its currency where this document writes one."""
        return self._signed(self.money_form, value)

    def bare(self, value: Decimal) -> str:
        """An amount in a table, often without currency."""
        return self._signed(self.bare_form, value)

    def _signed(self, form: str, value: Decimal) -> str:
        text = form.replace("{n}", self.number(abs(value)))
        return f"-{text}" if value < 0 else text

    def percent(self, value: Decimal) -> str:
        """A percentage as text, `19 %` or `19,00%`."""
        places = max(0, -int(value.normalize().as_tuple().exponent))
        form = self.percent_form
        if form.startswith("."):
            places, form = max(places, int(form[1])), form[2:]
        return form.replace("{n}", f"{value:.{places}f}".replace(".", self.decimal))

    def quantity(self, value: Decimal) -> str:
        """A quantity: whole numbers mostly without decimals."""
        places = max(0, -int(value.normalize().as_tuple().exponent))
        return self.number(value, places)


def writing(language: str, country: str, currency: str, lexicon: Lexicon, rng: Random) -> Writing:
    """A way to write that is usual in `language` (de, fr, en, us) and `country`."""
    dates = _DATES[language]
    if country in ("BE", "ROM", "CH") and language == "fr":
        dates = (*dates, "%d.%m.%Y", "%d.%m.%Y", "%d.%m.%y")
    thousands, decimal = _SEPARATORS.get(country) or _SEPARATORS[language]
    draw = rng.random()
    if draw < 0.12:
        thousands = ""
    elif draw < 0.2 and language == "fr":
        thousands = "."
    elif draw < 0.25 and language == "en" and currency == "EUR":
        thousands, decimal = ".", ","
    symbol = _SYMBOLS[currency]
    after, before = (
        f"{{n}} {symbol}",
        f"{symbol}{{n}}" if len(symbol) == 1 or symbol.endswith("$") else f"{symbol} {{n}}",
    )
    forms = {
        "de": (after, after, after, f"{{n}} {currency}", f"{currency} {{n}}", f"{symbol} {{n}}", "{n}", f"{{n}}{symbol}"),
        "fr": (after, after, after, f"{{n}} {currency}", f"{{n}}{symbol}", "{n}", f"{currency} {{n}}"),
        "en": (before, before, before, f"{{n}} {currency}", f"{currency} {{n}}", f"{currency}{{n}}", "{n}", f"{symbol} {{n}}", after),
        "us": (before, before, before, before, "{n}", "$ {n}" if currency == "USD" else before, f"{currency} {{n}}", f"US{before}" if currency == "USD" else before),
    }[language]  # fmt: skip
    if country in ("CH", "ROM", "AT") and rng.random() < 0.5:
        forms = (f"{symbol} {{n}}",)
    money = rng.choice(forms)
    bare = money if rng.random() < 0.5 else "{n}"
    percents = ("{n} %", "{n}%", "{n}%", "{n} %", ".1{n}%", ".2{n} %", ".2{n}%", ".1{n} %")
    return Writing(
        language, lexicon, rng.choice(dates), thousands, decimal, money, bare, rng.choice(percents), rng.random() < 0.06
    )
