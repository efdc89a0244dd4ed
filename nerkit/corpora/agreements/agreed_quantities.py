"""Dates, durations, amounts and percentages as contracts write them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}


def words(number: int) -> str:
    """A number below 1000 in words."""
    if number >= 100:
        rest = f" {words(number % 100)}" if number % 100 else ""
        return f"{words(number // 100)} hundred{rest}"
    if number <= 20:
        return _NUMBERS[number - 1]
    ten, one = number // 10 * 10, number % 10
    return f"{_TENS[ten]}-{_NUMBERS[one - 1]}" if one else _TENS[ten]


def ordinal(number: int) -> str:
    """A number as 1st, 2nd or 3rd."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def day(rng: Random, first: int = 1994, last: int = 2023) -> date:
    """A day of these years."""
    return date(first, 1, 1) + timedelta(days=rng.randrange((last - first + 1) * 365))


def written_date(when: date, rng: Random, *, formal: bool = True) -> str:
    """A date: mostly "May 3, 2004", at times "3rd day of May, 2004" where it is `formal`, or in figures."""
    month, nth = _MONTHS[when.month - 1], ordinal(when.day)
    comma = rng.choice((", ", ", ", " "))
    american = rng.choice((f"{month} {when.day}, {when.year}",) * 12 + (
        f"{month} {nth}, {when.year}", f"{month.upper()} {when.day}, {when.year}", f"{month} {when.day} , {when.year}",
        f"{month} {when.day:02d}, {when.year}", f"{_SHORT[when.month - 1]} {when.day}, {when.year}",
    ))  # fmt: skip
    draw = rng.random()
    if draw < (0.6 if formal else 0.75):
        return american
    if draw < 0.7:
        return rng.choice(
            (f"{when.day} {month} {when.year}", f"{nth} {month} {when.year}", f"{when.day} {month}, {when.year}")
        )
    if draw < 0.76:
        return rng.choice(
            (f"{when.month}/{when.day}/{when.year}", f"{when:%m/%d/%Y}", f"{when:%m/%d/%y}", f"{when:%d-%b-%Y}")
        )
    if not formal:
        return american
    which = rng.choice((nth, nth, nth, nth, str(when.day), _ORDINALS[when.day - 1], nth.upper()))
    return f"{which} day of {month}{comma}{when.year}"


def written_duration(number: int, unit: str, rng: Random, *, before_noun: bool = False) -> str:
    """A duration ("two (2) years"); `before_noun` as in "a two-year period". `unit` is in the singular."""
    draw = rng.random()
    if before_noun and draw < 0.4:
        return f"{words(number)}-{unit}" if draw < 0.3 else f"{words(number)} ({number})-{unit}"
    plural = unit if before_noun or number == 1 else f"{unit}s"
    if draw < 0.65:
        return f"{words(number)} ({number}) {plural}"
    return f"{words(number)} {plural}" if draw < 0.85 else f"{number} {plural}"


def written_anniversary(years: int, rng: Random) -> str:
    """An anniversary ("second anniversary", "second (2nd) anniversary")."""
    return f"{_ORDINALS[years - 1]}{rng.choice(('', '', f' ({ordinal(years)})'))} anniversary"


def written_amount(rng: Random) -> str:
    """An amount of money with its currency."""
    value = rng.randrange(1, 100) * rng.choice((50, 100, 500, 1_000, 5_000, 10_000, 25_000, 100_000))
    sign = rng.choice(("$",) * 9 + ("US$", "US $", "€", "£", "USD "))
    return rng.choice((f"{sign}{value:,}", f"{sign}{value:,}", f"{sign}{value:,}.00"))


def written_percent(rng: Random) -> str:
    """A percentage."""
    value = rng.choice((1, 2, 3, 5, 5, 8, 10, 10, 12, 15, 20, 25, 30, 40, 50, 51, 75, 90, 95))
    whole = rng.choice(
        (f"{value}%", f"{words(value)} percent ({value}%)", f"{value} percent", f"{words(value)} percent")
    )
    return whole if rng.random() < 0.85 else f"{value}.5%"
