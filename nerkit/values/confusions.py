"""Characters that OCR confuses. They are put right only where what comes out is sound, and the value says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import combinations

from nerkit.locales import words_for
from nerkit.locales.word_patterns import any_of

MENDED = "characters that OCR confuses were mended"
"""The note of a value that was read with other characters than the text has."""

# In upper case. A lower-case l is a misread 1; in upper case it would be an L.
TO_DIGIT = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
TO_LETTER = {"0": "O", "1": "I", "5": "S", "8": "B"}

_DIGITS = str.maketrans({**TO_DIGIT, "o": "0", "i": "1", "l": "1"})
_LETTERS = str.maketrans(TO_LETTER)
_DOUBTFUL = 6  # characters in doubt: with more of them some choice always has a sound checksum

# What stands before a number may be a rule of the table ("|12.50") or a dollar ("S12.50"), so a letter begins one only
# where no digit follows it.
_DIGIT = r"[\dOoIl]"
_NUMERIC_DATE = re.compile(
    rf"(?<![A-Za-z\d.]){_DIGIT}{{1,4}}(?P<mark>[-/.]){_DIGIT}{{1,2}}(?P=mark){_DIGIT}{{2,4}}(?![A-Za-z\d])"
)
_SLASHED_DATE = re.compile(
    r"(?<![A-Za-z\d])(?P<a>[\dOo]{2})(?P<mark>[tlI|])(?P<b>[\dOo]{2})(?P=mark)(?P<c>[\dOo]{4}|[\dOo]{2})(?![A-Za-z\d])"
)
_FIRST = r"(?<![A-Za-z\d.,])(?:\d|[OIl](?=[.,]))"
_WITHIN = r"[\dOoIlSZB]"  # between marks no letter is a tax code: "1,Z34.S6"
_CENTS = rf"[.,]{_WITHIN}{_DIGIT}(?![A-Za-z\d])"
_AMOUNT = re.compile(
    rf"{_FIRST}{_DIGIT}{{0,2}}(?P<group>[.,' ]){_WITHIN}{{3}}(?:(?P=group){_WITHIN}{{3}})*(?!(?P=group)){_CENTS}"
    rf"|{_FIRST}{_DIGIT}*{_CENTS}"
)
_PERCENT = re.compile(
    r"(?<![A-Za-z\d.,])(?:[Oo]|(?=[\d.,]*[OoIl])(?=[OoIl.,]*\d)[\dOoIl]{1,3}(?:[.,][\dOoIl]{1,3})?)(?=\s?%)"
    r"|(?<![A-Za-z\d.,])[Il](?=/[248]\s?%)"
)


def digits(text: str) -> str:
    """The text with every letter that looks like a digit as that digit."""
    return text.translate(_DIGITS)


def letters(text: str) -> str:
    """The text with every digit that looks like a letter as that letter."""
    return text.translate(_LETTERS)


@cache
def _date_number(language: str | None) -> re.Pattern[str]:
    """A day or a year beside the name of a month: "October lst, 2O12"."""
    suffix = any_of(words_for(language).numbers.ordinal_suffixes)
    return re.compile(rf"(?<![A-Za-z\d])(?:(?=\d*[OoIl])(?=[OoIl]*\d)[\dOoIl]{{2,4}}|l(?={suffix}\b))(?={suffix}\b|\b)")


_RAISED = re.compile(r"(?<=\d)[™®©°º\"'*`´’]{1,2}(?=[\s.,]\s?[^\W\d_])")
"""What OCR makes of the raised letters of an ordinal before the name of a month: "9™ June"."""


def mended_date(text: str, language: str | None = None) -> str:
    """The text with the confused characters of its dates put right: "l5.O3.2018", "04t28t20", "Aug 19, 2O10"."""
    text = _RAISED.sub("", _NUMERIC_DATE.sub(_mostly_digits, text))
    text = _SLASHED_DATE.sub(lambda match: digits("/".join(match.group("a", "b", "c"))), text)
    return _date_number(language).sub(lambda match: digits(match[0]), text)


def mended_amount(text: str) -> str:
    """The text with the confused characters of its amounts of two decimals put right: "l,234.5O"."""
    return _AMOUNT.sub(_mostly_digits, text)


def mended_percent(text: str) -> str:
    """The text with the confused characters of its percentages put right: "l9 %", "2O%", "O%"."""
    return _PERCENT.sub(lambda match: digits(match[0]), text)


def mended_code(code: str, valid: Callable[[str], bool]) -> str | None:
    """The valid code that OCR may have taken for this one, with as few letters as can be that are digits instead.

    None where no such code is valid, or several are: then a checksum decides nothing.
    """
    places = [i for i, char in enumerate(code) if char in TO_DIGIT]
    for changed in range(1, len(places) + 1 if len(places) <= _DOUBTFUL else 0):
        others = (
            "".join(TO_DIGIT[char] if i in chosen else char for i, char in enumerate(code))
            for chosen in combinations(places, changed)
        )
        sound = [other for other in others if valid(other)]
        if sound:
            return sound[0] if len(sound) == 1 else None
    return None


def _mostly_digits(match: re.Match[str]) -> str:
    """The match as digits where at least half of it already is, else as it stands."""
    found = match[0]
    marks = sum(not char.isalnum() for char in found)
    return digits(found) if 2 * sum(map(str.isdigit, found)) >= len(found) - marks else found
