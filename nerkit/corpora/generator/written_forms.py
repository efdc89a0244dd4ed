"""How one document writes dates, amounts and percentages: chosen once, then kept, as a real program would."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from nerkit.corpora.generator.invoice_lexicon import InvoiceLexicon

_TWO_DATE_FORMS = 0.08
"""Share of documents that write dates in two ways."""

_SEPARATORS = {"de": (".", ","), "fr": (" ", ","), "en": (",", "."), "us": (",", ".")}
_YEAR = re.compile(r",? ?[ /-]?%[Yy]$")
_UNCLEAR = ("%d-%m", "%m-%d", "{b}/%d", "%d. %m.", "{d}.{B}", "%d-{b}", "%d/{b}")
"""Forms that say a day only with their year."""

_DAY_ALONE = {"de": "{d}.", "fr": "{nth}", "en": "{d}"}
_COUNTRY_SEPARATORS = {"AT": (".", ","), "CH": ("'", "."), "ROM": ("'", ".")}
_PERCENTS = ("{n} %", "{n}%", "{n}%", "{n} %", ".1{n}%", ".2{n} %", ".2{n}%", ".1{n} %")
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF", "CAD": "CA$", "AUD": "A$"}


def ordinal(day: int, language: str) -> str:
    """`1st`, `2nd`; in French `1er` for the first only."""
    if language == "fr":
        return "1er" if day == 1 else str(day)
    return f"{day}{'th' if 10 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


@dataclass(frozen=True)
class Writing:
    """One document's way to write values (dates in two, where `other_date_form` is given).

    `money_form` holds `{n}` for the number; `bare_form` is the form inside tables, `minus_form` that of negatives.
    """

    language: str
    lexicon: InvoiceLexicon
    date_form: str
    thousands: str
    decimal: str
    money_form: str
    bare_form: str
    percent_form: str
    upper_months: bool
    minus_form: str = "-{n}"
    other_date_form: str | None = None

    def date(self, day: dt.date, form: str | None = None) -> str:
        """`day` as this document writes dates."""
        month, short = self.lexicon.months[day.month - 1], self.lexicon.short_months[day.month - 1]
        named = (form or self.date_form).replace("{B}", month.upper() if self.upper_months else month)
        named = named.replace("{b}", short.upper() if self.upper_months else short)
        named = named.replace("{nth}", ordinal(day.day, self.language))
        return day.strftime(named.replace("{d}", str(day.day)).replace("{m}", str(day.month)))

    def first_day(self, first: dt.date, last: dt.date) -> str:
        """`first` as it stands before "to `last`": without the year, and the month too, where `last` says the same."""
        year_less = _YEAR.sub("", self.date_form)
        if first.year != last.year or "%y" in year_less.lower() or year_less in _UNCLEAR:
            return self.date(first)
        leads = self.date_form.startswith(("{d}", "%d", "{nth}"))
        alone = "{nth}" if "{nth}" in self.date_form else _DAY_ALONE.get(self.language)
        named = "{B}" in self.date_form or "{b}" in self.date_form
        if (
            first.month == last.month
            and leads
            and alone
            and (named or (".%Y" in self.date_form and self.language == "de"))
        ):
            return self.date(first, alone)
        return self.date(first, year_less)

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
        return self.minus_form.replace("{n}", text) if value < 0 else text

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


def writing(language: str, country: str, currency: str, lexicon: InvoiceLexicon, rng: Random) -> Writing:
    """A way to write that is usual in `language` (de, fr, en, us) and `country`."""
    dates = lexicon.all("writing", "dates")
    if country in ("BE", "ROM", "CH") and language == "fr":
        dates = (*dates, "%d.%m.%Y", "%d.%m.%Y", "%d.%m.%y")
    thousands, decimal = _COUNTRY_SEPARATORS.get(country) or _SEPARATORS[language]
    draw = rng.random()
    if draw < 0.12:
        thousands = ""
    elif draw < 0.2 and language == "fr":
        thousands = "."
    elif draw < 0.25 and language == "en" and currency == "EUR":
        thousands, decimal = ".", ","
    symbol = _SYMBOLS[currency]
    form = rng.choice(lexicon.all("writing", "money"))
    if country in ("CH", "ROM", "AT") and rng.random() < 0.5:
        form = "{symbol} {n}"
    if currency != "USD":
        form = form.removeprefix("US")
    if symbol.isalpha():
        form = form.replace("{symbol}{n}", "{symbol} {n}").replace("{n}{symbol}", "{n} {symbol}")
    money = form.replace("{symbol}", symbol).replace("{currency}", currency)
    return Writing(
        language=language,
        lexicon=lexicon,
        date_form=rng.choice(dates),
        thousands=thousands,
        decimal=decimal,
        money_form=money,
        bare_form=money if rng.random() < 0.5 else "{n}",
        percent_form=rng.choice(_PERCENTS),
        upper_months=rng.random() < 0.06,
        minus_form=rng.choice(("-{n}",) * 8 + ("- {n}", "{n}-")),
        other_date_form=rng.choice(("%Y-%m-%d", rng.choice(dates))) if rng.random() < _TWO_DATE_FORMS else None,
    )
