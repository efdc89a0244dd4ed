"""Numbers written out in English, German and French, cardinal and (in English) ordinal, in plain text."""

from __future__ import annotations

import re

_ONE_BY_ONE = {  # the words for first, first + 1, …
    0: (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
        "siebzehn achtzehn neunzehn",
    ),
    1: ("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",),
}
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig",
    "vingt trente quarante cinquante soixante septante quatre-vingt nonante",
)
_CARDINALS: dict[str, int] = {
    **{word: n for start, rows in _ONE_BY_ONE.items() for row in rows for n, word in enumerate(row.split(), start)},
    **{word: 10 * n for row in _TENS for n, word in enumerate(row.split(), 2)},
    **dict.fromkeys(("ein", "eine", "einen", "einem", "einer", "eines", "une"), 1),
    **{"fuenf": 5, "zwoelf": 12, "fuenfzehn": 15, "dreissig": 30, "fourty": 40, "fuenfzig": 50, "quatre-vingts": 80},
}
_SCALES: dict[str, int] = {
    **{"hundred": 100, "hundert": 100, "cent": 100, "thousand": 1000, "tausend": 1000, "mille": 1000},
    **dict.fromkeys(("million", "millionen", "millions"), 10**6),
    **dict.fromkeys(("billion", "milliarde", "milliarden", "milliard", "milliards"), 10**9),
}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = f"(?>{_alternatives(_CARDINALS | _SCALES)})"

NUMBER_WORDS = rf"(?<![a-z]){_WORD}(?:[\s-]{{0,8}}(?:(?:and|et)\s+|und\s?)?{_WORD}){{0,10}}+"
"""A pattern for a number in words, German ones glued. Atomic groups keep it linear: "achtzehn" must not split anew."""


def read_cardinal(words: str) -> int | None:
    """The number that the words of plain text name, None where they name none ("two three").

    >>> read_cardinal("one hundred and eighty"), read_cardinal("einundzwanzig"), read_cardinal("quatre-vingt-dix")
    (180, 21, 90)
    """
    total = group = 0
    found = after_und = False
    for match in re.finditer(rf"(und)|({_WORD})|[\s-]+|and|et|(.)", words):
        und, word, other = match.groups()
        if other:
            return None
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                group = max(group, 1) * 100
            else:
                total, group = total + max(group, 1) * scale, 0
        elif word:
            if not _joins(group, _CARDINALS[word], after_und):
                return None
            group += _CARDINALS[word]
        found = found or bool(word)
        after_und = bool(und)
    return total + group if found else None


def _joins(group: int, number: int, after_und: bool) -> bool:
    """Whether `number` may follow what the group holds: 20 + 1, 100 + 25, 60 + 11 (fr), 1 und 20 (de)."""
    rest = group % 100
    if after_und and 0 < rest < 10:
        return number % 10 == 0 and number >= 20
    return rest == 0 or (rest % 10 == 0 and rest > 10 and 0 < number < 10) or (rest in (60, 80) and 10 <= number < 20)


_UNITS = "first second third fourth fifth sixth seventh eighth ninth"
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"


def _ordinals() -> dict[str, int]:
    units, teens = _UNITS.split(), _TEENS.split()
    ordinals = {word: n for n, word in enumerate(units + teens, 1)} | {"twentieth": 20, "thirtieth": 30}
    for tens, value in (("twenty", 20), ("thirty", 30)):
        ordinals |= {f"{tens}{glue}{word}": value + n for glue in "- " for n, word in enumerate(units, 1)}
    return ordinals | {"ersten": 1, "erster": 1, "premier": 1}


ORDINALS = _ordinals()
"""The days of a month in words, "first" to "thirty-ninth", with their numbers."""

ORDINAL_WORDS = f"(?:{_alternatives(ORDINALS)})"
"""A pattern for one of `ORDINALS`."""
