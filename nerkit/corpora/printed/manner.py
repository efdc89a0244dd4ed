"""How one document writes dates, amounts and percentages: chosen once from the habits of its country, then kept."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_symbol

_UNGROUPED, _OTHER_SEPARATORS, _CODE, _BARE, _TIGHT = 0.15, 0.12, 0.25, 0.45, 0.15
"""Shares of documents without group separators, with those of elsewhere, with a currency's code for its sign, with
bare amounts in tables, and with no space between number and sign."""
_APOSTROPHES = ("'", "'", "'", "’", "`")
"""How people type the mark that parts thousands in Switzerland."""
_ELSEWHERE = ((",", "."), (".", ","), ("'", "."), (" ", ","))


@dataclass(frozen=True)
class Manner:
    """One document's way to write values; `money` and `bare` hold `{}` for the number."""

    locale: Locale
    date_form: str
    group: str
    decimal: str
    money_form: str
    bare_form: str
    percent_form: str
    minus_form: str

    def date(self, day: dt.date) -> str:
        """The day as this document writes dates."""
        return format_date(day, self.date_form, self.locale)

    def month(self, day: dt.date) -> str:
        """Its month and year in words."""
        return format_date(day, "LLLL yyyy", self.locale)

    def number(self, value: Decimal, places: int = 2) -> str:
        """The number without its sign, in this document's separators."""
        text = f"{abs(value):,.{places}f}"
        return text.translate({ord(","): self.group, ord("."): self.decimal})

    def money(self, value: Decimal, *, bare: bool = False) -> str:
        """An amount with its currency; `bare` as this document writes it in tables."""
        text = (self.bare_form if bare else self.money_form).replace("{}", self.number(value))
        return self.minus_form.replace("{}", text) if value < 0 else text

    def percent(self, value: Decimal) -> str:
        """A percentage with its sign."""
        places = max(0, -int(value.normalize().as_tuple().exponent))
        if self.percent_form.startswith("."):
            places = max(places, int(self.percent_form[1]))
        return self.percent_form.lstrip(".0123456789").replace("{}", f"{value:.{places}f}".replace(".", self.decimal))

    def quantity(self, value: Decimal) -> str:
        """A quantity: whole numbers mostly without decimals."""
        return self.number(value, max(0, -int(value.normalize().as_tuple().exponent)))


def manner(locale_code: str, currency: str, rng: Random) -> Manner:
    """A way to write that is usual in a locale such as pt_BR."""
    locale = Locale.parse(locale_code)
    symbols = locale.number_symbols["latn"]
    group, decimal = (" " if symbols["group"].isspace() else symbols["group"]), symbols["decimal"]
    draw = rng.random()
    if draw < _UNGROUPED:
        group = ""
    elif draw < _UNGROUPED + _OTHER_SEPARATORS and decimal == ",":
        group, decimal = rng.choice([pair for pair in _ELSEWHERE if pair[1] == decimal])
    money = _money_form(locale, currency, rng)
    return Manner(
        locale=locale,
        date_form=_date_form(locale, rng),
        group=rng.choice(_APOSTROPHES) if group == "’" else group,
        decimal=decimal,
        money_form=money,
        bare_form="{}" if rng.random() < _BARE else money,
        percent_form=rng.choice(("{} %", "{}%", "{}%", ".1{}%", ".2{} %", ".2{}%")),
        minus_form=rng.choice(("-{}",) * 8 + ("- {}", "{}-", "({})")),
    )


def _money_form(locale: Locale, currency: str, rng: Random) -> str:
    sign = currency if rng.random() < _CODE else get_currency_symbol(currency, locale)
    leads = locale.currency_formats["standard"].pattern.startswith("¤")
    if rng.random() < 0.12:
        leads = not leads
    space = "" if rng.random() < _TIGHT or (leads and not sign[-1].isalpha()) else " "
    return rng.choice((f"{sign}{space}{{}}" if leads else f"{{}}{space}{sign}",) * 7 + ("{}",))


def _date_form(locale: Locale, rng: Random) -> str:
    """A pattern of the CLDR: the locale's own, or one of the common numeric ones in its order."""
    own = locale.date_formats["short"].pattern
    order = [part[0] for part in re.findall(r"d+|M+|y+", own)]
    separator = re.sub(r"[dMy\s'г]", "", own)[:1] or "."
    if rng.random() < 0.3:
        return str(rng.choice([locale.date_formats[size].pattern for size in ("medium", "long", "long")]))
    if rng.random() < 0.08:
        return "yyyy-MM-dd"
    if rng.random() < 0.2:
        separator = rng.choice("./-")
    padded, years = rng.random() < 0.8, "yyyy" if rng.random() < 0.85 else "yy"
    parts = {"d": "dd" if padded else "d", "M": "MM" if padded else "M", "y": years}
    if order[0] == "y" and rng.random() < 0.3:
        order = order[::-1]
    spaced = " " if separator == "." and rng.random() < 0.08 else ""
    return f"{separator}{spaced}".join(parts[part] for part in order)
