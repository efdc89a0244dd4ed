"""What a whole document says about the values in it: language, order of day and month, currency, decimal mark."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from nerkit.locales import cldr, countries
from nerkit.locales.folding import plain
from nerkit.locales.language_detection import language_of
from nerkit.values.currencies import currencies_in, usual_currency
from nerkit.values.dates import numeric_orders, to, written_orders
from nerkit.values.periods import find_periods
from nerkit.values.value import Context

_NORTH_AMERICAN = re.compile(r"(?<![\d-])(?:\([2-9]\d\d\)\s?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\d-])")
_AMOUNTS = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*(?!(?P=group))(?P<both>[.,])\d\d(?!\d|[.,]\d)"
    r"|\d{1,6}(?P<one>[.,])\d\d(?=[ ]?(?:[\t\n\f€$£]|EUR|CHF|\Z)))"
)
_DOTTED = re.compile(r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d(?![\d.])")
"""A date with full stops, which only those who write the day first do."""
_FAR = 4
"""How many times as often one sign must stand in a document as its rivals to decide."""


def context_of(text: str, language: str | None = None) -> Context:
    """The context in which the values of this document are read. No text raises.

    `language` (ISO 639-1) is found by its commonest words unless given, None where they do not decide. The order of day
    and month is that of the document's other dates: the numeric ones that have only one order, then those like
    "January 6, 2012"; where numeric ones contradict each other it is unknown. Where there are none the language decides
    (de, fr), then signs of a country. The decimal mark is the one that its amounts have. The currency is the only one
    that the text names; "$", "kr", "Rs" and "¥" are of the one country whose signs prevail, else what the language
    calls so.
    """
    folded = plain(text)
    language = language or language_of(text)
    mark = _decimal_mark(text)
    return Context(language, _day_first(text, folded, language, mark), _currency(text, language), mark)


@cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, dict[str, re.Pattern[str]]]]:
    """What speaks for countries that write the month first, the day first, and for the country of each currency."""
    orders, currencies = (countries.read("signs")[part] for part in ("orders", "currencies"))
    month_first, day_first = (re.compile("|".join(orders[order])) for order in ("month_first", "day_first"))
    shared = {
        sign: {code: re.compile("|".join(patterns)) for code, patterns in named.items()}
        for sign, named in currencies.items()
    }
    shared["$"]["USD"] = month_first
    return month_first, day_first, shared | {"￥": shared["¥"]}


@cache
def _numeric_period(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"\d[./-]\d\d?[./-]?\s?(?:-|{to(language)})[-a-z\s]{{0,9}}\d")


def _day_first(text: str, folded: str, language: str | None, decimal_mark: str | None) -> bool | None:
    orders = numeric_orders(folded, language)
    if not orders and _numeric_period(language).search(folded):
        orders = {period.day_first for period in find_periods(folded, language) if period.day_first is not None}
    if orders:
        return orders == {True} if len(orders) == 1 else None
    written = written_orders(folded, language)
    if written == {False}:
        return False
    if cldr.day_first(language):
        return True
    # "6 January 2012" is also written where numbers have the month first, so it is only one sign among others.
    month_first, day_first, _ = _signs()
    american = bool(month_first.search(text))
    european = written == {True} or decimal_mark == "," or bool(day_first.search(text) or _DOTTED.search(text))
    if american != european:
        return european
    # Last what more countries than one have: dollars, and numbers of ten digits for telephones.
    return None if american else False if "$" in text or _NORTH_AMERICAN.search(text) else None


def _decimal_mark(text: str) -> str | None:
    votes = Counter(match["both"] or match["one"] for match in _AMOUNTS.finditer(text))
    return _prevailing(votes)


def _currency(text: str, language: str | None) -> str | None:
    named, shared = currencies_in(text, language)
    countries_of = _signs()[2]
    for sign in shared & countries_of.keys():
        signs = Counter({code: len(place.findall(text)) for code, place in countries_of[sign].items()})
        if meant := _prevailing(+signs):
            named, shared = named | {meant}, shared - {sign}
        elif usual := usual_currency(sign, language):
            named, shared = named | {usual}, shared - {sign}
    return next(iter(named)) if len(named) == 1 and not shared else None


def _prevailing(votes: Counter[str]) -> str | None:
    """What has far more votes than all the rest."""
    ranked = votes.most_common(1)
    if not ranked or ranked[0][1] < _FAR * (votes.total() - ranked[0][1]):
        return None
    return ranked[0][0]
