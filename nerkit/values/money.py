"""Amounts of money as plain decimals, with an ISO 4217 currency where the text or its document names one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nerkit.values.currencies import MARK, THREE_PLACES, currency_of, is_mark
from nerkit.values.decimals import DECIMAL_MARKS, NUMERAL, readings
from nerkit.values.folding import plain
from nerkit.values.number_words import NUMBER_WORDS, read_cardinal
from nerkit.values.value import Context, Value

_SCALES = {
    **dict.fromkeys(("thousand", "tausend", "tsd", "k"), 3),
    **dict.fromkeys(("million", "millions", "millionen", "mio", "mn", "mm", "m"), 6),
    **dict.fromkeys(("billion", "billions", "milliarden", "milliarde", "milliards", "milliard", "mrd", "bn", "b"), 9),
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))

_NUMBER = re.compile(NUMERAL, re.ASCII)
_BEFORE = re.compile(rf"(?P<sign>-)?(?P<mark>{MARK})(?P<gap>[\s.:]{{0,3}})(?P<minus>-)?$")
_MAY_MARK = re.compile(
    r"[^\W\d_][\s.:-]{0,4}$|[^\w\s.,:;()/%#\"'*_=+-][\s.:-]{0,4}$"
)  # a quick look, as most numbers have none
_AFTER = re.compile(
    rf"(?:,-{{1,2}}(?!\d)|\.-{{1,2}}(?!\d))?(?P<scale>\s?(?:{_SCALE})\b\.?)?"
    rf"(?P<minus>-(?![\w-]))?(?:[ \t]{{0,2}}\n?[ ]?(?P<mark>{MARK}))?"
)
_WORDS = re.compile(rf"(?P<number>{NUMBER_WORDS})\s{{1,3}}(?:and\s\d\d/100\s)?(?P<mark>{MARK})")
_WINDOW = 14  # characters before a number in which the mark of its currency stands


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """`text[start:end]` is a numeral with the currency mark and the scale beside it, if there are any."""

    start: int
    end: int
    numeral: str
    scale: int = 0
    mark: str | None = None
    negative: bool = False


def find_amounts(text: str) -> Iterator[FoundAmount]:
    """Every numeral in the original text as a possible amount, in order; most have no mark and are none."""
    folded = plain(text)
    last = 0
    for number in _NUMBER.finditer(folded):
        if number.start() < last:
            continue
        start, end = number.span()
        floor = max(last, start - _WINDOW)
        before = _BEFORE.search(folded[floor:start]) if _MAY_MARK.search(folded[floor:start]) else None
        mark, negative = None, False
        if before and is_mark(text[floor + before.start("mark") : floor + before.end("mark")]):
            mark = text[floor + before.start("mark") : floor + before.end("mark")]
            negative = bool(before["minus"]) or _is_sign(folded, floor + before.start(), before["sign"])
            start = floor + before.start("sign" if negative and before["sign"] else "mark")
        elif start and _is_sign(folded, start - 1, folded[start - 1]):
            negative, start = True, start - 1
        after = _AFTER.match(folded, end)
        scale = 0
        if after:
            if after["scale"]:
                scale = _SCALES[after["scale"].strip(" .\n\t")]
                end = after.end("scale")
            if after["minus"]:
                negative, end = True, after.end("minus")
            if mark is None and after["mark"] and is_mark(text[slice(*after.span("mark"))]):
                mark, end = text[slice(*after.span("mark"))], after.end("mark")
            elif after.end() > number.end() and folded[number.end() : number.end() + 2] in (",-", ".-"):
                end = max(end, number.end() + 2)
        yield FoundAmount(start, end, number[0], scale, mark, negative)
        last = end


def read_amount(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The amount that the text names, as a plain decimal: "1234.50", "5000000", "-500.00".

    A numeral with a currency beside it goes before one without, then one with two decimals before others, then the
    first; with no numeral at all, an amount in words is read. Decimals are written with two places or more, as many as
    the text has. The currency is the one that the text names; a shared sign ("$") and a bare number take that of the
    document (`Context.currency`); else it is None.
    """
    text = re.sub(r"^\s*[-\u2212\u2013]\s+(?=\S)", "-", text)
    found = [hit for hit in find_amounts(text) if readings(hit.numeral)]
    if not found:
        return _read_words(text, context)
    hit = max(found, key=lambda hit: (hit.mark is not None, bool(re.search(r"[.,]\d\d$", hit.numeral))))
    currency = currency_of(hit.mark, context.currency) if hit.mark else context.currency
    # No language but a comma: money with three decimals after it is too rare to make "$500,000" ambiguous.
    decimal_mark = DECIMAL_MARKS.get(context.language or "", "." if "," in hit.numeral else None)
    numbers = readings(hit.numeral, decimal_mark)
    if len(numbers) > 1 and (hit.scale or currency in THREE_PLACES):
        numbers = (min(numbers),)
    negative = hit.negative or _in_brackets(text)
    best, *others = (_written(number.scaleb(hit.scale) * (-1 if negative else 1)) for number in numbers)
    note = "three digits after one mark: a group or decimals" if others else None
    return Value(best, currency, tuple(others), note)


def _read_words(text: str, context: Context) -> Value:
    folded = plain(text)
    for match in _WORDS.finditer(folded):
        mark = text[slice(*match.span("mark"))]
        number = read_cardinal(match["number"])
        if number is not None and is_mark(mark):
            return Value(str(number), currency_of(mark, context.currency))
    return Value(None, note="no amount")


def _is_sign(folded: str, at: int, char: str | None) -> bool:
    """Whether the character at `at` is a minus and not a hyphen or a dash: nothing but space or a bracket before it."""
    return char == "-" and (at == 0 or folded[at - 1] in " \n\t\f(:")


def _in_brackets(text: str) -> bool:
    """Whether the whole text is a number in brackets, as accountants write what is owed."""
    return bool(
        re.fullmatch(
            rf"-?\s*(?:{MARK}\s?)?\(\s?(?:{MARK}\s?)?[\d.,' ]+(?:\s?{MARK})?\)\s*(?:{MARK})?", plain(text).strip()
        )
    )


def _written(number: Decimal) -> str:
    """Plain decimal: whole, or with two places and more.

    Three places after one to three digits would read as a group of thousands, so they get a fourth: "1.2340".
    """
    exponent = number.as_tuple().exponent
    if not number:
        number = abs(number)
    if isinstance(exponent, str) or exponent >= 0:
        return f"{number:.0f}"
    text = f"{number:f}"
    whole, _, places = text.partition(".")
    places = places.rstrip("0").ljust(2, "0")
    if len(places) == 3 and 1 <= len(whole.lstrip("-")) <= 3 and whole.lstrip("-")[0] != "0":
        places += "0"
    return f"{whole}.{places}"
