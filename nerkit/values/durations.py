"""Lengths of time as ISO 8601 durations: "P2Y", "P18M", "P30D", "P1Y6M"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nerkit.locales.folding import fold_space, plain
from nerkit.values.confusions import MENDED, digits
from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.number_words import mixed_words, ordinal_words, read_mixed, read_ordinal
from nerkit.values.value import Context, Value

_UNITS = {
    # "4.2 An …" begins a clause.
    "Y": r"years?|yrs?|jahr(?:e[ns]?|s)?|jahrig(?:e[nrms]?)?|annees?|ans|(?<![.,]\d\s)(?<!\s\s)an",
    "Q": r"quarters?|quartal(?:en?|s)?|trimestres?",
    "M": r"months?|mths?|mos?|monat(?:e[ns]?|s)?|monatig(?:e[nrms]?)?|mois",
    "W": r"weeks?|wks?|wochen?|wochig(?:e[nrms]?)?|semaines?",
    "D": r"days?|(?:kalender|werk|arbeits|bank)?tage?[ns]?|tg(?=\.)|tagig(?:e[nrms]?)?|jours?",
    "H": r"hours?|hrs?|stunden?|heures?",
}
_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_KIND = (
    "calendar|business|working|banking|trading|consecutive|full|whole|additional|successive|further|more|fiscal|contract|lease|"
    "license|continuous|volle[nr]?|weitere[nr]?|aufeinanderfolgende[nr]?"
)
_GAP = r"[\s~-]{0,80}"
_FIGURES = rf"(?<![\w$.,/]){NUMERAL}(?:\s?½|\s1/2)?|(?<![\w$.,/])[1-3]/[2-4]|½"
_PART = re.compile(
    rf"(?:(?P<words>{mixed_words()})(?:\s{{0,80}}[(\[{{]\s?(?P<in_brackets>{NUMERAL})\s?[)\]}}])?"
    rf"|(?P<figures>{_FIGURES})(?:\s{{0,80}}\(\s?{mixed_words()}\s?\))?)"
    rf"{_GAP}(?:(?:{_KIND}){_GAP}){{0,3}}(?:{_UNIT})(?:\(s\))?(?![a-z])(?P<and_half>\set\sdemie?(?![a-z]))?",
    re.ASCII,
)
_JOIN = re.compile(r"[\s,]{0,10}(?:(?:and|und|et|plus)\s{1,10})?")

# A number, and a unit a few words behind it: "(30) days", "thirty (30) or more days", "two (2) London banking days".
# Only the text of a duration is read so.
_APART = r"(?:in|of|per|each|every|an?|to|from|by|digit)"
_FAR_PART = re.compile(
    rf"(?:[(\[]\s?)?(?:(?<![\w$.,/])(?P<figures>\d{{1,4}})|(?P<words>{mixed_words()}))(?!\s?(?:st|nd|rd|th|e|er|eme|\.)\b)"
    rf"[-\s\"~_.)\]]{{1,8}}(?:(?!{_APART}\b)[a-z][\w-]{{0,15}}[\s-]){{0,3}}(?:{_UNIT})(?:\(s\))?(?![a-z])",
    re.ASCII,
)
_MISREAD = re.compile(
    r"(?<![\w.])(?:[Il|]|(?=[OoIl]*\d)(?=\d*[OoIl])[\dOoIl]{2,3})"
    r"(?=\s?\)?[\s-]?(?:year|month|week|day|Jahr|Monat|Woche|Tag|an\b|mois|semaine|jour))"
)

# What is a duration without a number of its own; only the text of a duration is read so.
_PHRASES = (
    (re.compile(r"half[\s-](?:an?[\s-])?year|semi-?annual|(?<![a-z])halbjahr|halbes jahr|semestr"), "P6M"),
    (re.compile(r"biennial"), "P2Y"),
    (re.compile(r"fortnight|quinzaine"), "P14D"),
    (re.compile(r"(?<![a-z])(?:a|one) decade"), "P10Y"),
    (re.compile(r"quarterly|vierteljahr|trimestr"), "P3M"),
    (re.compile(r"(?<!bi)(?<!bi-)annual|yearly|year[\s-](?:to|by)[\s-]year|jahrlich|annuel|annee en annee"), "P1Y"),
    (re.compile(r"(?<!bi)(?<!bi-)(?<!semi)(?<!semi-)monthly|month[\s-](?:to|by)[\s-]month|monatlich|mensuel"), "P1M"),
    (re.compile(r"(?<!bi)(?<!bi-)(?<!semi)(?<!semi-)weekly|week[\s-]to[\s-]week|wochentlich|hebdomadaire"), "P1W"),
    (
        re.compile(r"(?<![a-z])(?:a|an|each|every|per|another|additional|successive|jedes|chaque)\s(?:[a-z]+\s)?year"),
        "P1Y",
    ),
    (re.compile(r"(?<![a-z])(?:a|an|each|every|per|another|additional|successive)\s(?:[a-z]+\s)?month"), "P1M"),
    (re.compile(r"(?<![a-z])(?:a|an|each|every|per|another|additional|successive)\s(?:[a-z]+\s)?week"), "P1W"),
)
_RANGE_TO = re.compile(
    rf"(?:(?P<words>{mixed_words()})(?:\s?\(\s?(?P<in_brackets>{NUMERAL})\s?\))?|(?<![\w.,/($])(?P<figures>{NUMERAL}))"
    r"(?:\s?-\s?|\s(?:to|or|bis|oder|a|ou)\s)$",
    re.ASCII,
)
_ANNIVERSARY = re.compile(
    rf"(?:(?P<figures>\d{{1,2}})(?:st|nd|rd|th)|(?P<words>{ordinal_words()}))[\s(\d)a-z]{{0,12}}\sanniversary"
)
_ORDINAL = re.compile(rf"{ordinal_words()}")
_ISO = re.compile(
    r"P(?=\d)(?:\d+Y)?(?:\d+M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?|P(?:\d+D)?T\d+(?:\.\d+)?H", re.ASCII
)
_ORDER = "YMWDH"


@dataclass(frozen=True, slots=True)
class FoundDuration:
    """`text[start:end]` is a duration; `others` are readings where words and figures differ ("twelve (24) months")."""

    start: int
    end: int
    value: str
    others: tuple[str, ...] = ()


def find_durations(text: str) -> Iterator[FoundDuration]:
    """All durations with a number in plain text, in order; "one year and six months" is one."""
    start = end = -1
    held: list[dict[str, Decimal]] = []
    for match in _PART.finditer(text):
        amounts = list(_amounts(match))
        if not amounts:
            continue
        joins = len(held) == len(amounts) == 1 and _JOIN.fullmatch(text, end, match.start())
        if joins and _rank(held[0]) < _rank(amounts[0]):
            held[0] |= amounts[0]
        else:
            if held:
                yield _found(start, end, held)
            start, held = match.start(), amounts
        end = match.end()
    if held:
        yield _found(start, end, held)


def read_duration(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first duration of the text in ISO 8601.

    Units stay as they are (twelve months are P12M); quarters become months, and a fraction becomes the next smaller
    unit: "1.5 years" is P18M, half a month fifteen days.

    Contract: no text raises. Where words and figures differ, the figures count, the words stand in `alternatives`, and
    the note says so; so does the longer end of a range ("3-5 years"). Characters that OCR confuses are mended before a
    unit of time, which the note says. The value is None, with a note, where the text has no length of time
    ("perpetual", "the fifth day"). A value reads as itself.
    """
    if _ISO.fullmatch(text.strip()):
        return Value(text.strip())
    mended = _MISREAD.sub(lambda match: digits(match[0].replace("|", "1")), text)
    folded = re.sub(r" und ein halbe[sn]? (?=jahr|monat)", "einhalb ", plain(fold_space(mended)))
    hit = next(find_durations(folded), None)
    if hit is not None and (first := _range_before(folded, hit)):
        return Value(first, alternatives=(hit.value,), note="a range, from its first to its last")
    if hit is not None:
        note = "words and figures differ" if hit.others else MENDED if mended != text else None
        return Value(hit.value, alternatives=hit.others, note=note)
    anniversary = _ANNIVERSARY.search(folded)
    if anniversary:
        years = int(anniversary["figures"] or read_ordinal(anniversary["words"]) or 0)
        return Value(f"P{years}Y")
    for phrase, value in _PHRASES:
        if phrase.search(folded):
            return Value(value)
    far = None if _ORDINAL.search(folded) else _FAR_PART.search(folded)
    if far and (amounts := list(_amounts(far))):
        return Value(_written(amounts[0]))
    return Value(None, note="no duration")


def _range_before(text: str, hit: FoundDuration) -> str | None:
    """What the range begins with that ends with a duration ("3-5 years"), in its unit; None where it is no range."""
    unit = re.fullmatch(r"P(\d+)([YMWD])", hit.value)
    match = _RANGE_TO.search(text, max(0, hit.start - 40), hit.start)
    if unit is None or match is None:
        return None
    numerals = readings(match["in_brackets"] or match["figures"] or "")
    number = min(numerals) if numerals else read_mixed(match["words"] or "")
    if number is None or number != int(number) or not 0 < number < int(unit[1]):
        return None
    return f"P{int(number)}{unit[2]}"


def _amounts(match: re.Match[str]) -> Iterator[dict[str, Decimal]]:
    """The readings of one number with its unit, in whole units."""
    unit = next(unit for unit in _UNITS if match[unit])
    words = read_mixed(match["words"]) if match["words"] else None
    figures = _in_figures(match.groupdict().get("in_brackets") or match["figures"] or "")
    half = Decimal("0.5") if match.groupdict().get("and_half") else 0
    for number in dict.fromkeys(n for n in (figures, words) if n is not None):
        yield _whole_units(unit, number + half)


def _in_figures(figures: str) -> Decimal | None:
    whole, halves = re.subn(r"\s?(?:½|(?<!\d)1/2)$", "", figures)
    fraction = re.fullmatch(r"(\d)/(\d)", whole)
    if fraction:
        return Decimal(fraction[1]) / Decimal(fraction[2])
    read = readings(whole) if whole else (Decimal(0),) if halves else ()
    return read[0] + Decimal("0.5") * halves if read else None


def _whole_units(unit: str, number: Decimal) -> dict[str, Decimal]:
    """The number in units of ISO 8601, its fraction in the next smaller one."""
    if unit == "Q":
        unit, number = "M", number * 3
    whole = number.to_integral_value(rounding="ROUND_FLOOR")
    rest = number - whole
    if not rest or unit in "DH":
        return {unit: number}
    if unit == "Y":
        return {"M": (number * 12).quantize(Decimal(1))}
    if unit == "W":
        return {"D": number * 7}
    days = (rest * 30).quantize(Decimal(1))
    return {"M": whole, "D": days} if whole else {"D": days}


def _rank(amounts: dict[str, Decimal]) -> int:
    return max(_ORDER.index(unit) for unit in amounts)


def _found(start: int, end: int, held: list[dict[str, Decimal]]) -> FoundDuration:
    best, *others = (_written(amounts) for amounts in held)
    return FoundDuration(start, end, best, tuple(others))


def _written(amounts: dict[str, Decimal]) -> str:
    parts = {unit: f"{number:f}{unit}" for unit, number in amounts.items()}
    parts = {unit: re.sub(r"\.?0+(?=[A-Z])", "", part) if "." in part else part for unit, part in parts.items()}
    days = "".join(parts[unit] for unit in "YMWD" if unit in parts)
    return f"P{days}" + (f"T{parts['H']}" if "H" in parts else "")
