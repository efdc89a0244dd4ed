"""Numerals with marks for decimals and groups, whichever of `.`, `,`, `'` and space plays which part."""

from __future__ import annotations

import re
from decimal import Decimal

# A numeral in plain text. A space, a middle dot and a low line group only before exactly three digits. Possessive and
# bounded repetitions keep every pattern that holds it linear.
_GROUPED = "|".join(rf"\d{{1,3}}(?:{mark}\d{{3}}){{1,6}}+(?!\d)(?:[.,]\d++)?" for mark in " ·_")
NUMERAL = rf"(?:{_GROUPED}|\d++(?:[.,']\d++){{0,8}}+|(?<!\w)[.,]\d++)"

_GROUPING = "' ·_"
_NO_GROUPS = dict.fromkeys(map(ord, _GROUPING))
_PLACES = re.compile(r"(\d+)[.,](\d\d?)", re.ASCII)
_TWO_BEHIND = re.compile(r"\d+'\d\d")
_DIGITS = re.compile(r"[\d.,]*\d", re.ASCII)
_LAST_MARK = re.compile(r"([.,])(?=\d+$)")
_LONGEST = 21  # digits; anything longer is no quantity, and stays within the precision of Decimal


def readings(numeral: str, decimal_mark: str | None = None) -> tuple[Decimal, ...]:
    """What a numeral can mean, the best reading first; none where it is not a number.

    `decimal_mark` is "." or "," where the document decides. A single mark before exactly three digits ("1.234") is the
    one case with two readings: with no `decimal_mark` the groups come first; against it, groups are the only reading.
    The decimals keep the places that the numeral has.

    >>> readings("1.234,50"), readings("1.234"), readings("1.234", ",")
    ((Decimal('1234.50'),), (Decimal('1234'), Decimal('1.234')), (Decimal('1234'),))
    """
    if numeral.isascii() and numeral.isdecimal():  # most are
        return (Decimal(numeral),) if len(numeral) <= _LONGEST else ()
    if (places := _PLACES.fullmatch(numeral)) and len(numeral) <= _LONGEST:  # most others are
        return (Decimal(f"{places[1]}.{places[2]}"),)
    grouped = any(mark in numeral for mark in _GROUPING)
    if _TWO_BEHIND.fullmatch(numeral):
        numeral = numeral.replace("'", ".")  # no group has two digits: "12'50"
    digits = numeral.translate(_NO_GROUPS)
    if not _DIGITS.fullmatch(digits) or len(digits) > _LONGEST:
        return ()
    marks = [char for char in digits if not char.isdigit()]
    if not marks:
        return (Decimal(digits),)
    whole, last, decimals = _LAST_MARK.split(digits, maxsplit=1)
    as_decimal = Decimal(re.sub(r"[.,]", "", whole) + "." + decimals)
    if len(marks) > 1:
        groups = re.split(r"[.,]", whole)
        if len(set(marks[:-1])) > 1 or not _groups_fit(groups):
            return ()
        # "1.234.567" groups throughout; "1.234.56" can only be a misread "1,234.56"
        return (Decimal(re.sub(r"[.,]", "", digits)),) if last == marks[0] and len(decimals) == 3 else (as_decimal,)
    if grouped or len(decimals) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return (as_decimal,)
    as_groups = Decimal(whole + decimals)
    if decimal_mark is None:
        return (as_groups, as_decimal)
    return (as_decimal, as_groups) if last == decimal_mark else (as_groups,)


def _groups_fit(groups: list[str]) -> bool:
    """Groups of three digits, or of two before the last one as in India ("12,34,567")."""
    return 1 <= len(groups[0]) <= 3 and all(len(group) in (2, 3) for group in groups[1:])
