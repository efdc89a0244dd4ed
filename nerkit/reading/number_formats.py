"""Numbers and dates of a spreadsheet as its number formats show them (ECMA-376 part 1, 18.8.30 and 18.8.31).

Two things are not shown as a screen shows them, which depends on whose it is: a date is written year, month, day, and
thousands are parted only where decimals follow, so that "1,234" cannot be taken for a decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Literal

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy-mm-dd"},
    **{15: "d-m-yy", 16: "d-m", 17: "m-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm"},
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0"},
}
"""The formats that a file names by number alone; the currencies of some are those of whoever looks."""

_Kind = Literal["text", "digit", "point", "grouping", "percent", "date", "elapsed", "general", "number", "condition"]
_Token = tuple[_Kind, str]

_TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>[<>=]+-?[\d.]+)\]|\[[^\]]*\]"
    r"|(?P<general>general)|(?P<date>am/pm|a/p|y+|m+|d+|h+|s+|e(?![+-]))|(?P<number>e[+-]0+|\?*/[?\d]+|@)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<grouping>,)|(?P<percent>%)|(?P<other>.)",
    re.I | re.S,
)
_CONDITION = re.compile(r"([<>=]+)(-?[\d.]+)")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_DAY = 2_958_466  # in 9999
_LEAP = 60  # 29 February 1900, which never was
_LONGEST = 1000
"""Characters of a format; what is longer was not made to show a number."""
_LARGEST = 1e15
"""From here on numbers have no more digits than a spreadsheet keeps."""


def shown(number: float, form: str, *, from_1904: bool = False) -> str:
    """A cell's number as its format shows it; days are counted from 1900, or from 1904.

    >>> shown(1234.5, '#,##0.00 "EUR";[Red]-#,##0.00'), shown(-2, "0;(0)"), shown(0.19, "0%"), shown(45365, "d.m.yy")
    ('1,234.50 EUR', '(2)', '19%', '2024-03-14')
    """
    sections = _sections(form[:_LONGEST])
    section, number = _chosen(sections, number)
    kinds = {kind for kind, _ in section}
    if kinds & {"date", "elapsed"}:
        return _date(number, section, from_1904=from_1904) or _general(number)
    if not section:
        return ""
    if "general" in kinds or "number" in kinds or abs(number) >= _LARGEST:
        return "".join(text if kind == "text" else "" for kind, text in section) + _general(number)
    return _number(number, section) if "digit" in kinds else _texts(section)


@lru_cache(maxsize=500)
def _sections(form: str) -> tuple[tuple[_Token, ...], ...]:
    sections: list[list[_Token]] = [[]]
    for match in _TOKENS.finditer(form):
        if match["other"] == ";":
            sections.append([])
        elif token := _token(match):
            sections[-1].append(token)
    return tuple(map(tuple, sections))


def _token(match: re.Match[str]) -> _Token | None:
    kind = match.lastgroup
    match kind:
        case None:  # a colour, a space, a filling
            return None
        case "quoted" | "escaped" | "currency" | "other":
            return "text", match[kind]
    return kind, match[kind].lower()  # type: ignore[return-value]


def _chosen(sections: tuple[tuple[_Token, ...], ...], number: float) -> tuple[tuple[_Token, ...], float]:
    """The section for a number, and the number without its sign where the section is one for negative numbers."""
    conditions = [next((text for kind, text in section if kind == "condition"), None) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(condition, number):
                return section, number
        return sections[-1], number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    return sections[2 if number == 0 and len(sections) > 2 else 0], number


def _holds(condition: str, number: float) -> bool:
    match = _CONDITION.fullmatch(condition)
    if match is None or match[2].count(".") > 1 or not match[2].strip("-."):
        return False
    limit = float(match[2])
    return (
        (number < limit and "<" in match[1])
        or (number > limit and ">" in match[1])
        or ((number == limit) == (match[1] != "<>") and "=" in match[1].replace("<>", "="))
    )


def _general(number: float) -> str:
    if number == int(number) and abs(number) < _LARGEST:
        return str(int(number))
    return f"{Decimal(f'{number:.10g}'):f}" if abs(number) < _LARGEST and abs(number) > 1e-9 else f"{number:.5E}"


def _texts(section: tuple[_Token, ...]) -> str:
    return "".join(text for kind, text in section if kind == "text")


def _number(number: float, section: tuple[_Token, ...]) -> str:
    places = [i for i, (kind, _) in enumerate(section) if kind == "digit"]
    point = next((i for i, (kind, _) in enumerate(section) if kind == "point"), places[-1] + 1)
    commas = [i for i, (kind, _) in enumerate(section) if kind == "grouping"]
    last = max((i for i in places if i < point), default=point)
    thousands = sum(last < i < point or i > places[-1] for i in commas)
    percents = sum(kind == "percent" for kind, _ in section)
    decimals = [section[i][1] for i in places if i > point]
    with localcontext() as context:
        context.prec = 60
        value = abs(Decimal(repr(number))).scaleb(2 * percents - 3 * thousands)
        value = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    whole, _, part = f"{value:f}".partition(".")
    wanted = sum(kind == "0" for kind in decimals)
    part = part[:wanted] + part[wanted:].rstrip("0")
    grouped = bool(part) and len(commas) > thousands
    sign = "-" if number < 0 and value else ""
    return sign + "".join(_filled(section, point, whole, part, grouped=grouped))


def _filled(section: tuple[_Token, ...], point: int, whole: str, part: str, *, grouped: bool) -> Iterator[str]:
    """The texts of a section with the digits of a number in their places."""
    integer = [i for i, (kind, _) in enumerate(section) if kind == "digit" and i < point]
    least = sum(section[i][1] == "0" for i in integer)
    digits = (whole.lstrip("0") or "").rjust(least, "0")
    apart = any(section[i][0] == "text" for i in range(integer[0], integer[-1])) if integer else False
    if not apart:
        digits = f"{int(digits or 0):,}".rjust(len(digits), "0") if grouped and digits else digits
    for i, (kind, text) in enumerate(section):
        if kind == "text":
            yield text
        elif kind == "percent":
            yield "%"
        elif kind == "digit" and i in integer:
            rest = len(integer) - integer.index(i) - 1  # of each place behind this one a digit is kept
            if not apart:
                yield digits if rest == len(integer) - 1 else ""
            else:
                head, digits = (digits[: len(digits) - rest], digits[len(digits) - rest :]) if rest else (digits, "")
                yield head
        elif i == point and kind == "point":
            yield f".{part}" if part else ""


def _date(number: float, section: tuple[_Token, ...], *, from_1904: bool) -> str | None:
    letters = [text[0] for kind, text in section if kind == "date"]
    if elapsed := next((text[0] for kind, text in section if kind == "elapsed"), None):
        seconds = round(abs(number) * 86400)
        hours = f"{seconds // 3600}:" if elapsed == "h" else ""
        minutes = seconds // 60 % 60 if hours else seconds // 60
        behind = f":{seconds % 60:02}" if "s" in letters else ""
        return f"{'-' * (number < 0)}{hours}{minutes:02}{behind}" if elapsed != "s" else str(seconds)
    if not 0 <= number < _LAST_DAY:
        return None
    days = number if from_1904 or number >= _LEAP else number + 1
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=round(days * 86400))
    # An "m" beside an hour or a second is one of minutes.
    months = [
        letter == "m" and "h" not in letters[max(0, i - 1) : i] and "s" not in letters[i + 1 : i + 2]
        for i, letter in enumerate(letters)
    ]
    day = "d" in letters or "y" in letters or "e" in letters or any(months)
    date = "%Y-%m-%d" if "d" in letters else "%Y-%m" if any(months) else "%Y"
    clock = "%H:%M:%S" if "s" in letters else "%H:%M"
    wanted = ([date] if day else []) + ([clock] if "h" in letters or not day else [])
    return moment.strftime(" ".join(wanted))
