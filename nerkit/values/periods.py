"""Periods: two dates with "to" between them, of which the first may leave its year, or its month too, to the second.

"15.01.–02.02.2024", "14. 10. - 15. 10. 2024", "Dec 20 to Jan 5, 2024", "du 1er au 31 mars 2024". A first day that would
come after the last one is a year earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from nerkit.locales import words_for
from nerkit.locales.word_patterns import any_of
from nerkit.values.dates import FoundDate, calendar_day, find_dates, months, nth, to

_BEFORE = r"(?<![\w.,/:#-])"
_LOOK_BACK = 40
"""Characters before a date in which the first day of its period stands."""


class _Forms(NamedTuple):
    """What the languages of a document put between two days, alone and behind a first day that has no year."""

    between: re.Pattern[str]
    same_month: re.Pattern[str]
    opening: tuple[re.Pattern[str], ...]


@cache
def _forms(language: str | None) -> _Forms:
    words = words_for(language).dates
    until = rf"(?:\s?-{{1,2}}\s?|\s(?:{to(language)}|&)\s)(?:{any_of(words.before_day)}\s)?"
    month, suffix = any_of(months(language)), nth(language)
    first_days = (
        # Without its second mark a number is a day only where little else could be meant: "15.01-02.02.2024".
        rf"{_BEFORE}(?P<a>\d\d?)(?P<mark>[./]) ?(?P<b>\d\d?)(?:(?P=mark)|(?<=/\d)|(?<=/\d\d)|(?=-)|(?=\s[a-z]))",
        rf"{_BEFORE}(?P<day>\d\d?){suffix}[\s-]?(?:{any_of(words.before_month)}\s)?(?P<month>{month})\.?,?",
        rf"(?<![a-z])(?P<month>{month})[\s.-]{{0,2}}(?P<day>\d\d?){suffix},?",
        rf"{_BEFORE}(?P<day>\d\d?){suffix}",
    )
    return _Forms(
        re.compile(rf",?{until}", re.ASCII),
        re.compile(rf"{month}[\s.]{{0,2}}\d\d?{suffix}{until}(?P<day>\d\d?)(?!\d)", re.ASCII),
        tuple(re.compile(rf"(?P<first>{form}){until}$", re.ASCII) for form in first_days),
    )


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """Two dates with "to" between them; `borrowed` says that the first one took its year from the last.

    `day_first` is the order of day and month that both have, where only one is possible: in "20.12.–05.01.2024".
    """

    first: FoundDate
    last: FoundDate
    borrowed: bool = False
    day_first: bool | None = None


def find_periods(text: str, language: str | None = None) -> Iterator[FoundPeriod]:
    """All periods in plain text (`folding.plain`), in order, without overlaps. No text raises."""
    forms = _forms(language)
    before: FoundDate | None = None
    for last in find_dates(text, language):
        days = forms.same_month.search(text, last.start, last.end)
        if days and (end := calendar_day(last.readings[0].year, last.readings[0].month, int(days["day"]))):
            period: FoundPeriod | None = FoundPeriod(last, last._replace(readings=(end,)))
        elif before is not None and forms.between.fullmatch(text, before.end, last.start):
            period = _in_one_order(text, before, last)
        else:
            floor = max(before.end if before else 0, last.start - _LOOK_BACK)
            found = (form.search(text, floor, last.start) for form in forms.opening)
            period = next(
                (period for match in found if match and (period := _borrowing(match, text, last, language))), None
            )
        if period:
            yield period
        before = None if period else last


def _in_one_order(text: str, first: FoundDate, last: FoundDate) -> FoundPeriod:
    """Both dates of a period without the readings of an order of day and month that one of them cannot have."""
    firsts, lasts = dict(_orders(text, first)), dict(_orders(text, last))
    both = [order for order in firsts if order in lasts]
    if first.mark is None or first.mark != last.mark or not both:
        return FoundPeriod(first, last)
    proven = both[0] if len(both) == 1 and None not in both else None
    readings = [tuple(dict.fromkeys(days[order] for order in both)) for days in (firsts, lasts)]
    return FoundPeriod(first._replace(readings=readings[0]), last._replace(readings=readings[1]), day_first=proven)


def _borrowing(match: re.Match[str], text: str, last: FoundDate, language: str | None) -> FoundPeriod | None:
    """The period that begins with a day without a year; None where that is no day, or none before the last one."""
    both = [
        (day_first, first, end)
        for day_first, end in _orders(text, last)
        if (first := _first_day(match, day_first, end, text[last.start : last.end], language))
    ]
    if not both:
        return None
    start, stop = match.span("first")
    readings = tuple(dict.fromkeys(first for _, first, _ in both))
    ends = tuple(dict.fromkeys(end for *_, end in both))
    proven = both[0][0] if len(both) == 1 else None
    return FoundPeriod(FoundDate(start, stop, readings, last.mark), last._replace(readings=ends), True, proven)


def _orders(text: str, last: FoundDate) -> Iterator[tuple[bool | None, date]]:
    """The readings of a date with the order of day and month that each has, None where the month is written out."""
    written = text[last.start : last.end]
    if last.mark is None:
        yield from ((None, reading) for reading in last.readings if re.search(r"[a-z]", written))
        return
    leading = int(re.findall(r"\d+", written)[0])
    for reading in last.readings:
        if reading.day == leading:
            yield True, reading
        if reading.month == leading:
            yield False, reading


def _first_day(match: re.Match[str], day_first: bool | None, end: date, last: str, language: str | None) -> date | None:
    part = match.groupdict()
    if part.get("month"):
        day, month = int(part["day"]), months(language)[part["month"]]
    elif part.get("day"):
        # "1. bis 31. März", "1.-31.3.": a bare number is a day only before a day.
        day, month = int(part["day"]), end.month
        if day > end.day or not last[0].isdigit() or day_first is False or (day_first and "." not in part["first"]):
            return None
    elif day_first is None or part["mark"] not in last:
        return None
    else:
        a, b = int(part["a"]), int(part["b"])
        day, month = (a, b) if day_first else (b, a)
    first = calendar_day(end.year, month, day)
    return calendar_day(end.year - 1, month, day) if first and first > end else first
