"""Plain numbers: "1250.5", "-3"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from nerkit.locales import cldr
from nerkit.locales.folding import fold_space, plain
from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.number_words import mixed_words, read_mixed
from nerkit.values.value import LONGEST, Context, Value

GROUP_OR_DECIMALS = "three digits after one mark: a group or decimals"

_NUMBER = re.compile(rf"(?P<minus>(?<![\w.,-])-[ ]?)?(?<![\w.,]){NUMERAL}", re.ASCII)


def read_number(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first number of the text as a plain decimal without trailing zeros; where it has no figures, one in words.

    Contract: no text raises. The value is None, with a note, where the text names no number. Where three digits behind
    one mark may be a group or decimals and nothing in the document decides, the other reading stands in `alternatives`.
    A value reads as itself.
    """
    text = text[:LONGEST]
    folded = plain(fold_space(text))
    if found := first_number(folded, context):
        return of_numbers(found[0])
    if worded := _worded(context.language).search(folded):
        number = read_mixed(worded[0], context.language)
        if number is not None:
            return Value(written(number))
    return Value(None, note="no number")


def first_number(folded: str, context: Context) -> tuple[tuple[Decimal, ...], int, int] | None:
    """The readings of the first number in figures of plain text, the best first, and where it stands."""
    mark = context.decimal_mark or cldr.decimal_mark(context.language)
    for match in _NUMBER.finditer(folded):
        minus = match["minus"] or ""
        if found := readings(match[0][len(minus) :], mark):
            # A document that has chosen its mark writes no groups with it: "1,250" of a German one are decimals.
            known = found[:1] if context.decimal_mark else found
            return tuple(-number if minus else number for number in known), match.start(), match.end()
    return None


def of_numbers(numbers: tuple[Decimal, ...], note: str | None = None) -> Value:
    """The value with the first reading, and the others as its alternatives."""
    best, *others = map(written, numbers)
    return Value(best, alternatives=tuple(others), note=GROUP_OR_DECIMALS if others else note)


def written(number: Decimal) -> str:
    """Plain decimal without trailing zeros.

    Three places after one to three digits would read as a group of thousands, so they get a fourth: "1.2340".
    """
    if not number:
        return "0"
    whole, _, places = f"{number:f}".partition(".")
    places = places.rstrip("0")
    if len(places) == 3 and 1 <= len(whole.lstrip("-")) <= 3 and whole.lstrip("-")[0] != "0":
        places += "0"
    return f"{whole}.{places}" if places else whole


@cache
def _worded(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){mixed_words(language)}(?![a-z])", re.ASCII)
