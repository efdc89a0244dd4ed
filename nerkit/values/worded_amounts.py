"""Amounts of money written out: "Five Hundred Thousand Dollars", "RINGGIT MALAYSIA NINE AND CENTS FIFTY ONLY"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from nerkit.locales import codes, words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.currencies import is_mark, marks
from nerkit.values.number_words import languages_spoken, mixed_words, number_words, read_cardinal, read_mixed

_CENT = Decimal("0.01")
_WIDE = Context(prec=100)
_HUNDREDTHS = ("hundredths", "hundredths_behind", "coins", "slashed")
"""Groups of figures for what is less than a unit."""
_KEPT = 4_096
"""Amounts in words that are kept with what they mean: a text says the same ones again and again."""


class _Forms:
    """The patterns of amounts in words in one language."""

    def __init__(self, language: str | None) -> None:
        self.language = language
        scales = words_for(language).money.scales
        self.scales = {plain(word): number for number, scale in scales.items() for word in scale}

    def patterns_for(self, text: str) -> tuple[re.Pattern[str], ...]:
        """The patterns that may find something in plain text: nothing but cents needs a name of cents."""
        full, behind, cents, in_brackets = self.patterns
        return (full, behind, cents, in_brackets) if self.minor.search(text) else (full, behind, in_brackets)

    @cached_property
    def minor(self) -> re.Pattern[str]:
        """The names of the hundredths of currencies."""
        return re.compile(any_of(words_for(self.language).money.minor))

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Made only where there are number words: names of currencies take a while."""
        language = self.language
        words = words_for(language)
        money, joined = words.money, any_of(words.numbers.joiners)
        and_minor = any_of((*words.numbers.joiners, *words.money.and_minor))
        minor = rf"(?:{any_of(money.minor)})(?![a-z])"
        of = rf"(?:{any_of(money.of)})(?:\s{{1,3}}|(?<='))"
        number, whole, sign = mixed_words(language), number_words(language), marks(language)
        hundredths = rf"\s(?:{joined}\s)?(?P<hundredths>\d\d)/100"
        slashed = r"(?:/(?P<slashed>\d\d)(?![\d/]))?"  # "milleduecento/50 euro"
        return tuple(
            re.compile(form, re.ASCII)
            for form in (
                rf"(?P<number>{number}){slashed}\s{{1,3}}(?:(?P<scale>{any_of(self.scales)})\b\.?\s{{1,3}})?"
                rf"(?:{joined}\s(?P<hundredths>\d\d)/100\s{{1,3}})?(?:{of})?(?P<mark>{sign})"
                rf"(?:\s{and_minor}\s(?P<minor>{whole})\s{minor}|\s(?:{joined}\s)?(?P<hundredths_behind>\d\d)/100"
                rf"|\s(?:{and_minor}\s)?(?P<coins>\d\d?)\s{minor})?",  # "cinci sute lei și 20 bani"
                rf"(?P<mark>{sign})[\s:]{{1,3}}(?P<number>{number}){slashed}"
                rf"(?:\s(?:{joined}\s)?{minor}\s(?P<minor>{whole})|{hundredths})?(?![\s-]{{1,3}}[a-z]{{0,12}}\s?{minor})",
                rf"(?P<minor>{whole})\s{minor}",
                # In brackets, or behind "in Worten:", the currency may be left to the figures.
                rf"(?:(?:{any_of(money.in_words)})\s?:?\s|\(\s?)(?P<number>{number}){slashed}"
                rf"(?:{hundredths})?(?=\s?\)|\s?$|\s{any_of(money.exactly)}\b)",
            )
        )


@cache
def _forms(language: str | None) -> _Forms:
    return _Forms(language)


class WordedAmount(NamedTuple):
    """`text[start:end]` is an amount in words; `mark` is what names its currency, None where nothing does.

    `cents` says that it is nothing but cents, which may stand behind any amount.
    """

    start: int
    end: int
    number: Decimal
    mark: str | None
    cents: bool = False


def find_worded(text: str, language: str | None = None) -> Iterator[WordedAmount]:
    """The amounts in words of the original text, in order, without overlaps. No text raises.

    Where no language is known each that has number words of its own in the text is tried by itself: patterns of all at
    once would take seconds to make.
    """
    folded = plain(text)
    spoken = languages_spoken(folded, language)
    tried = [language] if spoken and language in codes() else spoken
    found = [
        (match, one) for one in tried for form in _forms(one).patterns_for(folded) for match in form.finditer(folded)
    ]
    end = 0
    # What overlaps an amount is not read: many languages, or two of the patterns, find the same.
    for match, one in sorted(found, key=lambda hit: (hit[0].start(), -hit[0].end())):
        if match.start() >= end and (hit := _worded(text, match, one)):
            yield hit
            end = hit.end


def _worded(text: str, match: re.Match[str], language: str | None) -> WordedAmount | None:
    part = match.groupdict()
    mark = text[slice(*match.span("mark"))] if part.get("mark") else None
    hundredths = next(filter(None, map(part.get, _HUNDREDTHS)), "")
    number = _amount(part.get("number") or "", part.get("minor") or "", hundredths, part.get("scale") or "", language)
    if number is None or (mark is not None and not is_mark(mark, language)):
        return None
    return WordedAmount(*match.span(), number, mark, cents=not part.get("number"))


@lru_cache(maxsize=_KEPT)
def _amount(words: str, minor: str, hundredths: str, scale: str, language: str | None) -> Decimal | None:
    """What words, words and figures of the cents, and a scale come to; None where they are no number."""
    number = read_mixed(words, language) if words else Decimal(0)
    cents = read_cardinal(minor, language) if minor else 0
    if number is None or cents is None or cents > 99:
        return None
    number = number * _forms(language).scales.get(scale, 1) + (cents + int(hundredths or 0)) * _CENT
    whole = number.to_integral_value()
    return whole if number == whole else number.quantize(_CENT, context=_WIDE)
