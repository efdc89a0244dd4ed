"""ISO 8601 durations, the canonical form of a length of time: "P2Y", "P18M", "P1Y6M", "PT8H"."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"(\d+(?:\.\d+)?)"
_MOST = 6  # digits before the decimal point
_DURATION = re.compile(rf"P(?:(\d+)Y)?(?:(\d+)M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?(?:T{_NUMBER}H)?(?<!T)", re.ASCII)


class Length(NamedTuple):
    """A length of time by its units; weeks and days may have fractions."""

    years: int
    months: int
    weeks: float
    days: float
    hours: float

    @property
    def all_months(self) -> int:
        """Years and months in months."""
        return 12 * self.years + self.months

    @property
    def all_days(self) -> float:
        """Weeks and days in days."""
        return 7 * self.weeks + self.days


def is_duration(text: str) -> bool:
    """Whether the text is an ISO 8601 duration."""
    return text != "P" and _DURATION.fullmatch(text) is not None


def length_of(duration: str) -> Length | None:
    """The length of an ISO 8601 duration; None for a text that is none, and for a million years.

    "P", which is no duration, has a length of nothing.
    """
    match = _DURATION.fullmatch(duration)
    if match is None or any(len(part.partition(".")[0]) > _MOST for part in match.groups("")):
        return None
    years, months, weeks, days, hours = match.groups("0")
    return Length(int(years), int(months), float(weeks), float(days), float(hours))
