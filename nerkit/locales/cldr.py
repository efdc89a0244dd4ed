"""What the Unicode CLDR knows of a language (ISO 639-1), through babel: names of months and weekdays, marks, orders."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from nerkit.locales import codes
from nerkit.locales.folding import plain

_SHORTEST = 3  # letters: shorter forms of weekdays ("so", "ne") are words of their own


@cache
def months(code: str) -> dict[str, int]:
    """The names of the months in plain text, in full, shortened, and as they stand in a date, with their numbers."""
    return {_bare(name): number for number, name in _names(_cldr(code).months)}


@cache
def written_months(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the months as they are written, in full and shortened, without full stops."""
    full, short = (
        {name.rstrip(".") for use in ("format", "stand-alone") for name in _cldr(code).months[use][width].values()}
        for width in ("wide", "abbreviated")
    )
    return tuple(sorted(full)), tuple(sorted(short - full))


@cache
def weekdays(code: str) -> tuple[str, ...]:
    """The names of the days of the week in plain text, in full and shortened to three letters or more."""
    names = dict.fromkeys(_bare(name) for _, name in _names(_cldr(code).days))
    return tuple(name for name in names if len(name) >= _SHORTEST)


@cache
def decimal_mark(code: str | None) -> str | None:
    """The mark before decimals, "." or ","; None where the language has no file."""
    return str(_cldr(code).number_symbols["latn"]["decimal"]) if code in codes() else None


@cache
def day_first(code: str | None) -> bool | None:
    """Whether the day stands before the month in numeric dates of the language's largest country; None likewise."""
    return None if code not in codes() else not _cldr(code).date_formats["short"].pattern.startswith("M")


def currency_names(code: str, currency: str) -> set[str]:
    """What a currency (ISO 4217) is called behind numbers: "Swiss franc", "Swiss francs"; empty without a name."""
    from babel.numbers import get_currency_name

    names = {get_currency_name(currency, count, _cldr(code)) for count in _counts(code)}
    return names - {currency}


@cache
def _counts(code: str) -> tuple[float, ...]:
    """Numbers before which a word has its different forms."""
    return tuple({_cldr(code).plural_form(count): count for count in (1, 2, 5, 1.5)}.values())


@cache
def _cldr(code: str) -> Any:
    from babel import Locale

    return Locale.parse(code)


def _names(calendar: Any) -> Iterator[tuple[int, str]]:
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from calendar[use][width].items()


def _bare(name: str) -> str:
    return plain(name.rstrip("."))
