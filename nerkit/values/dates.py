"""Dates in the text of English, German and French documents, with both readings where a number may be day or month.

Two-digit years: 00-69 are 2000-2069, 70-99 are 1970-1999. Of days of one month ("June 1-5, 2018") the first is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nerkit.values.number_words import number_words, ordinal_words, read_ordinal, read_year

_MONTHS = (
    "january jan januar janner jaenner janvier janv",
    "february feb februar feber fevrier fevr fev",
    "march mar marz maerz mrz mars",
    "april apr avril avr",
    "may mai",
    "june jun juni juin",
    "july jul juli juillet juil",
    "august aug aout",
    "september sept sep septembre",
    "october oct oktober okt octobre",
    "november nov novembre",
    "december dec dezember dez decembre",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""The names of the months in plain text (no accents), in full and shortened, with their numbers."""

MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
"""A pattern for one of them."""

# A weekday may be glued before a month: "ThuAug09".
_APART = r"(?:(?<![a-z])|(?<=day)|(?<=mon)|(?<=tue)|(?<=wed)|(?<=thu)|(?<=fri)|(?<=sat)|(?<=sun))"
_MONTH = rf"(?P<month>{_APART}(?:{MONTH_NAMES})(?![a-z]))"
_GAP = r"[\s.,/-]{0,80}"
_DAY = (
    r"(?:(?P<day>[0-3]?\d)(?!\d)\s?(?:(?:s ?t|n ?d|r ?d|t ?h|er|eme|s?ten|°)(?![a-z]))?"
    rf"|(?P<day_words>{ordinal_words()}|{number_words()}(?![a-z])))"
    r"(?:\s?\([a-z\d -]{1,15}\)|\))?"
)
# Two digits are a year only where no time, no full year and no misread digit follows: "20 May 8:30",
# "1 March 15, 2012", "1.3.20l8"; nor another month with its year: "19. September - 16. Oktober 2017".
_SHORT_YEAR = (
    r"'?\d\d(?![\d:_]|[,\s]{1,3}(?:19|20)\d\d|[oil|](?:\d|[oil|]?(?![a-z]))"
    rf"|(?:st|nd|rd|th|er|\.)?\s?(?:{MONTH_NAMES})[\s.,]{{1,3}}(?:19|20)\d\d)"
)
_FULL_YEAR = r"(?:1[6-9]|2[01])\d\d(?:(?=\d{1,2}:\d\d)|(?![\d_]))"
_YEAR = rf"(?P<year>{_FULL_YEAR}|{_SHORT_YEAR})"
_YEAR_WORDS = rf"(?P<year_words>{number_words()}(?:,\s{{1,4}}(?:and\s)?{number_words()})?)"
_BEFORE = r"(?<![\d_])(?<!\d[.,])"
# No letter that is a misread digit: of "l5.03.2018" the fifth of March is not what it says.
_WHOLE = r"(?<![\d._])(?<!^[oil|])(?<![^a-z][oil|])"
_RANGE = r"(?:[ ]?(?:-|&|and|to|through|bis|und|au|et)[ ]?\d\d?(?!\d|[.,]\d)(?:st|nd|rd|th)?)?"
_ERA = r"(?:a\.?\s?d\.?\s?)?"

_ISO = re.compile(rf"(?<![\d.])(?P<year>{_FULL_YEAR})([-/.])(?P<m>\d\d?)\2(?P<d>\d\d?)(?!\d)", re.ASCII)
_COMPACT = re.compile(
    r"(?<![\d.,-])(?P<year>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?![\d.,])", re.ASCII
)
_NUMERIC = re.compile(
    rf"{_WHOLE}(?P<a>\d\d?)\s?(?P<mark>[-/.])\s?(?P<b>\d\d?)\s?(?P=mark)\s?{_YEAR}(?![./]\d)", re.ASCII
)
_DAY_MONTH = re.compile(
    rf"{_BEFORE}{_DAY}{_GAP}(?:days?\s{{1,20}})?(?:(?:of|de)\s{{1,80}}[-\s]{{0,8}})?(?:(?:the month of|des monats)\s)?"
    rf"(?:[a-z]{{3,6}}day,?\s)?{_MONTH}{_GAP}(?:(?:day\s)?of{_GAP})?(?:in the year{_GAP}(?:of our lord{_GAP})?)?"
    rf"{_ERA}(?:{_YEAR}|{_YEAR_WORDS})",
    re.ASCII,
)
_MONTH_DAY = re.compile(
    rf"{_MONTH}{_GAP}(?:the\s{{1,20}})?\(?{_DAY}{_RANGE}{_GAP}(?:(?:of|in){_GAP})?{_ERA}(?:{_YEAR}|{_YEAR_WORDS})",
    re.ASCII,
)
_YEAR_MONTH = re.compile(rf"(?<!\d)(?P<year>{_FULL_YEAR})(?P<mark>[-/]){_MONTH}(?P=mark)(?P<d>\d\d?)(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>[3-9]\d)([-/.])(?P<m>\d\d)\2(?P<d>\d\d)(?![\doil|])", re.ASCII)
_FORMS = (_ISO, _COMPACT, _NUMERIC, _DAY_MONTH, _MONTH_DAY, _YEAR_MONTH, _YEAR_FIRST)

_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

# Forms that only the text of a date is read with; in running text they would find too much.
_LOOSE = (
    re.compile(rf"{_WHOLE}(?P<a>\d\d?)(?P<mark>[\s.,/-]{{1,3}})(?P<b>\d\d?)[\s.,/-]{{1,3}}{_YEAR}", re.ASCII),
    re.compile(r"(?<!\d)(?P<a>\d\d)(?P<mark>)(?P<b>\d\d)(?P<year>(?:19|20)\d\d)(?!\d)", re.ASCII),
    re.compile(rf"{_MONTH}\s?(?P<d>\d\d)(?P<year>(?:19|20)\d\d)(?!\d)", re.ASCII),
    re.compile(rf"(?<!\d)(?P<year>{_FULL_YEAR})[\s.,]{{1,3}}{_MONTH}[\s.]{{1,3}}(?P<d>\d\d?)(?!\d)", re.ASCII),
    re.compile(rf"(?<!\d)(?P<year>{_FULL_YEAR})\. ?(?P<m>\d\d?)\. ?(?P<d>\d\d?)(?!\d)", re.ASCII),
    re.compile(rf"(?<!\d)(?P<d>\d\d?)[\s./-]{{1,3}}(?P<roman>{'|'.join(_ROMAN)})[\s./-]{{1,3}}{_YEAR}", re.ASCII),
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """`text[start:end]` is a date: `readings` holds one date, or day-first and month-first where both are days.

    `mark` is what parts the numbers of a numeric date, None where the month is written out or the year comes first.
    """

    start: int
    end: int
    readings: tuple[date, ...]
    mark: str | None = None


def find_dates(text: str, *, loose: bool = False) -> Iterator[FoundDate]:
    """All dates in plain text (`folding.plain`), in order, without overlaps; days that do not exist are left out."""
    found = [
        FoundDate(_start(match), match.end(), readings, match.groupdict().get("mark"))
        for form in (_LOOSE if loose else _FORMS)
        for match in form.finditer(text)
        if (readings := _readings(match))
    ]
    end = 0
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            yield hit
            end = hit.end


def _start(match: re.Match[str]) -> int:
    return match.start() + (match[0].startswith("("))


def _readings(match: re.Match[str]) -> tuple[date, ...]:
    part = match.groupdict()
    year = _year(part)
    if part.get("a"):
        a, b = int(part["a"]), int(part["b"])
        both = (calendar_day(year, b, a), calendar_day(year, a, b))
        return tuple(dict.fromkeys(day for day in both if day))
    if part.get("roman"):
        month = _ROMAN.index(part["roman"]) + 1
    else:
        month = MONTHS[part["month"]] if part.get("month") else int(part["m"])
    day = read_ordinal(part["day_words"]) if part.get("day_words") else int(part.get("day") or part.get("d") or 0)
    read = calendar_day(year, month, day or 0)
    return (read,) if read else ()


def _year(part: dict[str, str | None]) -> int | None:
    digits = (part.get("year") or "").lstrip("'")
    if digits:
        year = int(digits)
        return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)
    return read_year((part.get("year_words") or "").replace(",", " "))


def calendar_day(year: int | None, month: int, day: int) -> date | None:
    """That day, None where the calendar has none or the year is not one that a document is of (1600 to 2199)."""
    if year is None or not 1600 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def numeric_orders(text: str) -> set[bool]:
    """Which orders the numeric dates of plain text prove: True for day first ("28/02/18"), False for month first."""
    orders = set()
    for match in _NUMERIC.finditer(text):
        a, b, readings = int(match["a"]), int(match["b"]), _readings(match)
        if len(readings) == 1 and a != b:
            orders.add(readings[0].day == a)
    return orders


_WRITTEN = re.compile(
    rf"(?<![\w.,/-])(?:(?P<day>\d\d?)(?:st|nd|rd|th|\.)?[ ](?:{MONTH_NAMES})"
    rf"|(?:{MONTH_NAMES})\.?[ ]\d\d?(?:st|nd|rd|th)?),?[ ](?:19|20)\d\d(?!\d)",
    re.ASCII,
)


def written_orders(text: str) -> set[bool]:
    """Which orders plain text writes its months out in: True for "6 January 2012", False for "January 6, 2012"."""
    return {match["day"] is not None for match in _WRITTEN.finditer(text)}
