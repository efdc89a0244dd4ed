"""Which page of how many a page says that it is: "Page 2 of 5", "Seite 3", "2/5", "- 4 -"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
_ABBREVIATED = 3
"""Letters that an abbreviation of a word for "page" has at most: "p", "str", "blz"."""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of a page, that of all pages where it is said, and whether a word says that it is one."""

    number: int
    of: int | None = None
    worded: bool = True


def page_number(lines: Sequence[str]) -> PageNumber | None:
    """What the lines of a page say of its number.

    First comes a number with the count of all pages, then one with a word for "page", then one that stands alone. What
    only looks like it is none: "Bahnhofstr. 6", "p-6" in a row of a table, "see page 3" in a sentence.
    """
    ends = [plain(line) for line in (*lines[-_LINES:][::-1], *lines[:_LINES])]
    for pattern in (_counted(), _worded(), _short()):
        for line in ends:
            match = pattern.search(line)
            if match and (found := _sound(match, worded=True)):
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


_DIGITS = r"\d{1,4})(?!\d|[.,]\d)"
_NO_OTHER_WORD = r"(?<!\w)(?<!\w-)"
_END_OF_CELL = r"(?=[\s)\]–-]*(?:\t|$))"


def _announced(words: Iterable[str]) -> str:
    return rf"{any_of(words)}\.?(?:\s?(?:nr|no)\b\.?)?[\s:.#-]{{0,3}}(?P<number>{_DIGITS}"


@cache
def _counted() -> re.Pattern[str]:
    words = words_for(None).reading
    of = rf"\s?(?:{any_of(words.page_of)}|/|-|\|)\s?(?P<of>{_DIGITS}"
    return re.compile(rf"{_NO_OTHER_WORD}{_announced(words.pages)}{of}")


@cache
def _worded() -> re.Pattern[str]:
    pages = (word for word in words_for(None).reading.pages if len(word) > _ABBREVIATED)
    return re.compile(rf"{_NO_OTHER_WORD}{_announced(pages)}(?P<of>(?!))?{_END_OF_CELL}")


@cache
def _short() -> re.Pattern[str]:
    """Abbreviations are other things too, so that nothing else stands on their line."""
    pages = (word for word in words_for(None).reading.pages if len(word) <= _ABBREVIATED)
    return re.compile(rf"^[(\[\s–-]*{_announced(pages)}(?P<of>(?!))?[)\]\s–-]*$")


@cache
def _bare() -> re.Pattern[str]:
    of = any_of(words_for(None).reading.page_of)
    return re.compile(rf"[-–\s]*(?P<number>\d{{1,4}})(?:\s?(?:/|{of})\s?(?P<of>\d{{1,3}}))?[-–\s]*")
