"""Amounts of money as plain decimals, with an ISO 4217 currency where the text or its document names one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nerkit.values.currencies import CODES, MARK, THREE_PLACES, currencies_in, currency_of, is_mark
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
# A dollar sign behind a number that has another number behind it belongs to that one: "4 $ 1,500.00".
_AFTER = re.compile(
    rf"(?P<dash>[.,]-{{1,2}}(?!\d))?(?P<scale>\s?(?:{_SCALE})\b\.?)?"
    rf"(?P<minus>-(?![\w-]))?(?:[ \t]{{0,2}}(?P<mark>{MARK})(?!(?<=[$£])\s{{0,4}}[\d.(]))?"
)
_WORDS = re.compile(rf"(?P<number>{NUMBER_WORDS})\s{{1,3}}(?:and\s\d\d/100\s)?(?P<mark>{MARK})")
_BETWEEN = " \t\n\f.:-"
# What a mark does not end with.
_NO_MARK = "0123456789,;()/%#\"'*_=+"
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
        if number.start() >= last:
            start, mark, minus_before = _look_before(text, folded, number.start(), last)
            end, mark, minus_behind, scale = _look_behind(text, folded, number.end(), mark)
            yield FoundAmount(start, end, number[0], scale, mark, minus_before or minus_behind)
            last = end


def _look_before(text: str, folded: str, start: int, last: int) -> tuple[int, str | None, bool]:
    """Where the amount whose number is at `start` begins, the mark before it, and whether a minus is there."""
    floor = max(last, start - _WINDOW)
    window = folded[floor:start]
    if window.rstrip(_BETWEEN)[-1:] not in _NO_MARK:  # a quick look first, as most numbers have no mark
        match = _BEFORE.search(window)
        mark = text[floor + match.start("mark") : floor + match.end("mark")] if match else ""
        if match and is_mark(mark):
            signed = _is_sign(folded, floor + match.start("sign")) if match["sign"] else False
            return floor + match.start("sign" if signed else "mark"), mark, signed or bool(match["minus"])
    signed = start > last and _is_sign(folded, start - 1)
    return start - signed, None, signed


def _look_behind(text: str, folded: str, end: int, mark: str | None) -> tuple[int, str | None, bool, int]:
    """Where the amount whose number ends at `end` ends, its mark, whether a minus is there, and its power of ten."""
    beside = folded[end : end + 3].lstrip(" \t")[:1]
    match = None if beside in "0123456789\n\f" else _AFTER.match(folded, end)  # "" too: again a quick look
    if match is None:
        return end, mark, False, 0
    scale = _SCALES[match["scale"].strip(" .\n\t")] if match["scale"] else 0
    minus = bool(match["minus"])
    behind = text[slice(*match.span("mark"))] if match["mark"] else ""
    if is_mark(behind) and (mark is None or behind in CODES):  # "$5.00 CAD": the code says more
        return match.end("mark"), behind, minus, scale
    return max(end, match.end("dash"), match.end("scale"), match.end("minus")), mark, minus, scale


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
    currency = _currency(text, hit.mark, context)
    # No language but a comma: money with three decimals after it is too rare to make "$500,000" ambiguous.
    decimal_mark = DECIMAL_MARKS.get(context.language or "", "." if "," in hit.numeral else None)
    numbers = readings(hit.numeral, decimal_mark)
    if len(numbers) > 1 and (hit.scale or currency in THREE_PLACES):
        numbers = (min(numbers),)
    negative = hit.negative or _in_brackets(text)
    best, *others = (_written(number.scaleb(hit.scale) * (-1 if negative else 1)) for number in numbers)
    note = "three digits after one mark: a group or decimals" if others else None
    return Value(best, currency, tuple(others), note)


def _currency(text: str, mark: str | None, context: Context) -> str | None:
    """The currency of the mark; else the one that stands elsewhere in the text ("$5 (CAD)"), else the document's."""
    of_mark = currency_of(mark, None) if mark else None
    named, _ = currencies_in(text)
    if of_mark or not named:
        return of_mark or (currency_of(mark, context.currency) if mark else context.currency)
    only = next(iter(named)) if len(named) == 1 else None
    return currency_of(mark, only) if mark else only


def _read_words(text: str, context: Context) -> Value:
    folded = plain(text)
    for match in _WORDS.finditer(folded):
        mark = text[slice(*match.span("mark"))]
        number = read_cardinal(match["number"])
        if number is not None and is_mark(mark):
            return Value(str(number), _currency(text, mark, context))
    return Value(None, note="no amount")


def _is_sign(folded: str, at: int) -> bool:
    """Whether the character at `at` is a minus and not a hyphen or a dash: nothing but space or a bracket before it."""
    return folded[at] == "-" and (at == 0 or folded[at - 1] in " \n\t\f(:")


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
