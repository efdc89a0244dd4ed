"""Percentages as plain numbers: "19", "8.25"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.folding import plain
from nerkit.values.number_words import NUMBER_WORDS, read_cardinal
from nerkit.values.value import Context, Value

_SIGN = r"(?:[%٪]|per\s?cent\b|percent\b|pct\b|prozent\b|v\.\s?h\.|vom hundert\b|pour\s?cent\b|p\.\s?cent\b)"
_GAP = r"[ \t]{0,2}\n?[ ]{0,3}"
_PERCENT = re.compile(
    rf"(?:(?P<words>{NUMBER_WORDS}){_GAP}(?:per\s?cent|percent)?{_GAP}\({_GAP}(?P<figures>{NUMERAL}){_GAP}{_SIGN}?{_GAP}\)"
    rf"(?:{_GAP}{_SIGN})?"
    rf"|(?P<whole>\d{{1,3}}\s)?(?P<over>\d)/(?P<under>[1-9]){_GAP}(?:of{_GAP}(?:1|one){_GAP})?{_SIGN}"
    rf"|(?P<sign>(?<![\w.,-])-)?(?<![\d.,])(?P<number>{NUMERAL}){_GAP}(?:\({_GAP}{NUMBER_WORDS}{_GAP}\){_GAP})?{_SIGN}"
    rf"|(?P<only>{NUMBER_WORDS}){_GAP}{_SIGN})",
    re.ASCII,
)
_BARE = re.compile(rf"-?{NUMERAL}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FoundPercent:
    """`text[start:end]` is a percentage with its sign or word."""

    start: int
    end: int
    number: Decimal


def find_percents(text: str, language: str | None = None) -> Iterator[FoundPercent]:
    """All percentages in plain text, in order, without overlaps."""
    for match in _PERCENT.finditer(text):
        if match["words"] and "cent" not in match[0] and "%" not in match[0]:
            continue  # "two (2)" is a number, but of something else
        number = _number(match, language)
        if number is not None:
            yield FoundPercent(match.start(), match.end(), number)


def read_percent(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first percentage of the text, or its first bare number, without trailing zeros: "19", "8.25", "0"."""
    folded = plain(text)
    hit = next(find_percents(folded, context.language), None)
    if hit is not None:
        return Value(_written(hit.number))
    for match in _BARE.finditer(folded):
        number = _decimal(match[0].lstrip("-"), context.language)
        if number is not None:
            return Value(_written(-number if match[0].startswith("-") else number))
    return Value(None, note="no percentage")


def _number(match: re.Match[str], language: str | None) -> Decimal | None:
    if match["over"]:
        return int((match["whole"] or "0").strip()) + Decimal(match["over"]) / Decimal(match["under"])
    if match["only"]:
        number = read_cardinal(match["only"])
        return None if number is None else Decimal(number)
    read = _decimal(match["figures"] or match["number"], language)
    return -read if read is not None and match["sign"] else read


def _decimal(numeral: str, language: str | None) -> Decimal | None:
    # A rate in the thousands is rarer than one of three decimals; only an English comma parts groups.
    read = readings(numeral)
    return (max(read) if language == "en" and "," in numeral else min(read)) if read else None


def _written(number: Decimal) -> str:
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
