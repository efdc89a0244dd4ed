"""Amounts of money written out: "Five Hundred Thousand Dollars", "RINGGIT MALAYSIA NINE AND CENTS FIFTY ONLY"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nerkit.locales.folding import plain
from nerkit.values.currencies import MARK, is_mark
from nerkit.values.number_words import mixed_words, number_words, read_cardinal, read_mixed

_MINOR = r"(?:cents?|centimes?|sen|pence)(?![a-z])"
_FORMS = (
    re.compile(
        rf"(?P<number>{mixed_words()})\s{{1,3}}(?:(?P<scale>mio|mrd)\b\.?\s{{1,3}})?"
        rf"(?:and\s(?P<hundredths>\d\d)/100\s{{1,3}})?(?:of\s|d'|de\s)?(?P<mark>{MARK})"
        rf"(?:\s(?:and|und|et)\s(?P<minor>{number_words()})\s{_MINOR}|\sand\s(?P<hundredths_behind>\d\d)/100)?",
        re.ASCII,
    ),
    re.compile(
        rf"(?P<mark>{MARK})[\s:]{{1,3}}(?P<number>{mixed_words()})"
        rf"(?:\s(?:and\s)?{_MINOR}\s(?P<minor>{number_words()})|\sand\s(?P<hundredths>\d\d)/100)?(?![\s-]{{1,3}}[a-z]{{0,12}}\s?{_MINOR})",
        re.ASCII,
    ),
    re.compile(rf"(?P<minor>{number_words()})\s{_MINOR}"),
    # In brackets, or behind "in Worten:", the currency may be left to the figures.
    re.compile(
        rf"(?:(?:in (?:worten|words)|en (?:toutes )?lettres)\s?:?\s|\(\s?)(?P<number>{mixed_words()})"
        r"(?:\sand\s(?P<hundredths>\d\d)/100)?(?=\s?\)|\s?$|\s(?:only|genau)\b)"
    ),
)
_SCALES = {"mio": 10**6, "mrd": 10**9}
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class WordedAmount:
    """`text[start:end]` is an amount in words; `mark` is what names its currency, None where nothing does.

    `cents` says that it is nothing but cents, which may stand behind any amount.
    """

    start: int
    end: int
    number: Decimal
    mark: str | None
    cents: bool = False


def find_worded(text: str) -> Iterator[WordedAmount]:
    """The amounts in words of the original text, in order, without overlaps. No text raises."""
    folded = plain(text)
    found = [hit for form in _FORMS for match in form.finditer(folded) if (hit := _worded(text, match))]
    end = 0
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            yield hit
            end = hit.end


def _worded(text: str, match: re.Match[str]) -> WordedAmount | None:
    part = match.groupdict()
    mark = text[slice(*match.span("mark"))] if part.get("mark") else None
    number = read_mixed(part["number"]) if part.get("number") else Decimal(0)
    minor = read_cardinal(part["minor"]) if part.get("minor") else 0
    hundredths = int(part.get("hundredths") or part.get("hundredths_behind") or 0)
    if number is None or minor is None or minor > 99 or (mark is not None and not is_mark(mark)):
        return None
    number = number * _SCALES.get(part.get("scale") or "", 1) + (minor + hundredths) * _CENT
    whole = number.to_integral_value()
    exact = whole if number == whole else number.quantize(_CENT)
    return WordedAmount(*match.span(), exact, mark, cents=not part.get("number"))
