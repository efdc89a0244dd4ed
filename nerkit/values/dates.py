"""Dates in running text, in any language that the locales describe, with both readings where day or month may be meant.

Two-digit years: 00-69 are 2000-2069, 70-99 are 1970-1999. Of days of one month ("June 1-5, 2018") the first is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from nerkit.locales import Locale, cldr, codes, doubtful, locales_for, words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.number_words import day_words, first_words, number_words, read_ordinal, read_year

_GAP = r"[\s.,/-]{0,80}+"
_FULL_YEAR = r"(?:1[6-9]|2[01])\d\d(?:(?=\d{1,2}:\d\d)|(?![\d_]))"
_DECIMALS = r"\d\d?[.,]\d\d(?!\d)"  # "May 12.50" is an amount more often than a day
_BEFORE = r"(?<![\d_])(?<!\d[.,])"
# No letter that is a misread digit: of "l5.03.2018" the fifth of March is not what it says.
_WHOLE = r"(?<![\d._])(?<!^[oil|])(?<![^a-z][oil|])"
_NEAR = 60  # characters between a month and the words of its day or its year
_YEAR_DIGITS = re.compile(r"\d\d", re.ASCII)  # no form in figures has less of a year
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

_ISO = rf"(?<![\d.])(?P<year>{_FULL_YEAR})([-/.])(?P<m>\d\d?)\2(?P<d>\d\d?)(?!\d)"
_COMPACT = r"(?<![\d.,-])(?P<year>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?![\d.,])"
_YEAR_FIRST = r"(?<!\d)(?P<year>[3-9]\d)([-/.])(?P<m>\d\d)\2(?P<d>\d\d)(?![\doil|])"


@cache
def months(language: str | None) -> dict[str, int]:
    """The names of the months in plain text, in full and shortened, with their numbers, in a document's languages.

    Where the language is not known, a common word of another one names no month: "set", "out".
    """
    by_language = {known.code: _months_of(known) for known in locales_for(language)}
    left_out = frozenset() if language in codes() else doubtful(by_language)
    named = [item for names in by_language.values() for item in names.items()]
    return {name: number for name, number in reversed(named) if name not in left_out}


def _months_of(known: Locale) -> dict[str, int]:
    names = cldr.months(known.code) | {
        plain(name): number for number, more in known.dates.months.items() for name in more
    }
    return {name: number for name, number in names.items() if name not in map(plain, known.dates.not_months)}


@cache
def nth(language: str | None) -> str:
    """A pattern for what may follow the figures of a day: "st", "er", ".", also where OCR parts the letters: "s t"."""
    suffixes = words_for(language).numbers.ordinal_suffixes
    return rf"(?:\.?\s?(?:{any_of(suffixes)}|{any_of(' '.join(word) for word in suffixes)}|°)(?![a-z])|\.)?"


@cache
def to(language: str | None) -> str:
    """A pattern for the words between the two days of a period: "to", "bis"."""
    return f"(?:{any_of(words_for(language).dates.to)})"


@cache
def _numeric(language: str | None) -> re.Pattern[str]:
    return re.compile(
        rf"{_WHOLE}(?P<a>\d\d?)\s?(?P<mark>[-/.])\s?(?P<b>\d\d?)\s?(?P=mark)\s?{_year(language)}(?![./]\d)", re.ASCII
    )


@cache
def _year(language: str | None) -> str:
    # Two digits are a year only where no time, no decimals, no full year and no misread digit follows: "20 May 8:30",
    # "1 Set 19.80", "1 March 15, 2012", "1.3.20l8"; nor another month with its year: "19. Mai - 16. Oktober 2017".
    short = (
        r"'?\d\d(?![\d:_]|[.,]\d\d(?![\d:])|[,\s]{1,3}(?:19|20)\d\d|[oil|](?:\d|[oil|]?(?![a-z]))"
        rf"|{nth(language)}\s?{any_of(months(language))}[\s.,]{{1,3}}(?:19|20)\d\d)"
    )
    return rf"(?P<year>{_FULL_YEAR}|{short})"


@cache
def _month(language: str | None) -> str:
    return rf"(?P<month>(?<![a-z]){any_of(months(language))}(?![a-z]))"


@cache
def _led_month(language: str | None) -> str:
    """A month that may be glued to a weekday before it: "ThuAug09"."""
    weekdays = any_of(day for known in locales_for(language) for day in cldr.weekdays(known.code))
    return rf"(?<![a-z])(?P<weekday>{weekdays})?(?P<month>{any_of(months(language))}(?![a-z]))"


@cache
def _forms(language: str | None) -> tuple[re.Pattern[str], ...]:
    """The forms of dates in running text whose day and year are figures."""
    year_first = rf"(?<!\d)(?P<year>{_FULL_YEAR})(?P<mark>[-/]){_month(language)}(?P=mark)(?P<d>\d\d?)(?!\d)"
    written = _written_forms(language, _figures(language), _year(language))
    compiled = (re.compile(form, re.ASCII) for form in (_ISO, _COMPACT, *written, year_first, _YEAR_FIRST))
    return (_numeric(language), *compiled)


@cache
def _worded_forms(language: str | None) -> tuple[re.Pattern[str], ...]:
    """The forms of dates whose day or year may be words: large patterns, made only where a text has such words."""
    number = number_words(language)
    days = rf"(?:{_figures(language)}|(?P<day_words>{day_words(language)}))"
    joined = rf"{number}(?:,\s{{1,4}}(?:{any_of(words_for(language).numbers.joiners)}\s)?{number})?"
    year = rf"(?:{_year(language)}|(?P<year_words>{joined}))"
    return tuple(re.compile(form, re.ASCII) for form in _written_forms(language, days, year))


@cache
def _beside_words(language: str | None) -> re.Pattern[str]:
    """A month with a number in words near it."""
    month, number, near = any_of(months(language)), first_words(language), rf"[^\f]{{0,{_NEAR}}}?(?<![a-z])"
    return re.compile(rf"(?<![a-z])(?:{month}(?![a-z]){near}{number}|{number}{near}{month}(?![a-z]))", re.ASCII)


@cache
def _number_word(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){first_words(language)}")


@cache
def _figures(language: str | None) -> str:
    return rf"(?P<day>[0-3]?\d)(?!\d){nth(language)}"


def _written_forms(language: str | None, days: str, year: str) -> tuple[str, str]:
    """The day before its month and behind it, as patterns."""
    words = words_for(language).dates
    weekdays = any_of(day for known in locales_for(language) for day in cldr.weekdays(known.code))
    days += r"(?:\s?\([a-z\d -]{1,15}\)|\))?"
    between = rf"(?:{any_of(words.before_year)}{_GAP}){{0,4}}"
    more = rf"(?:[ ]?(?:-|&|{to(language)})[ ]?\d\d?(?!\d|[.,]\d){nth(language)})?"
    return (
        rf"{_BEFORE}{days}{_GAP}(?:{any_of(words.before_month)}{_GAP}){{0,4}}(?:{weekdays},?\s)?"
        rf"{_month(language)}{_GAP}{between}{year}",
        rf"{_led_month(language)}{_GAP}(?:{any_of(words.before_day)}\s{{1,20}})?(?!{_DECIMALS})\(?{days}{more}"
        rf"{_GAP}{between}{year}",
    )


@cache
def _loose_forms(language: str | None) -> tuple[re.Pattern[str], ...]:
    """Forms that only the text of a date is read with; in running text they would find too much."""
    year, month = _year(language), _month(language)
    forms = (
        rf"{_WHOLE}(?P<a>\d\d?)(?P<mark>[\s.,/-]{{1,3}})(?P<b>\d\d?)[\s.,/-]{{1,3}}{year}",
        r"(?<!\d)(?P<a>\d\d)(?P<mark>)(?P<b>\d\d)(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"{_led_month(language)}\s?(?P<d>\d\d)(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"{_led_month(language)}{_GAP}(?P<d>\d\d?)[.,](?P<year>\d\d)(?!\d)",
        rf"(?<!\d)(?P<year>{_FULL_YEAR})[\s.,]{{1,3}}{month}[\s.]{{1,3}}(?P<d>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<year>{_FULL_YEAR})\. ?(?P<m>\d\d?)\. ?(?P<d>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<d>\d\d?)[\s./-]{{1,3}}(?P<numeral>{'|'.join(_ROMAN)})[\s./-]{{1,3}}{year}",
    )
    return tuple(re.compile(form, re.ASCII) for form in forms)


class FoundDate(NamedTuple):
    """`text[start:end]` is a date: `readings` holds one date, or day-first and month-first where both are days.

    `mark` is what parts the numbers of a numeric date, None where the month is written out or the year comes first.
    """

    start: int
    end: int
    readings: tuple[date, ...]
    mark: str | None = None


def find_dates(text: str, language: str | None = None, *, loose: bool = False) -> Iterator[FoundDate]:
    """All dates in plain text (`folding.plain`), in order, without overlaps; days that do not exist are left out."""
    forms: tuple[re.Pattern[str], ...] = ()
    if _YEAR_DIGITS.search(text):
        forms = _loose_forms(language) if loose else _forms(language)
    if not loose and _number_word(language).search(text) and _beside_words(language).search(text):
        forms += _worded_forms(language)
    found = [hit for form in forms for hit in _found(form, text, language)]
    end = 0
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            yield hit
            end = hit.end


def _found(form: re.Pattern[str], text: str, language: str | None) -> Iterator[FoundDate]:
    """What one pattern finds that is a day; the same parts are read once, as a text repeats its dates."""
    known: dict[tuple[str | None, ...], tuple[date, ...]] = {}
    mark, weekday = form.groupindex.get("mark"), form.groupindex.get("weekday")
    for match in form.finditer(text):
        parts = match.groups()
        if (readings := known.get(parts)) is None:
            readings = known[parts] = _readings(match, language)
        if readings:
            start = match.end(weekday) if weekday and match[weekday] else match.start()
            yield FoundDate(start, match.end(), readings, match[mark] if mark else None)


def _readings(match: re.Match[str], language: str | None) -> tuple[date, ...]:
    part = match.groupdict()
    year = _read_year(part, language)
    if part.get("a"):
        a, b = int(part["a"]), int(part["b"])
        both = (calendar_day(year, b, a), calendar_day(year, a, b))
        return tuple(dict.fromkeys(day for day in both if day))
    if part.get("numeral"):
        month = _ROMAN.index(part["numeral"]) + 1
    else:
        month = months(language)[part["month"]] if part.get("month") else int(part["m"])
    day = (
        read_ordinal(part["day_words"], language)
        if part.get("day_words")
        else int(part.get("day") or part.get("d") or 0)
    )
    read = calendar_day(year, month, day or 0)
    return (read,) if read else ()


def _read_year(part: dict[str, str | None], language: str | None) -> int | None:
    digits = (part.get("year") or "").lstrip("'")
    if digits:
        year = int(digits)
        return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)
    return read_year((part.get("year_words") or "").replace(",", " "), language)


def calendar_day(year: int | None, month: int, day: int) -> date | None:
    """That day, None where the calendar has none or the year is not one that a document is of (1600 to 2199)."""
    if year is None or not 1600 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def numeric_orders(text: str, language: str | None = None) -> set[bool]:
    """Which orders the numeric dates of plain text prove: True for day first ("28/02/18"), False for month first."""
    orders = set()
    for match in _numeric(language).finditer(text):
        a, b, readings = int(match["a"]), int(match["b"]), _readings(match, language)
        if len(readings) == 1 and a != b:
            orders.add(readings[0].day == a)
    return orders


def written_orders(text: str, language: str | None = None) -> set[bool]:
    """Which orders plain text writes its months out in: True for "6 January 2012", False for "January 6, 2012"."""
    return {match["day"] is not None for match in _written(language).finditer(text)}


@cache
def _written(language: str | None) -> re.Pattern[str]:
    month, of = any_of(months(language)), any_of(words_for(language).dates.before_month)
    return re.compile(
        rf"(?<![\w.,/-])(?:(?P<day>\d\d?){nth(language)}[ ](?:{of}[ ])?{month}|{month}\.?[ ]\d\d?{nth(language)})"
        r",?[ ](?:19|20)\d\d(?!\d)",
        re.ASCII,
    )
