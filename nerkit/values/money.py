"""Amounts of money as plain decimals, with an ISO 4217 currency where the text or its document names one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from nerkit.locales import Locale, all_for, cldr, codes, locales_for, words_for
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.amount_text import amount_text
from nerkit.values.confusions import MENDED, mended_amount
from nerkit.values.currencies import (
    LETTER,
    THREE_PLACES,
    currencies_in,
    currency_of,
    is_mark,
    mark_words,
    marks,
    usual_currency,
)
from nerkit.values.currency_codes import codes_in_use, currency_codes
from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.value import LONGEST, Context, Value
from nerkit.values.worded_amounts import WordedAmount, find_worded

_SYMBOLS = {"k": 3, "m": 6, "¢": -2}
"""Scales of no language, as powers of ten."""
_AS_IT_IS = (0,)
_THOUSAND = 1000

_NUMBER = re.compile(NUMERAL, re.ASCII)
_CENTS = re.compile(rf"(?={NUMERAL})[\d.,' ]*[.,]\d\d(?!\d)", re.ASCII)
_PLACES = re.compile(r"[.,]\d{1,2}$")
_LETTERS = re.compile(r"[a-z]*")
_WORD_BEHIND = re.compile(r"\s?[ \t]{0,2}([a-z]{4,})")
"""A word that is longer than any code of a currency."""
_DASH = re.compile(r"[.,:]-{1,2}(?!\d)")
_BETWEEN = " \t\n\f.:-"
# What a mark does not end with.
_NO_MARK = "0123456789,;()/%#\"'*_=+"
_APART = frozenset(_NO_MARK)
_TAKEN = "0"
"""What stands before a space for one that an amount ends at."""
_ENDS = frozenset("\n\f0123456789;()/%#\"'*_=+")
"""What stands before a number with neither mark nor sign, and behind one, a space between them at most."""
_IN_BRACKETS = re.compile(r"-?([^\d()]{0,24})\(([^\d()]{0,24}?)[.,]?\d[\d.,' ]*([^\d()]{0,24})\)([^\d()]{0,24})")
_MISREAD_ONE = re.compile(r"(?<![A-Za-z\d.,])[lI](?=\d)")
_WINDOW = 14  # characters before a number in which the mark of its currency stands
_KEPT = 4_096
"""Texts before a number that are kept with the mark in them: columns and lists have the same one again and again."""


class _Forms:
    """What stands around the number of an amount, in one language first."""

    def __init__(self, language: str | None) -> None:
        beside = marks(language)
        of = any_of(words_for(language).money.of)  # "500 de lei", but "2 de EUR 500"
        self.scales = _scales(language)
        known = (*mark_words(language), *words_for(language).money.of, *self.scales)
        self.first_words = frozenset(word[0] for known_word in known if (word := _LETTERS.match(plain(known_word))))
        self.before = re.compile(rf"(?P<sign>-)?(?P<mark>{beside})(?P<gap>[\s.:]{{0,3}})(?P<minus>-)?$")
        # A letter with a space before it multiplies no cents: the B of "0,99 B" on a till's receipt is a rate of tax.
        letters = [word for word in self.scales if len(word) == 1]
        longer = [word for word in self.scales if len(word) > 1]
        # A dollar sign behind a number that has another number behind it belongs to that one: "4 $ 1,500.00".
        self.after = re.compile(
            rf"(?P<dash>[.,:]-{{1,2}}(?!\d))?(?P<scale>\s?(?:(?:{any_of(longer)})\b\.?|¢)"
            rf"|(?:(?<![.,]\d\d)\s)?(?:{any_of(letters)})\b\.?)?"
            rf"(?P<minus>-(?![\w-]))?(?:[ \t]{{0,2}}(?P<of>(?:{of})(?:[ \t]{{1,2}}|(?<=')))?"
            rf"(?P<mark>{beside})(?!(?<=[$£])\s{{0,4}}[\d.(])(?(of)(?![\s.:]{{0,3}}\d)))?"
        )

    def scale(self, said: str) -> tuple[int, ...]:
        """The powers of ten of a word behind a number, with its full stop where the word has one: "t."."""
        word = fold_space(said)
        return self.scales.get(word) or self.scales[word.rstrip(".")]


def _scales(language: str | None) -> dict[str, tuple[int, ...]]:
    """The words that multiply the number before them, as powers of ten.

    A billion is 9 in English and 12 in German: a word has all powers that it has in the languages of the document, its
    own first, and in another language that of the first one that knows it.
    """
    found: dict[str, tuple[int, ...]] = {symbol: (power,) for symbol, power in _SYMBOLS.items()}
    own = locales_for(language) if language in codes() else ()
    for one in all_for(language):
        for word, power in _powers(one):
            known = found.setdefault(word, (power,))
            if one in own and power not in known:
                found[word] = (*known, power)
    return found


def _powers(one: Locale) -> Iterator[tuple[str, int]]:
    for number, words in (*one.numbers.scales.items(), *one.money.scales.items()):
        if number >= _THOUSAND:  # figures stand before no hundred, and "cent" is a coin too
            yield from ((plain(fold_space(word)), len(str(number)) - 1) for word in words)
    yield from ((plain(fold_space(word)), -2) for word in one.money.minor)


@cache
def _forms(language: str | None) -> _Forms:
    return _Forms(language)


class FoundAmount(NamedTuple):
    """`text[start:end]` is a numeral with the currency mark and the scale beside it, if there are any.

    `scales` are the powers of ten that the scale can mean, the likeliest first. `whole` says that a dash stands for the
    decimals: "1.234,-", "1 234:-".
    """

    start: int
    end: int
    numeral: str
    scales: tuple[int, ...] = (0,)
    mark: str | None = None
    negative: bool = False
    whole: bool = False


def find_amounts(text: str, language: str | None = None) -> Iterator[FoundAmount]:
    """Every numeral in the original text as a possible amount, in order; most have no mark and are none.

    Words beside it are those of all languages; where they contradict each other those of `language` count.
    """
    folded = plain(text)
    last = 0
    for number in _NUMBER.finditer(folded):
        begin, stop = number.span()
        if begin < last:
            continue
        start, mark, minus = begin, None, False
        # A quick look first, as most numbers have no mark and no sign.
        if begin > last:
            beside = folded[begin - 1]
            if beside == " ":
                beside = folded[begin - 2] if begin - 1 > last else _TAKEN
            if beside not in _APART:
                start, mark, minus = _look_before(text, folded, begin, last, language)
        last = stop
        beside = folded[stop : stop + 1]
        if (folded[stop + 1 : stop + 2] if beside == " " else beside) in _ENDS:
            yield FoundAmount(start, stop, number[0], _AS_IT_IS, mark, minus)
            continue
        last, mark, minus_behind, scales = _look_behind(text, folded, stop, mark, language)
        whole = beside in ".,:" and _DASH.match(folded, stop) is not None
        yield FoundAmount(start, last, number[0], scales, mark, minus or minus_behind, whole)


def _look_before(text: str, folded: str, start: int, last: int, language: str | None) -> tuple[int, str | None, bool]:
    """Where the amount whose number is at `start` begins, the mark before it, and whether a minus is there."""
    floor = max(last, start - _WINDOW)
    window = folded[floor:start]
    if window.rstrip(_BETWEEN)[-1:] not in _NO_MARK:  # a quick look first, as most numbers have no mark
        before = _mark_before(text[floor:start], language)
        if before and not (before.mark == LETTER and not _CENTS.match(folded, start)):
            signed = before.sign >= 0 and _is_sign(folded, floor + before.sign)
            return floor + (before.sign if signed else before.start), before.mark, signed or before.minus
    signed = start > last and _is_sign(folded, start - 1)
    return start - signed, None, signed


class _Before(NamedTuple):
    """A mark before a number: where it begins and where the sign before it (-1 for none), and if a minus is behind."""

    mark: str
    start: int
    sign: int
    minus: bool


@lru_cache(maxsize=_KEPT)
def _mark_before(window: str, language: str | None) -> _Before | None:
    """The mark with which the original text before a number ends."""
    match = _forms(language).before.search(plain(window))
    if match is None:
        return None
    mark = window[slice(*match.span("mark"))]
    if not is_mark(mark, language) or _of_another_cell(mark, match["gap"]):
        return None
    return _Before(mark, match.start("mark"), match.start("sign"), bool(match["minus"]))


def _of_another_cell(mark: str, gap: str) -> bool:
    """Whether a mark ends the cell before the number ("Rail BEF"): no column of today is in a currency of old."""
    apart = "\t" in gap or "\n" in gap
    return apart and mark in currency_codes() and mark not in codes_in_use()


def _look_behind(
    text: str, folded: str, end: int, mark: str | None, language: str | None
) -> tuple[int, str | None, bool, tuple[int, ...]]:
    """Where the amount whose number ends at `end` ends, its mark, whether a minus is there, and its powers of ten."""
    beside = folded[end : end + 3].lstrip(" \t")[:2]
    forms = _forms(language)
    bare = not beside or beside[0] in _ENDS or (beside[0] in ".,:" and beside[1:] != "-")  # again a quick look
    bare = bare or (beside[0] in "$£" and "0" <= beside[1:] <= "9")  # the mark of the next number, as below
    word = None if bare else _WORD_BEHIND.match(folded, end)
    bare = bare or (word is not None and word[1] not in forms.first_words)
    match = None if bare else forms.after.match(folded, end)
    if match is None or match.end() == end:
        return end, mark, False, _AS_IT_IS
    scales = forms.scale(said) if (said := match["scale"]) else _AS_IT_IS
    if scales[0] < 0 and _PLACES.search(folded[end - 3 : end]):  # the CT behind "14.99 CT" is no cents
        return end, mark, False, _AS_IT_IS
    minus = bool(match["minus"])
    if not match["mark"]:
        return match.end(), mark, minus, scales
    behind = text[slice(*match.span("mark"))]
    if (
        behind != LETTER and is_mark(behind, language) and (mark is None or behind in currency_codes())
    ):  # "$5.00 CAD": the code says more
        return match.end("mark"), behind, minus, scales
    return max(end, match.end("dash"), match.end("scale"), match.end("minus")), mark, minus, scales


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
    text = text[:LONGEST]
    mended = mended_amount(text)
    was_mended = mended != text
    text = amount_text(mended, context.language)
    # The figures of "and 45/100" and "and 20 cents" are no amount of their own.
    in_words = list(find_worded(text, context.language))
    worded = [hit for hit in in_words if re.search(r"\d", text[hit.start : hit.end])]
    found = [
        hit for hit in find_amounts(text, context.language) if readings(hit.numeral) and not _overlaps(hit, worded)
    ]
    worded = [hit for hit in in_words if not _overlaps(hit, found)]
    if not found:
        if not worded:
            in_any = replace(context, language=None)
            return Value(None, note="no amount") if context.language is None else read_amount(text, in_any)
        return Value(_written(worded[0].number), _currency(text, worded[0].mark, context))
    hit = max(found, key=lambda hit: (hit.mark is not None, bool(re.search(r"[.,]\d\d$", hit.numeral))))
    currency = _currency(text, hit.mark, context)
    negative = hit.negative or _in_brackets(text, context.language)
    best, *others = (_written(number * (-1 if negative else 1)) for number in _numbers(hit, currency, context))
    said = next((other.number for other in worded if not other.cents), None)
    if said is not None and said != abs(Decimal(best)):
        return Value(best, currency, (_written(said),), "words and figures differ")
    if _MISREAD_ONE.search(text):
        other = read_amount(_MISREAD_ONE.sub("1", text), context)
        if other.value not in (None, best):
            return replace(other, alternatives=(best,), note="the letter before the number may be a misread 1")
    if others:
        two = "three digits after one mark: a group or decimals"
        note = two if len(hit.scales) == 1 else "what multiplies the number is another number in another language"
        return Value(best, currency, tuple(others), note)
    return Value(best, currency, note=MENDED if was_mended else None)


def _numbers(hit: FoundAmount, currency: str | None, context: Context) -> tuple[Decimal, ...]:
    """What the numeral of an amount can mean, the best reading first."""
    # No language but a comma: money with three decimals after it is too rare to make "$500,000" ambiguous.
    mark = context.decimal_mark or cldr.decimal_mark(context.language) or ("." if "," in hit.numeral else None)
    numbers = readings(hit.numeral, mark)
    if len(numbers) > 1:
        if hit.whole:
            numbers = (max(numbers),)
        elif hit.scales[0] > 3 or currency in THREE_PLACES or context.decimal_mark:  # "TEUR 1.234" has groups
            numbers = (min(numbers),)
    return tuple(number.scaleb(scale) for scale in hit.scales for number in numbers)


def _overlaps(hit: FoundAmount | WordedAmount, others: Sequence[FoundAmount | WordedAmount]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _currency(text: str, mark: str | None, context: Context) -> str | None:
    """The currency of the mark; else the one that stands elsewhere in the text ("$5 (CAD)"), else the document's."""
    language = context.language
    if mark and (of_mark := currency_of(mark, None, language)):
        return of_mark
    named, _ = currencies_in(text, language)
    only = (next(iter(named)) if len(named) == 1 else None) if named else context.currency
    return currency_of(mark, only, language) or usual_currency(mark, language) if mark else only


def _is_sign(folded: str, at: int) -> bool:
    """Whether the character at `at` is a minus and not a hyphen or a dash: nothing but space or a bracket before it."""
    return folded[at] == "-" and (at == 0 or folded[at - 1] in " \n\t\f(:")


def _in_brackets(text: str, language: str | None) -> bool:
    """Whether the whole text is a number in brackets, as accountants write what is owed, with its currency perhaps."""
    match = _IN_BRACKETS.fullmatch(text.strip())
    beside = map(str.strip, match.groups()) if match else ()
    return match is not None and all(not mark or is_mark(mark, language) for mark in beside)


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
