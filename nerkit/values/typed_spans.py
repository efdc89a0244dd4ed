"""Dates, amounts of money, percentages and durations in running text, found by their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.dates import FoundDate, find_dates
from nerkit.values.decimals import readings
from nerkit.values.durations import find_durations
from nerkit.values.money import FoundAmount, find_amounts
from nerkit.values.percent import find_percents

MentionType = Literal["date", "amount", "percent", "duration"]

_GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+[.,]\d\d")
_TWO_PLACES = re.compile(r"\d+[.,]\d\d")
_YEAR_OR_WORD = re.compile(r"(?:1[6-9]|2[01])\d\d|[a-z]$")
_STOPPED = re.compile(r"\d\d\.\d\d\.\d\d")
_TWO_BEHIND = re.compile(r"\s\d\d$")
_GLUED_BEFORE, _GLUED_BEHIND = re.compile(r"[\w/.,:#-]$"), re.compile(r"[\w/:%-]")
_NUMBERED = 12
"""Characters before a number in which a word says that it numbers something."""


class TypedSpan(NamedTuple):
    """`text[start:end]` has the form of this type of value."""

    start: int
    end: int
    type: MentionType


@cache
def _numbering(language: str | None) -> tuple[frozenset[str], re.Pattern[str]]:
    """What a word or sign ends with that numbers something, and what finds it before a number."""
    words = words_for(language).numbers.numbering
    ends = frozenset(plain(word)[-1] for word in (*words, "§", "#"))
    return ends, re.compile(rf"(?:{any_of(words)}|[§#])[\s(]{{0,3}}$")


def mentions(text: str, language: str | None = None) -> list[TypedSpan]:
    """All mentions in the text, in order, without overlaps and without white space at their ends.

    A number is an amount of money where a currency stands beside it, or where it has two decimals and either groups of
    thousands or the end of a line or cell that does not begin with it. What a date, percentage or duration holds is no
    amount. Takes time linear in the length of the text.
    """
    folded = plain(text)
    found = [TypedSpan(hit.start, hit.end, "date") for hit in find_dates(folded, language) if _surely_date(folded, hit)]
    found += [TypedSpan(hit.start, hit.end, "percent") for hit in find_percents(folded, language)]
    found += [TypedSpan(hit.start, hit.end, "duration") for hit in find_durations(folded, language)]
    found = list(_apart(found))
    taken = iter([*found, TypedSpan(len(text) + 1, len(text) + 1, "date")])
    held = next(taken)
    amounts = []
    for hit in find_amounts(text, language):
        if hit.mark is None and "." not in hit.numeral and "," not in hit.numeral:
            continue  # most numbers, and surely none
        while held.end <= hit.start:
            held = next(taken)
        if hit.end <= held.start and _surely_amount(folded, hit, language):
            amounts.append(TypedSpan(hit.start, hit.end, "amount"))
    return sorted(found + amounts, key=lambda mention: mention.start)


def _apart(found: list[TypedSpan]) -> Iterator[TypedSpan]:
    """The mentions in order; of two that overlap, the one that begins first, then the longer one."""
    end = 0
    for mention in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if mention.start >= end:
            yield mention
            end = mention.end


def _surely_date(text: str, hit: FoundDate) -> bool:
    """Not the number of a section ("1.2.20") and no month with two other numbers ("May 20 14")."""
    span = text[hit.start : hit.end]
    if _YEAR_OR_WORD.search(span):
        return True
    if hit.mark == ".":
        return _STOPPED.fullmatch(span) is not None
    return not "a" <= span[0] <= "z" or not _TWO_BEHIND.search(span)


def _surely_amount(text: str, hit: FoundAmount, language: str | None) -> bool:
    bare = hit.mark is None
    grouped = bare and _GROUPED.fullmatch(hit.numeral) is not None
    if bare and not grouped and not _TWO_PLACES.fullmatch(hit.numeral):
        return False
    if not readings(hit.numeral):
        return False
    if not bare:
        return True
    after = text[hit.end : hit.end + 1]
    if _GLUED_BEFORE.search(text, max(0, hit.start - 2), hit.start) or _GLUED_BEHIND.match(after):
        return False
    if _is_numbered(text, hit.start, language):
        return False
    return grouped or ((not after or after in "\n\t\f") and not _begins_line(text, hit.start))


def _is_numbered(text: str, start: int, language: str | None) -> bool:
    before = text[max(0, start - _NUMBERED) : start]
    ends, form = _numbering(language)
    # A quick look first, as most numbers have no such word before them.
    return before.rstrip("( \n\t\f")[-1:] in ends and form.search(before) is not None


def _begins_line(text: str, start: int) -> bool:
    """Whether nothing but space stands before a place in its line."""
    while start and text[start - 1] in " \t\f":
        start -= 1
    return not start or text[start - 1] == "\n"
