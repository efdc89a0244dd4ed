"""Amounts of money as plain decimals, with an ISO 4217 currency where the text or its document names one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nerkit.locales.folding import plain
from nerkit.values.amount_text import amount_text
from nerkit.values.confusions import MENDED, mended_amount
from nerkit.values.currencies import CODES, MARK, THREE_PLACES, currencies_in, currency_of, is_mark
from nerkit.values.decimals import DECIMAL_MARKS, NUMERAL, readings
from nerkit.values.value import Context, Value
from nerkit.values.worded_amounts import WordedAmount, find_worded

_SCALES = {
    **dict.fromkeys(("thousand", "tausend", "tsd", "k"), 3),
    **dict.fromkeys(("million", "millions", "millionen", "mio", "mn", "mm", "m"), 6),
    **dict.fromkeys(("billion", "billions", "milliarden", "milliarde", "milliards", "milliard", "mrd", "bn", "b"), 9),
    **{"lakh": 5, "lakhs": 5, "crore": 7, "crores": 7},
    **dict.fromkeys(("cents", "cent", "centimes", "ct"), -2),
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))

_NUMBER = re.compile(NUMERAL, re.ASCII)
_BEFORE = re.compile(rf"(?P<sign>-)?(?P<mark>{MARK})(?P<gap>[\s.:]{{0,3}})(?P<minus>-)?$")
# A dollar sign behind a number that has another number behind it belongs to that one: "4 $ 1,500.00".
_AFTER = re.compile(
    rf"(?P<dash>[.,]-{{1,2}}(?!\d))?(?P<scale>\s?(?:(?:{_SCALE})\b\.?|¢))?"
    rf"(?P<minus>-(?![\w-]))?(?:[ \t]{{0,2}}(?P<mark>{MARK})(?!(?<=[$£])\s{{0,4}}[\d.(]))?"
)
_DASH = re.compile(r"[.,]-{1,2}(?!\d)")
_BETWEEN = " \t\n\f.:-"
# What a mark does not end with.
_NO_MARK = "0123456789,;()/%#\"'*_=+"
_MISREAD_ONE = re.compile(r"(?<![A-Za-z\d.,])[lI](?=\d)")
_IN_BRACKETS = re.compile(rf"-?\s*(?:{MARK}\s?)?\(\s?(?:{MARK}\s?)?[\d.,' ]+(?:\s?{MARK})?\)\s*(?:{MARK})?")
_WINDOW = 14  # characters before a number in which the mark of its currency stands


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """`text[start:end]` is a numeral with the currency mark and the scale beside it, if there are any.

    `whole` says that a dash stands for the decimals: "1.234,-".
    """

    start: int
    end: int
    numeral: str
    scale: int = 0
    mark: str | None = None
    negative: bool = False
    whole: bool = False


def find_amounts(text: str) -> Iterator[FoundAmount]:
    """Every numeral in the original text as a possible amount, in order; most have no mark and are none."""
    folded = plain(text)
    last = 0
    for number in _NUMBER.finditer(folded):
        if number.start() >= last:
            start, mark, minus_before = _look_before(text, folded, number.start(), last)
            end, mark, minus_behind, scale = _look_behind(text, folded, number.end(), mark)
            whole = bool(_DASH.match(folded, number.end()))
            yield FoundAmount(start, end, number[0], scale, mark, minus_before or minus_behind, whole)
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
    scale = _SCALES.get(match["scale"].strip(" .\n\t"), -2) if match["scale"] else 0
    if scale < 0 and re.search(r"[.,]\d{1,2}$", folded[end - 3 : end]):  # the CT behind "14.99 CT" is no cents
        return end, mark, False, 0
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

    Contract: no text raises. The value is None, with a note, where the text names no amount. Where the words beside the
    figures name another amount, where three digits behind one mark may be a group or decimals, and where a letter
    before the number may be a misread 1, the other reading stands in `alternatives` and the note says so. A value reads
    as itself.
    """
    mended = mended_amount(text)
    was_mended = mended != text
    text = amount_text(mended)
    # "and 45/100" has no figures of its own.
    worded = [hit for hit in find_worded(text) if "/" in text[hit.start : hit.end]]
    found = [hit for hit in find_amounts(text) if readings(hit.numeral) and not _overlaps(hit, worded)]
    worded = [hit for hit in find_worded(text) if not _overlaps(hit, found)]
    if not found:
        if not worded:
            return Value(None, note="no amount")
        return Value(_written(worded[0].number), _currency(text, worded[0].mark, context))
    hit = max(found, key=lambda hit: (hit.mark is not None, bool(re.search(r"[.,]\d\d$", hit.numeral))))
    currency = _currency(text, hit.mark, context)
    negative = hit.negative or _in_brackets(text)
    best, *others = (_written(number * (-1 if negative else 1)) for number in _numbers(hit, currency, context))
    in_words = next((other.number for other in worded if not other.cents), None)
    if in_words is not None and in_words != abs(Decimal(best)):
        return Value(best, currency, (_written(in_words),), "words and figures differ")
    if _MISREAD_ONE.search(text):
        other = read_amount(_MISREAD_ONE.sub("1", text), context)
        if other.value not in (None, best):
            return replace(other, alternatives=(best,), note="the letter before the number may be a misread 1")
    if others:
        return Value(best, currency, tuple(others), "three digits after one mark: a group or decimals")
    return Value(best, currency, note=MENDED if was_mended else None)


def _numbers(hit: FoundAmount, currency: str | None, context: Context) -> tuple[Decimal, ...]:
    """What the numeral of an amount can mean, the best reading first."""
    # No language but a comma: money with three decimals after it is too rare to make "$500,000" ambiguous.
    mark = context.decimal_mark or DECIMAL_MARKS.get(context.language or "", "." if "," in hit.numeral else None)
    numbers = readings(hit.numeral, mark)
    if len(numbers) > 1:
        if hit.whole:
            numbers = (max(numbers),)
        elif hit.scale > 3 or currency in THREE_PLACES or context.decimal_mark:  # "TEUR 1.234" has groups
            numbers = (min(numbers),)
    return tuple(number.scaleb(hit.scale) for number in numbers)


def _overlaps(hit: FoundAmount | WordedAmount, others: Sequence[FoundAmount | WordedAmount]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _currency(text: str, mark: str | None, context: Context) -> str | None:
    """The currency of the mark; else the one that stands elsewhere in the text ("$5 (CAD)"), else the document's."""
    of_mark = currency_of(mark, None) if mark else None
    named, _ = currencies_in(text)
    if of_mark or not named:
        return of_mark or (currency_of(mark, context.currency) if mark else context.currency)
    only = next(iter(named)) if len(named) == 1 else None
    return currency_of(mark, only) if mark else only


def _is_sign(folded: str, at: int) -> bool:
    """Whether the character at `at` is a minus and not a hyphen or a dash: nothing but space or a bracket before it."""
    return folded[at] == "-" and (at == 0 or folded[at - 1] in " \n\t\f(:")


def _in_brackets(text: str) -> bool:
    """Whether the whole text is a number in brackets, as accountants write what is owed."""
    return _IN_BRACKETS.fullmatch(plain(text).strip()) is not None


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
