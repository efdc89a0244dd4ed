"""Lengths of time as ISO 8601 durations: "P2Y", "P18M", "P30D", "P1Y6M"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from nerkit.locales import doubtful, locale, locales_for, words_for
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.values.confusions import MENDED, digits
from nerkit.values.dates import nth
from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.iso_durations import is_duration
from nerkit.values.nearby import stretches_near
from nerkit.values.number_words import (
    doubtful_numbers,
    mixed_words,
    ordinal_words,
    read_in_each,
    read_mixed,
    read_ordinal,
)
from nerkit.values.value import LONGEST, Context, Value

_GAP = r"[\s~-]{0,80}"
_FIGURES = rf"(?<![\w$.,/]){NUMERAL}(?:\s?½|\s1/2)?|(?<![\w$.,/])[1-3]/[2-4]|½"
_LETTERS_FOR_DIGITS = re.compile(r"(?<![\w.])(?:(?=[OoIl]*\d)(?=\d*[OoIl])[\dOoIl]{2,3}|[Il|])")
_ORDER = "YMWDH"
_HALF, _FRACTION = re.compile(r"\s?(?:½|(?<!\d)1/2)$"), re.compile(r"(\d)/(\d)")
_ZEROS = re.compile(r"\.?0+(?=[A-Z])")
_SAID = ("words", "in_brackets", "figures", "unit", "and_half")
_KEPT = 4_096
"""Lengths that are kept as they were said: a text says the same ones again and again."""
_REACH, _BEHIND = 600, 40
"""Characters before a unit of time in which its number begins, and behind it in which its halves end."""


class _Length(NamedTuple):
    """A length of time in whole units, the place of the smallest one in `_ORDER`, and all of it in ISO 8601."""

    units: Mapping[str, Decimal]
    rank: int
    written: str


class _Forms(NamedTuple):
    """How the languages of a document say a length of time; those behind `join` are for the text of one alone."""

    sign: re.Pattern[str]
    part: re.Pattern[str]
    join: re.Pattern[str]
    range_to: re.Pattern[str]
    far_part: re.Pattern[str]
    ordinal: re.Pattern[str]
    each: re.Pattern[str]
    anniversary: re.Pattern[str]
    unit_behind: re.Pattern[str]
    unit_before: re.Pattern[str]


@cache
def _units(code: str) -> dict[str, str]:
    """The words for units of time of one language, each with its letter."""
    return {plain(word): unit for unit, words in locale(code).durations.units.items() for word in words}


@cache
def _doubtful_units(language: str | None) -> frozenset[str]:
    return doubtful({known.code: _units(known.code) for known in locales_for(language)})


@cache
def _unit(language: str | None) -> str:
    """A pattern for one of the units, its plural in brackets too: "year(s)"."""
    units = {word for known in locales_for(language) for word in _units(known.code)}
    common = _doubtful_units(language)
    # "4.2 An …" begins a clause.
    guarded = rf"(?<![.,]\d\s)(?<!\s\s){any_of(common)}"
    return rf"(?P<unit>{any_of(units - common)}|{guarded})(?:\([a-z]{{1,3}}\))?(?![a-z])"


@cache
def _forms(language: str | None) -> _Forms:
    words, number, unit = words_for(language).durations, mixed_words(language), _unit(language)
    qualifier, apart = any_of(words.qualifiers), any_of(words.apart)
    suffix = any_of(words_for(language).numbers.ordinal_suffixes)
    forms = (
        unit,
        rf"(?:(?P<words>{number})(?:\s{{0,80}}[(\[{{]\s?(?P<in_brackets>{NUMERAL})\s?[)\]}}])?"
        rf"|(?P<figures>{_FIGURES})(?:\s{{0,80}}\(\s?{number}\s?\))?)"
        rf"{_GAP}(?:{qualifier}{_GAP}){{0,3}}{unit}(?P<and_half>\s{any_of(words.and_a_half)}(?![a-z]))?",
        rf"[\s,]{{0,10}}(?:{any_of(words.joiners)}\s{{1,10}})?",
        rf"(?:(?P<words>{number})(?:\s?\(\s?(?P<in_brackets>{NUMERAL})\s?\))?|(?<![\w.,/($])(?P<figures>{NUMERAL}))"
        rf"(?:\s?-\s?|\s{any_of(words.to)}\s)$",
        # A number, and a unit a few words behind it: "(30) days", "thirty (30) or more days", "two (2) London days".
        rf"(?:[(\[]\s?)?(?:(?<![\w$.,/])(?P<figures>\d{{1,4}})|(?P<words>{number}))(?!\s?(?:{suffix}|\.)(?!\w))"
        rf"[-\s\"~_.)\]]{{1,8}}(?:(?!{apart}(?!\w))[a-z][\w-]{{0,15}}[\s-]){{0,3}}{unit}",
        ordinal_words(language),
        rf"(?<![a-z]){any_of(words.each)}\s(?:[a-z]+\s)??{unit}",
        rf"(?:(?P<figures>\d{{1,2}}){nth(language)}|(?P<words>{ordinal_words(language)}))"
        rf"[\s(\d)a-z]{{0,12}}\s{any_of(words.anniversaries)}",
        rf"\s?\)?[\s-]?{unit}",
        rf"(?<![a-z]){unit}\s{{1,3}}(?P<figures>\d{{1,3}})(?P<words>(?!))?(?![\d.,/])" if words.unit_first else r"(?!)",
    )
    return _Forms(*(re.compile(form, re.ASCII) for form in forms))


@cache
def _phrases(language: str | None) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What names a length without a number, after the value of it."""
    phrases = words_for(language).durations.phrases.items()
    return tuple((value, re.compile(rf"(?<![a-z]-){whole(words)}")) for value, words in phrases)


class FoundDuration(NamedTuple):
    """`text[start:end]` is a duration; `others` are readings where words and figures differ ("twelve (24) months")."""

    start: int
    end: int
    value: str
    others: tuple[str, ...] = ()


def find_durations(text: str, language: str | None = None) -> Iterator[FoundDuration]:
    """All durations with a number in plain text, in order; "one year and six months" is one."""
    forms = _forms(language)
    start = end = -1
    held: tuple[_Length, ...] = ()
    places = stretches_near(text, forms.sign, _REACH, _BEHIND)
    for match in chain.from_iterable(forms.part.finditer(text, *place) for place in places):
        lengths = _lengths(*match.group(*_SAID), language)
        if not lengths:
            continue
        joins = len(held) == len(lengths) == 1 and held[0].rank < lengths[0].rank
        if joins and forms.join.fullmatch(text, end, match.start()):
            held = (_length({**held[0].units, **lengths[0].units}),)
        else:
            if held:
                yield _found(start, end, held)
            start, held = match.start(), lengths
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
    text = text[:LONGEST]
    if is_duration(text.strip()):
        return Value(text.strip())
    found = (_read(text, language) for language in dict.fromkeys((context.language, None)))
    return next(filter(None, found), Value(None, note="no duration"))


def _read(text: str, language: str | None) -> Value | None:
    """The duration of the text in one of these languages, None where they find none."""
    text = fold_space(text)
    mended = _mended(text, language)
    folded, forms = plain(mended), _forms(language)
    hit = next(find_durations(folded, language), None)
    if hit is not None and (first := _range_before(folded, hit, language)):
        return Value(first, alternatives=(hit.value,), note="a range, from its first to its last")
    if hit is not None:
        note = "words and figures differ" if hit.others else MENDED if mended != text else None
        return Value(hit.value, alternatives=hit.others, note=note)
    if anniversary := forms.anniversary.search(folded):
        figures, words = anniversary["figures"], anniversary["words"]
        return Value(f"P{int(figures) if figures else read_ordinal(words, language)}Y")
    phrases = [(match.start(), -match.end(), value) for value, match in _phrases_in(folded, language)]
    if phrases:
        return Value(min(phrases)[2])
    far = forms.unit_before.search(folded) or (None if forms.ordinal.search(folded) else forms.far_part.search(folded))
    if far is None:
        return None
    lengths = _lengths(far["words"], None, far["figures"], far["unit"], None, language)
    return Value(lengths[0].written) if lengths else None


def _phrases_in(text: str, language: str | None) -> Iterator[tuple[str, re.Match[str]]]:
    """What names a length without a number, with its value: "annual", "each year"."""
    for value, phrase in _phrases(language):
        if match := phrase.search(text):
            yield value, match
    if match := _forms(language).each.search(text):
        yield _written(_whole_units(_unit_of(fold_space(match["unit"]), language), Decimal(1))), match


def _mended(text: str, language: str | None) -> str:
    """The text with letters for digits before a unit of time put right: "l2 months"."""
    folded, unit = plain(text), _forms(language).unit_behind
    return _LETTERS_FOR_DIGITS.sub(
        lambda match: digits(match[0].replace("|", "1")) if unit.match(folded, match.end()) else match[0], text
    )


def _range_before(text: str, hit: FoundDuration, language: str | None) -> str | None:
    """What the range begins with that ends with a duration ("3-5 years"), in its unit; None where it is no range."""
    unit = re.fullmatch(r"P(\d+)([YMWD])", hit.value)
    match = _forms(language).range_to.search(text, max(0, hit.start - 40), hit.start)
    if unit is None or match is None:
        return None
    numerals = readings(match["in_brackets"] or match["figures"] or "")
    number = min(numerals) if numerals else read_mixed(match["words"] or "", language)
    if number is None or number != int(number) or not 0 < number < int(unit[1]):
        return None
    return f"P{int(number)}{unit[2]}"


@lru_cache(maxsize=_KEPT)
def _lengths(
    words: str | None, in_brackets: str | None, figures: str | None, unit: str, half: str | None, language: str | None
) -> tuple[_Length, ...]:
    """The readings of one number with its unit; a number in words has a unit of its own language."""
    in_figures = _in_figures(in_brackets or figures or "")
    unit = fold_space(unit)
    # Of a number and a unit that are both other words elsewhere there is no telling: "to time" is two hours in Danish.
    unsure = words in doubtful_numbers(language) and unit in _doubtful_units(language)
    spoken = read_in_each(words, language) if words and not unsure else ()
    in_words = next((number for code, number in spoken if unit in _units(code)), None)
    letter, more = _unit_of(unit, language), Decimal("0.5") if half else 0
    numbers = dict.fromkeys(number for number in (in_figures, in_words) if number is not None)
    return tuple(_length(_whole_units(letter, number + more)) for number in numbers)


@lru_cache(maxsize=_KEPT)
def _unit_of(word: str, language: str | None) -> str:
    return next(units[word] for known in locales_for(language) if word in (units := _units(known.code)))


def _in_figures(figures: str) -> Decimal | None:
    if figures.isdecimal():  # most are
        return next(iter(readings(figures)), None)
    whole, halves = _HALF.subn("", figures)
    fraction = _FRACTION.fullmatch(whole)
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


def _length(units: Mapping[str, Decimal]) -> _Length:
    return _Length(units, max(map(_ORDER.index, units)), _written(units))


def _found(start: int, end: int, held: tuple[_Length, ...]) -> FoundDuration:
    return FoundDuration(start, end, held[0].written, tuple(length.written for length in held[1:]))


def _written(amounts: Mapping[str, Decimal]) -> str:
    parts = {unit: f"{number:f}{unit}" for unit, number in amounts.items()}
    parts = {unit: _ZEROS.sub("", part) if "." in part else part for unit, part in parts.items()}
    days = "".join(parts[unit] for unit in "YMWD" if unit in parts)
    return f"P{days}" + (f"T{parts['H']}" if "H" in parts else "")
