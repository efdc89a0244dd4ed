"""Due dates that are written relative to the invoice: "net 30", "zahlbar innerhalb 10 Tagen ohne Abzug".

A term of payment is a number of days, weeks or months, and what they are counted from: the invoice's date, or the end
of its month. Terms of a cash discount are none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nerkit.values.durations import find_durations

# In running text "N 75" is an article and "Netto 52" an amount.
_NET = re.compile(
    r"(?<![\w-])(?:net[ -]{0,2}|n ?/ ?)(?P<days>7|10|1[045]|2[018]|30|35|4[05]|50|6[05]|75|9[05]|100|120|150|180)"
    r"(?![\d%/:]|[.,]\d|\s?(?:st|nd|rd|th)\b| +(?:[\d$€£]|(?:eur|usd|gbp|chf)\b))"
)
_NET_ALONE = re.compile(
    r"(?:(?<![a-z])(?:net(?:to)?|n)\s?[-/:]?\s?(?P<days>\d{1,3})(?!\s?(?:st|nd|rd|th)\b)"
    r"|^\W*(?P<bare>\d{1,3})\s?(?:d\b|(?=e\.?o\.?m)))(?![\d%/:]|[.,]\d)"
)
_AT_ONCE = re.compile(
    r"\b(?:(?:due|payable|pay(?:ment)?) (?:up)?on (?:receipt|presentation|invoice)|(?:due|payable) immediately"
    r"|immediate(?:ly)? (?:due|payable|payment)|cash on delivery|sofort(?:\s\w+)?\s?(?:fallig|zahlbar|netto)"
    r"|(?:fallig|zahlbar|zahlung)\s(?:ist\s)?(?:sofort|bei (?:erhalt|rechnungserhalt))"
    r"|payable (?:a|des) (?:la )?reception|paiement (?:immediat|comptant)|a reception (?:de (?:la )?)?facture)\b"
)
_AT_ONCE_ALONE = re.compile(r"\W*(?:(?:up)?on receipt|receipt|immediate(?:ly)?|sofort|comptant|a reception|cod)\W*")
_CUE = re.compile(
    r"\b(?:net|payable|payments?|due|pay|terms?|zahlbar|zahlung|zahlungs\w+|zahlen|fallig\w*|netto|abzug"
    r"|rechnungs(?:datum|erhalt|eingang|stellung)|uberweis\w*|begleich\w*|payer|paiement|regle\w+|echeance"
    r"|date de (?:la )?facture)\b"
)
_OTHER = re.compile(
    r"\b(?:skonto|discount|escompte|rabatt|abzuglich|late|overdue|past due|due date|become|interest|verzug\w*|mahn\w*"
    r"|penalt\w*|penalite\w*|retard|notice|return\w*|warranty|garantie|valid|gultig|valable|every|each|kundigung\w*"
    r"|cancel\w*|refund\w*|delivery|lieferzeit|widerruf\w*|dispute\w*|object\w*|claim\w*|waive\w*|reklamation\w*"
    r"|beanstand\w*|einw[ae]nd\w*|breach\w*|uncured|cure\w?|default\w*|terminat\w*|prior|before|preceding|previous"
    r"|vor|avant)\b|%"
)
_END_OF_MONTH = re.compile(
    r"\b(?:end of (?:the )?(?:current |same )?month|eom\b|e\.o\.m\b|fin (?:de|du) mois|monatsende|ende des monats|"
    r"month[- ]end)\b"
)
_NEXT_MONTH = re.compile(
    r"\b(?:end of (?:the )?(?:following|next) month|fin du mois (?:suivant|prochain)|ende (?:des )?folgemonats?)\b"
)
_DAY_OF_NEXT_MONTH = re.compile(
    r"(?<![\d.,])(?P<day>[12]?\d|3[01])(?:st|nd|rd|th|\.)?\s(?:(?:day\s)?of (?:the )?(?:following|next) month|prox\b"
    r"|(?:des )?(?:folgemonats|(?:folgenden|nachsten) monats)|du mois (?:suivant|prochain))"
)
_WORKING = re.compile(
    r"\b(?:business|working|banking|werk|arbeits|bank)\s?(?:days?|tag\w*)|\b(?:werk|arbeits|bankarbeits)tag\w*|ouvr\w+"
)
_RECEIPT = re.compile(r"\b(?:receipt|reception|erhalt|eingang|zugang|rechnungserhalt|rechnungseingang)\b")
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_DAY_BEHIND = re.compile(r"\s?(?:,\s)?(?:le|am|zum|on the)\s\d")  # "fin de mois le 10": a day that nothing here counts
_HEADING = re.compile(
    r"\W*(?:(?:payment|pay|credit)\s)?(?:terms(?:\sof\s(?:payment|sale))?|conditions)(?:\s(?:and|&)\sconditions)?"
    r"|\W*(?:payment|payment due|due|due in|zahlung|zahlbar|fallig"
    r"|zahlungs(?:bedingung(?:en)?|ziel|kondition(?:en)?|frist|weise)|(?:conditions?|delai|mode|modalites)\s(?:de\s|du\s)?(?:paiement|reglement)|paiement|reglement|echeance)"
)
_CLAUSE = re.compile(r"[;\n\f\t]|[.,](?!\d)|\b(?:or|oder|ou|sonst|otherwise)\b")
_LONGEST = 366  # days; nobody sells on longer terms


@dataclass(frozen=True, slots=True)
class FoundTerms:
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


def find_terms(text: str, *, alone: bool = False) -> Iterator[FoundTerms]:
    """The terms of payment in plain text (`folding.plain`), in order.

    In running text a word has to say that a length of time is about payment; `alone` says that all of the text is. No
    text raises.
    """
    found: list[FoundTerms] = []
    for match in (_NET_ALONE if alone else _NET).finditer(text):
        start, end = _clause(text, *match.span())
        days = match["days"] or match["bare"] if alone else match["days"]
        found += _terms(*match.span(), f"P{days}D", text[start:end])
    for match in _AT_ONCE.finditer(text):
        if alone or not _OTHER.search(text, *_clause(text, *match.span())):
            found.append(FoundTerms(*match.span(), "due on receipt, taken as the invoice date"))
    if alone and _AT_ONCE_ALONE.fullmatch(text):
        found.append(FoundTerms(0, len(text), "due on receipt, taken as the invoice date"))
    for hit in find_durations(text):
        start, end = _clause(text, hit.start, hit.end)
        clause = text[start:end]
        if not hit.others and not _OTHER.search(clause) and (alone or _CUE.search(clause)):
            found += _terms(hit.start, hit.end, hit.value, clause)
    found = found or list(_month_ends(text, alone))
    end = 0
    for terms in sorted(found, key=lambda terms: (terms.start, -terms.end)):
        if terms.start >= end:
            yield terms
            end = terms.end


def announces_terms(heading: str) -> bool:
    """Whether plain text is the heading of terms of payment and nothing else: "Terms:", "Zahlungsziel"."""
    return bool(_HEADING.fullmatch(heading.strip(" \n\t\f.:")))


def _month_ends(text: str, alone: bool) -> Iterator[FoundTerms]:
    for form, months in ((_NEXT_MONTH, 1), (_END_OF_MONTH, 0)):
        for match in form.finditer(text):
            if _DAY_BEHIND.match(text, match.end()):
                continue
            start, end = _clause(text, *match.span())
            if alone or (_CUE.search(text, start, end) and not _OTHER.search(text, start, end)):
                rule = "end of the month after the invoice date's" if months else "end of the invoice date's month"
                yield FoundTerms(*match.span(), rule, months=months, month_end="after")
    for match in _DAY_OF_NEXT_MONTH.finditer(text):
        if alone or _CUE.search(text, *_clause(text, *match.span())):
            rule = f"day {match['day']} of the month after the invoice date's"
            yield FoundTerms(*match.span(), rule, months=1, day=int(match["day"]))


def _terms(start: int, end: int, duration: str, clause: str) -> Iterator[FoundTerms]:
    match = _ISO.fullmatch(duration)
    if match is None:
        return
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    months, days = 12 * years + months, 7 * weeks + days
    if not 0 < 30 * months + days <= _LONGEST:
        return
    working = bool(_WORKING.search(clause)) and not months
    length = " and ".join(
        f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in ((months, "month"), (days, "day")) if count
    )
    length = f"{days} working days (Monday to Friday)" if working else length
    if month_end := _END_OF_MONTH.search(clause):
        if _DAY_BEHIND.match(clause, month_end.end()):
            return
        # French traders count the days first, English ones the month.
        order = "after" if "fin " in clause else "before"
        rule = f"{length} after the invoice date, then the end of the month"
        rule = rule if order == "after" else f"{length} after the end of the invoice date's month"
        yield FoundTerms(start, end, rule, months, days, working, order)
        return
    since = "receipt, counted from the invoice date" if _RECEIPT.search(clause) else "the invoice date"
    yield FoundTerms(start, end, f"{length} after {since}", months, days, working)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a stretch of the text, of at most 80 characters on each side."""
    floor = max(0, start - 80)
    before = [match.end() for match in _CLAUSE.finditer(text, floor, start)]
    after = _CLAUSE.search(text, end, end + 80)
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
