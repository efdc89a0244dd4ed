"""The text of a date becomes an ISO date, or says why it has none.

Whether 03/04/2024 is in March or in April is decided by impossibility, then by the document (`Context.day_first`); what
neither decides has both readings.
"""

from __future__ import annotations

import re

from nerkit.locales import cldr, words_for
from nerkit.locales.folding import plain
from nerkit.values.confusions import MENDED, mended_date
from nerkit.values.dates import FoundDate, find_dates
from nerkit.values.periods import find_periods
from nerkit.values.value import LONGEST, Context, Value

BORROWED = "the year is that of the period's end, or the one before"
"""The note of a date whose own year is not written."""


def read_date(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first date that the text names, as `YYYY-MM-DD`; words around it and times after it do not matter.

    The first day of a period may leave its year to the last one ("15.01.–02.02.2024"), which the note says.

    Contract: no text raises. The value is None, with a note that says why, where the text holds no full date (blanks
    for the day, no year, 30 February, "the date last signed below"). Where nothing decides between day and month, the
    other reading stands in `alternatives`. Characters that OCR confuses are mended where a date comes out, which the
    note says. A value reads as itself.
    """
    text = text[:LONGEST]
    folded = plain(text)
    for language in dict.fromkeys((context.language, None)):
        hit, note = _first_in(folded, language)
        if hit is None and (mended := mended_date(text, language)) != text:
            hit, note = next(find_dates(plain(mended), language), None), MENDED
        if hit is None:
            hit, note = next(find_dates(folded, language, loose=True), None), None
        if hit is not None:
            return _value(hit, context, note)
    return Value(None, note=_why_none(folded))


def _value(hit: FoundDate, context: Context, note: str | None) -> Value:
    if len(hit.readings) == 1:
        return Value(hit.readings[0].isoformat(), note=note)
    day_first, month_first = (reading.isoformat() for reading in hit.readings)
    if context.day_first is not None:
        return Value(day_first if context.day_first else month_first, note=note)
    # Dots between the numbers are a European habit, in a document of no known language too.
    day_comes_first = cldr.day_first(context.language)
    default = hit.mark == "." if day_comes_first is None else day_comes_first
    best, other = (day_first, month_first) if default else (month_first, day_first)
    return Value(best, alternatives=(other,), note="day and month can be either way round")


def _first_in(folded: str, language: str | None) -> tuple[FoundDate | None, str | None]:
    hit = next(find_dates(folded, language), None)
    period = next(find_periods(folded, language), None) if hit else None
    if period and hit and period.first.start <= hit.start:
        return period.first, BORROWED if period.borrowed else None
    return hit, None


_BLANK = re.compile(r"_{2,}|\[[\s_.●•]*\]|\.{4,}|●")


def _why_none(folded: str) -> str:
    if _BLANK.search(folded):
        return "blanks where the date belongs"
    patterns = words_for(None).dates.elsewhere_patterns
    elsewhere = any(re.search(pattern, folded[:1000], re.DOTALL) for pattern in patterns)
    return "the date stands elsewhere" if elsewhere else "no full date"
