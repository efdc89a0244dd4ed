"""Percentages as plain numbers: "19", "8.25"; what bears no tax is "0"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple, get_args

from nerkit.locales import cldr, words_for
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.value_words import Untaxed
from nerkit.locales.word_patterns import any_of, whole
from nerkit.values.confusions import MENDED, mended_percent
from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.nearby import stretches_near
from nerkit.values.number_words import mixed_words, number_words, read_mixed
from nerkit.values.value import LONGEST, Context, Value

_GAP = r"[ \t]{0,2}\n?[ ]{0,3}"
_FRACTION = r"(?:(?P<whole>\d{1,3})[\s-])?(?P<over>\d)/(?P<under>[1-9])|(?P<of_half>\d{0,3})\s?(?P<vulgar>[½¼¾])"
_REACH, _BEHIND = 200, 8
"""Characters before the sign of a percentage in which its number stands, and behind it in which a bracket closes."""
_KEPT = 4_096
"""Numerals that are kept with what they mean: a document says the same rates again and again."""
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_BARE = re.compile(rf"(?<!§)(?<!§ )-?{NUMERAL}", re.ASCII)


class _Forms:
    """The patterns of percentages in one language."""

    def __init__(self, language: str | None) -> None:
        words = words_for(language)
        percents = words.percents
        mixed, cardinal = mixed_words(language), number_words(language)
        # OCR reads the sign as "°/o", "o/o" and "0/0".
        sign = rf"(?:[%٪]|[°o]\s?/\s?[o0]\b|0/0\b|{any_of(percents.signs)}(?![a-z]))"
        self.sign = re.compile(sign)
        of_one = rf"(?:{any_of(percents.of_one)})"
        self.parts = {plain(part): Decimal(1) / count for count, parts in percents.parts.items() for part in parts}
        self.percent = re.compile(
            rf"(?:(?P<words>{mixed}){_GAP}(?P<stated>{sign})?{_GAP}"
            rf"\({_GAP}(?P<figures>{NUMERAL}){_GAP}(?P<inner>{sign})?{_GAP}\)(?:{_GAP}(?P<behind>{sign}))?"
            rf"|(?:{_FRACTION}){_GAP}(?:{of_one}{_GAP})?{sign}"
            rf"|(?P<sign>(?<![\w.,-])-)?(?<![\d.,])(?P<number>{NUMERAL}){_GAP}(?:\({_GAP}{cardinal}{_GAP}\){_GAP})?{sign}"
            rf"|(?P<only>{mixed}){_GAP}{sign})",
            re.ASCII,
        )
        self.finer = re.compile(
            rf"(?<![\d.,])(?P<number>{NUMERAL})\s?(?:(?P<thousandth>‰|{any_of(percents.per_mille)}\b)"
            rf"|{any_of(percents.basis_points)}\b)",
            re.ASCII,
        )
        # What makes the number in words behind it a part of one: "forty-four hundredths of one percent (0.44%)".
        firsts = (phrase.split()[0] for phrase in percents.of_one)
        within = any_of((*words.numbers.joiners, *percents.point, *firsts, *self.parts))
        self.partial = re.compile(rf"(?:\b(?:{within})|-)\s*$")
        self.part = re.compile(
            rf"(?:(?P<count>{cardinal})[\s-])?\b(?P<part>{any_of(self.parts)})[\s-]{{0,3}}(?:{of_one}\s?)?{sign}",
            re.ASCII,
        )
        self.range_to = re.compile(
            rf"(?<![\w.,/(])(?P<first>{NUMERAL})\s?%?\s?(?:-|(?:{any_of(percents.between)})\s)\s?$", re.ASCII
        )
        self.untaxed = {
            why: re.compile(whole(percents.untaxed[why])) for why in get_args(Untaxed) if why in percents.untaxed
        }


@cache
def _forms(language: str | None) -> _Forms:
    return _Forms(language)


class FoundPercent(NamedTuple):
    """`text[start:end]` is a percentage with its sign or word; `others` is what words beside the figures say."""

    start: int
    end: int
    number: Decimal
    others: tuple[Decimal, ...] = ()


def find_percents(text: str, language: str | None = None) -> Iterator[FoundPercent]:
    """All percentages in plain text of a language, of any where it is None, in order, without overlaps."""
    forms = _forms(language)
    places = stretches_near(text, forms.sign, _REACH, _BEHIND)
    for match in chain.from_iterable(forms.percent.finditer(text, *place) for place in places):
        if match["number"]:  # most are
            if (number := _number(match, language)) is not None:
                yield FoundPercent(*match.span(), number)
            continue
        if match["words"] and not (match["stated"] or match["inner"] or match["behind"]):
            continue  # "two (2)" is a number, but of something else
        number = _number(match, language)
        if number is not None:
            if match["inner"] and forms.partial.search(text, max(0, match.start() - 20), match.start()):
                yield FoundPercent(match.start("figures"), match.end("inner"), number)
                continue
            in_words = read_mixed(match["words"], language) if match["words"] else None
            others = () if in_words in (None, number) else (in_words,)
            yield FoundPercent(match.start(), match.end(), number, others)


def read_percent(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first percentage of the text, or its first bare number, without trailing zeros: "19", "8.25", "0".

    Contract: no text raises. What bears no tax ("exempt", "reverse charge", "steuerfrei") is "0" with the reason as its
    note. Where the words beside the figures say another number, and where the text is a range ("10-15%"), the second
    one stands in `alternatives`, and the note says so. The value is None, with a note, where the text has no number. A
    value reads as itself.
    """
    text = text[:LONGEST]
    mended = mended_percent(text)
    folded = plain(fold_space(mended))
    read = _read(folded, context.language, mended=mended != text)
    if read is None and context.language and re.search(r"[^\W\d_]", folded):
        read = _read(folded, None, mended=mended != text)
    return read or _bare(folded, context.language)


def _read(folded: str, language: str | None, *, mended: bool) -> Value | None:
    """What has a sign of a percentage or says that there is no tax."""
    forms = _forms(language)
    hit = next(find_percents(folded, language), None)
    why = next((why for why, words in forms.untaxed.items() if words.search(folded)), None)
    if (part := forms.part.search(folded)) and (hit is None or part.start() <= hit.start < part.end()):
        count = read_mixed(part["count"], language) if part["count"] else None
        return Value(_written((count or 1) * forms.parts[fold_space(part["part"])]))
    if hit is not None and (first := _range_before(folded, hit, language)) is not None:
        return Value(_written(first), alternatives=(_written(hit.number),), note="a range, from its first to its last")
    if hit is not None:
        others = tuple(map(_written, hit.others))
        note = "words and figures differ" if others else MENDED if mended else None
        return Value(_written(hit.number), alternatives=others, note=note or (None if hit.number else why))
    finer = forms.finer.search(folded)
    if finer and (number := _decimal(finer["number"], language)) is not None:
        return Value(_written(number / (10 if finer["thousandth"] else 100)))
    return Value("0", note=why) if why else None


def _bare(folded: str, language: str | None) -> Value:
    # "S1 19,00": a digit behind letters is a code before it is a rate.
    for match in sorted(_BARE.finditer(folded), key=lambda match: folded[: match.start()][-1:].isalpha()):
        number = _decimal(match[0].lstrip("-"), language)
        if number is not None:
            return Value(_written(-number if match[0].startswith("-") else number))
    return Value(None, note="no percentage")


def _range_before(text: str, hit: FoundPercent, language: str | None) -> Decimal | None:
    """The number with which the range begins that ends with a percentage; None where it is no range."""
    match = _forms(language).range_to.search(text, max(0, hit.start - 20), hit.start)
    first = _decimal(match["first"], language) if match else None
    return first if first is not None and first < hit.number else None


def _number(match: re.Match[str], language: str | None) -> Decimal | None:
    if match["number"]:
        read = _decimal(match["number"], language)
        return -read if read is not None and match["sign"] else read
    if match["over"]:
        return int(match["whole"] or 0) + Decimal(match["over"]) / Decimal(match["under"])
    if match["vulgar"]:
        return int(match["of_half"] or 0) + _VULGAR[match["vulgar"]]
    if match["only"]:
        return read_mixed(match["only"], language)
    return _decimal(match["figures"], language)


@lru_cache(maxsize=_KEPT)
def _decimal(numeral: str, language: str | None) -> Decimal | None:
    # A rate in the thousands is rarer than one of three decimals; only an English comma parts groups.
    read = readings(numeral)
    return (max(read) if cldr.decimal_mark(language) == "." and "," in numeral else min(read)) if read else None


def _written(number: Decimal) -> str:
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
