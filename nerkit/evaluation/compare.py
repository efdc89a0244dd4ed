"""When two values of a record field count as equal, whatever form a corpus writes them in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from nerkit.locales.folding import fold
from nerkit.values.iso_durations import length_of

_DATE_FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%m-%d-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d/%b/%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b/%d/%y",
    "%Y/%m/%d",
    "%d %b %y",
    "%d%b%Y",
    "%d-%B-%Y",
    "%Y%m%d",
)
"""Tried in order; month before day, as the corpora that write dates in figures are American."""

_WRITTEN_DURATION = re.compile(r"([\d.]+)[\s_-]*(year|month|week|day)")
_NUMBER = re.compile(r"\d+\.?\d*|\.\d+")
_PLACE_WORDS = re.compile(r"(?i)\b(the|state|commonwealth|republic|laws?|of|province)\b")


def comparable(field: str, value: object) -> str | None:
    """The form in which values of `field` are compared; None or "" where the value says nothing there.

    Amounts as decimals with two places, rates as numbers, dates as ISO dates, durations in months or days, places
    without "State of" and the like, everything else by letters and digits alone, accents and case folded.
    """
    return _BY_LAST_WORD.get(field.rsplit("_", 1)[-1], folded)(str(value))


def folded(text: str) -> str:
    """Latin letters and digits alone, lower case, without accents."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _amount(text: str) -> str | None:
    text = re.sub(r"[^\d.,-]", "", text)
    if re.search(r",\d{2}$", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        return str(Decimal(text.replace(",", "")).quantize(Decimal("0.01")))
    except InvalidOperation:
        return None


def _rate(text: str) -> str | None:
    try:
        return str(Decimal(re.sub(r"[^\d.]", "", text)).normalize())
    except InvalidOperation:
        return None


def _duration(text: str) -> str | None:
    if iso := length_of(text):
        years, months, weeks, days = (float(part) for part in iso[:4])
    elif (written := _WRITTEN_DURATION.search(text.lower())) and _NUMBER.fullmatch(written[1]):
        number, unit = float(written[1]), written[2]
        years, months, weeks, days = (number * (unit == name) for name in ("year", "month", "week", "day"))
    else:
        return None
    months += 12 * years
    return f"{months:g}M" if months else f"{7 * weeks + days:g}D"


def _date(text: str) -> str | None:
    text = text.strip().title()
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return None


def _place(text: str) -> str:
    return folded(_PLACE_WORDS.sub(" ", text))


_BY_LAST_WORD: dict[str, Callable[[str], str | None]] = {
    "amount": _amount,
    "rate": _rate,
    "date": _date,
    "start": _date,
    "end": _date,
    "term": _duration,
    "period": _duration,
    "law": _place,
}
