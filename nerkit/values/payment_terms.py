"""Due dates that are written relative to the invoice: "net 30", "payable within ten days without deduction".

A term of payment is a number of days, weeks or months, and what they are counted from: the invoice's date, or the end
of its month. Terms of a cash discount are none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from nerkit.locales import Locale, locales_for, words_for
from nerkit.locales.word_patterns import any_of, whole
from nerkit.values.currency_codes import currency_codes
from nerkit.values.durations import find_durations
from nerkit.values.iso_durations import length_of
from nerkit.values.value import LONGEST

_USUAL = "7|10|1[045]|2[018]|30|35|4[05]|50|6[05]|75|9[05]|100|120|150|180"
"""Days that people give. In running text "N 75" is an article and "Netto 52" an amount."""
_NO_DAYS = r"[\d%/:]|[.,]\d"  # what stands behind a number that counts no days
_LONGEST = 366  # days; nobody sells on longer terms
_KEPT = 4_096
"""Clauses that are kept with what they say: a text says the same ones again and again."""
_ON_RECEIPT = "due on receipt, taken as the invoice date"


class _Forms:
    """The patterns of terms of payment in one language."""

    def __init__(self, words: Locale) -> None:
        terms = words.terms
        ordinal = r"(?:[a-z]{2}|[ao])\b"  # "30th", "1er": a day of a month
        self.net = re.compile(
            rf"(?<![\w-])(?:{any_of(terms.net)}[ -]{{0,2}}|n ?/ ?)(?P<days>{_USUAL})"
            rf"(?!{_NO_DAYS}|{ordinal}| +(?:[\d$€£]|{any_of(currency_codes())}\b))"
        )
        behind = rf"{any_of(terms.days_alone)}\b|(?={any_of((*terms.month_end, *terms.days_then_month_end))})"
        self.net_alone = re.compile(
            rf"(?:(?<![a-z])(?:{any_of(terms.net_alone)})\s?[-/:]?\s?(?P<days>\d{{1,3}})(?!{ordinal})"
            rf"|^\W*(?P<bare>\d{{1,3}})\s?(?:{behind}))(?!{_NO_DAYS})"
        )
        self.at_once = _any(terms.at_once)
        self.at_once_alone = re.compile(rf"\W*(?:{any_of(terms.at_once_alone)})\W*")
        self.cue = _any(terms.cues)
        self.other = re.compile(rf"{whole(terms.others)}|%")
        self.month_end = _any((*terms.month_end, *terms.days_then_month_end))
        self.days_first = _any(terms.days_then_month_end)
        self.next_month_end = _any(terms.next_month_end)
        self.day_of_next_month = re.compile(
            rf"(?<![\d.,])(?P<day>[12]?\d|3[01])(?:[a-z]{{2}}|[.ao°])?\s{whole(terms.of_next_month)}"
        )
        self.working = _any(terms.working)
        self.receipt = _any(terms.receipt)
        self.day_behind = re.compile(rf"\s?(?:,\s)?{whole(terms.day_behind)}\s\d")
        self.clause = re.compile(rf"[;\n\f\t]|[.,](?!\d)|{whole(terms.otherwise)}")
        self.heading = re.compile(rf"\W*(?:{any_of(terms.headings)})")


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(whole(words))


@cache
def _forms(language: str | None) -> _Forms:
    return _Forms(words_for(language))


class FoundTerms(NamedTuple):
    """`text[start:end]` says when to pay: `months` and `days` after the invoice's date, at the end of a month or not.

    `day` is that of the month then, None where it stays. `month_end` is "before" where the days count from the end of
    the month ("30 days end of month"), "after" where the end of the month comes last ("30 jours fin de mois"), or None.
    `rule` says all that in words.
    """

    start: int
    end: int
    rule: str
    months: int = 0
    days: int = 0
    working: bool = False
    month_end: str | None = None
    day: int | None = None

    @property
    def counts(self) -> bool:
        """Whether the day follows from the invoice's date; when a receipt is, nobody knows."""
        return bool(self.months or self.days or self.month_end)

    def due(self, issued: date) -> tuple[date, ...]:
        """When to pay what was issued on that day: one date, two where the end of a month may come first or last.

        Empty where the date would be beyond the calendar. Working days are Monday to Friday; no holiday is known.
        """
        try:
            if self.day is not None:
                return (_on_day(_add(issued, self), self.day),)
            if self.month_end is None:
                return (_add(issued, self),)
            last = _add(_end_of_month(issued), self)
            first = _end_of_month(_add(issued, self))
            return tuple(dict.fromkeys((first, last) if self.month_end == "after" else (last, first)))
        except (OverflowError, ValueError):
            return ()


def find_terms(text: str, language: str | None = None, *, alone: bool = False) -> Iterator[FoundTerms]:
    """The terms of payment in plain text (`folding.plain`) of a language, in order.

    Where it is None they are those of the first language that finds any: what is "of" in one is "or" in another. In
    running text a word has to say that a length of time is about payment; `alone` says that all of the text is, of
    which no more is read than of any value. No text raises.
    """
    text = text[:LONGEST] if alone else text
    if language is None:
        if not alone and not _may_hold_terms(text):
            return
        tried = (list(find_terms(text, each.code, alone=alone)) for each in locales_for(None))
        yield from next(filter(None, tried), ())
        return
    forms = _forms(language)
    found: list[FoundTerms] = []
    for match in (forms.net_alone if alone else forms.net).finditer(text):
        start, end = _clause(text, forms, *match.span())
        days = match["days"] or match["bare"] if alone else match["days"]
        if meant := _meant(f"P{days}D", text[start:end], language):
            found.append(meant._replace(start=match.start(), end=match.end()))
    for match in forms.at_once.finditer(text):
        start, end = _clause(text, forms, *match.span())
        # The words themselves may name another thing: "plata la livrare" is no term of delivery.
        around = (start, match.start()), (match.end(), end)
        if alone or not any(forms.other.search(text, *part) for part in around):
            found.append(FoundTerms(*match.span(), _ON_RECEIPT))
    if alone and forms.at_once_alone.fullmatch(text):
        found.append(FoundTerms(0, len(text), _ON_RECEIPT))
    for hit in find_durations(text, language) if alone or forms.cue.search(text) else ():
        start, end = _clause(text, forms, hit.start, hit.end)
        clause = text[start:end]
        if hit.others or not _about_payment(clause, language, alone=alone):
            continue
        if meant := _meant(hit.value, clause, language):
            found.append(meant._replace(start=hit.start, end=hit.end))
    found = found or list(_month_ends(text, forms, alone=alone))
    end = 0
    for terms in sorted(found, key=lambda terms: (terms.start, -terms.end)):
        if terms.start >= end:
            yield terms
            end = terms.end


def _may_hold_terms(text: str) -> bool:
    """Whether a word of any language says that something in running text is about payment: one look, before each's."""
    forms = _forms(None)
    return any(form.search(text) for form in (forms.net, forms.at_once, forms.cue))


def announces_terms(heading: str, language: str | None = None) -> bool:
    """Whether plain text is the heading of terms of payment and nothing else: "Terms:", "Zahlungsziel"."""
    return bool(_forms(language).heading.fullmatch(heading.strip(" \n\t\f.:")))


def _month_ends(text: str, forms: _Forms, *, alone: bool) -> Iterator[FoundTerms]:
    for form, months in ((forms.next_month_end, 1), (forms.month_end, 0)):
        for match in form.finditer(text):
            if forms.day_behind.match(text, match.end()):
                continue
            start, end = _clause(text, forms, *match.span())
            if alone or (forms.cue.search(text, start, end) and not forms.other.search(text, start, end)):
                rule = "end of the month after the invoice date's" if months else "end of the invoice date's month"
                yield FoundTerms(*match.span(), rule, months=months, month_end="after")
    for match in forms.day_of_next_month.finditer(text):
        if alone or forms.cue.search(text, *_clause(text, forms, *match.span())):
            rule = f"day {match['day']} of the month after the invoice date's"
            yield FoundTerms(*match.span(), rule, months=1, day=int(match["day"]))


@lru_cache(maxsize=_KEPT)
def _about_payment(clause: str, language: str, *, alone: bool) -> bool:
    """Whether a clause with a length of time may be about payment."""
    forms = _forms(language)
    return not forms.other.search(clause) and (alone or forms.cue.search(clause) is not None)


@lru_cache(maxsize=_KEPT)
def _meant(duration: str, clause: str, language: str) -> FoundTerms | None:
    """What a length of time says in its clause of when to pay, as if it stood at the start of the text."""
    forms, lasts = _forms(language), length_of(duration)
    if lasts is None or lasts.hours or lasts.all_days % 1:
        return None
    months, days = lasts.all_months, int(lasts.all_days)
    if not 0 < 30 * months + days <= _LONGEST:
        return None
    working = bool(forms.working.search(clause)) and not months
    length = " and ".join(
        f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in ((months, "month"), (days, "day")) if count
    )
    length = f"{days} working days (Monday to Friday)" if working else length
    if month_end := forms.month_end.search(clause):
        if forms.day_behind.match(clause, month_end.end()):
            return None
        order = "after" if forms.days_first.search(clause) else "before"
        rule = f"{length} after the invoice date, then the end of the month"
        rule = rule if order == "after" else f"{length} after the end of the invoice date's month"
        return FoundTerms(0, 0, rule, months, days, working, order)
    since = "receipt, counted from the invoice date" if forms.receipt.search(clause) else "the invoice date"
    return FoundTerms(0, 0, f"{length} after {since}", months, days, working, None)


def _clause(text: str, forms: _Forms, start: int, end: int) -> tuple[int, int]:
    """The clause around a stretch of the text, of at most 80 characters on each side."""
    floor = max(0, start - 80)
    before = [match.end() for match in forms.clause.finditer(text, floor, start)]
    after = forms.clause.search(text, end, end + 80)
    return (before[-1] if before else floor), (after.start() if after else min(len(text), end + 80))


def _add(day: date, terms: FoundTerms) -> date:
    month = day.month - 1 + terms.months
    year, month = day.year + month // 12, month % 12 + 1
    day = date(year, month, min(day.day, monthrange(year, month)[1]))
    if not terms.working:
        return day + timedelta(days=terms.days)
    for _ in range(terms.days):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return day


def _on_day(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def _end_of_month(day: date) -> date:
    return _on_day(day, 31)
