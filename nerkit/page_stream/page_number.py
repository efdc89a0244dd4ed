"""Which page of how many a page says that it is: "Page 2 of 5", "Seite 3", "2/5", "- 4 -"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of

_LINES = 12
"""Lines at the head and at the foot of a page in which its number stands."""
_BARE = 3
"""Those in which a number by itself is that of the page."""
_MOST = 2000


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of a page, that of all pages where it is said, and whether a word says that it is one."""

    number: int
    of: int | None = None
    worded: bool = True


def page_number(lines: Sequence[str]) -> PageNumber | None:
    """What the lines of a page say of its number: with a word for "page" first, then a number that stands alone."""
    ends = [*lines[-_LINES:][::-1], *lines[:_LINES]]
    for line in ends:
        for match in _worded().finditer(plain(line)):
            if found := _sound(match, worded=True):
                return found
    for line in [*lines[-_BARE:][::-1], *lines[:_BARE]]:
        alone = _bare().fullmatch(plain(line).strip())
        if alone and (found := _sound(alone, worded=False)):
            return found
    return None


def _sound(match: re.Match[str], *, worded: bool) -> PageNumber | None:
    number, of = int(match["number"]), int(match["of"]) if match["of"] else None
    if not 1 <= number <= (of or _MOST) <= _MOST:
        return None
    return PageNumber(number, of, worded)


@cache
def _worded() -> re.Pattern[str]:
    words = words_for(None).reading
    return re.compile(
        rf"(?<!\w){any_of(words.pages)}\.?(?:\s?(?:nr|no)\b\.?)?[\s:.#-]{{0,3}}(?P<number>\d{{1,4}})(?!\d|[.,]\d)"
        rf"(?:\s?(?:{any_of(words.page_of)}|/|-|\|)\s?(?P<of>\d{{1,4}})(?!\d|[.,]\d))?"
    )


@cache
def _bare() -> re.Pattern[str]:
    of = any_of(words_for(None).reading.page_of)
    return re.compile(rf"[-–\s]*(?P<number>\d{{1,4}})(?:\s?(?:/|{of})\s?(?P<of>\d{{1,3}}))?[-–\s]*")
