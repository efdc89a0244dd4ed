"""The number and the date in the line of a title: "Handelsrechnung (380) Nr. 99877 vom 30.05.2026"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from nerkit.labels.kind import TitlePart
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.records.finders.stretch import HeldValue, value_in
from nerkit.values import read_value
from nerkit.values.identifiers import number_words
from nerkit.values.value import Context, Value

_HEAD = 40
"""Lines at the beginning in which a title may stand; a letterhead and an address come before it."""
_LATE = 2
"""Words that may stand between the number and the date."""
_COMPOUND = 5
"""Letters of a title that may be the end of a longer word, as languages glue them: "Schlussrechnung"."""

_NOTHING = re.compile(r"[\s.,;:]*(?:[^\W\d]{1,5}[\s:]*)?")
"""The rest of a line that says no more: at most a short word that goes on with a date in the next line."""
_SLASHED = re.compile(r"\d{1,4}(?:/\d{1,4}){2,3}(?![\w/])")


class TitleValue(NamedTuple):
    """A value at `text[start:end]` that belongs to the title's line; `part` is "number" or "date"."""

    part: TitlePart
    start: int
    end: int
    value: Value


def in_title_line(text: str, titles: Collection[str], context: Context) -> Iterator[TitleValue]:
    """The number in the first line that begins with one of the titles and a word for "number", and the date behind it.

    Up to three words or a code in brackets may stand between them. What the line goes on with is a date or nothing: a
    sentence that names another document goes on with more. The number may begin the next line, where the title's own
    has a date or nothing behind it. A title may stand in a cell of its own, right of a letterhead.
    """
    pattern, alone = _pattern(tuple(titles)), _title_alone(tuple(titles))
    begin, titled = 0, False
    for line in text.split("\n", _HEAD)[:_HEAD]:
        folded = plain(line)
        found = pattern.match(folded)
        end = begin + len(line)
        if found is None and titled and (found := _numbered().match(folded)):
            end = _end_of_cell(text, begin + found.end(), end)
        elif found is None and (found := _in_later_cell(pattern, folded)):
            end = _end_of_cell(text, begin + found.end(), end)  # a letterhead stands beside the title
        at = begin + found.end() if found else end
        if found and (number := _number(text, at, _end_of_cell(text, at, end), context)):
            dated = value_in("date", text, number.end, end, context, late=_LATE)
            if _NOTHING.fullmatch(text, dated.end if dated else number.end, end):
                last = number.start + len(text[number.start : number.end].rstrip(".,;:"))
                yield TitleValue("number", number.start, last, number.value)
                if dated:
                    yield TitleValue("date", *dated)
                return
        if line.strip():
            title = alone.match(folded)
            at = begin + title.end() if title else end
            titled = title is not None and _is_date_alone(text, at, _end_of_cell(text, at, end), context)
        begin = end + 1


def _in_later_cell(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """The title at the beginning of a cell that is not the first of its line."""
    starts = (place + 1 for place, char in enumerate(line) if char == "\t")
    return next((found for start in starts if (found := pattern.match(line, start))), None)


def _end_of_cell(text: str, start: int, end: int) -> int:
    """Where the cell ends in which `start` stands."""
    return start + len(text[start:end].partition("\t")[0])


def _number(text: str, start: int, end: int, context: Context) -> HeldValue | None:
    """The number that a word for "number" announces, though it has the form of a date: "Faktura nr 31/05/2023"."""
    if found := value_in("identifier", text, start, end, context):
        return found
    if slashed := _SLASHED.match(text, start, end):
        return HeldValue(*slashed.span(), read_value("identifier", slashed[0], context))
    return None


def _is_date_alone(text: str, start: int, end: int, context: Context) -> bool:
    """Whether the rest of a line is a date, perhaps with a short word before it, or nothing."""
    dated = value_in("date", text, start, end, context, late=1)
    return _NOTHING.fullmatch(text, dated.end if dated else start, end) is not None


@lru_cache(maxsize=64)
def _pattern(titles: tuple[str, ...]) -> re.Pattern[str]:
    """A line's beginning up to its number, on plain text; a credit note "for invoice No. 5" has another number.

    The words between stand in the cell of the title; the number may have the next one.
    """
    other = any_of(words_for(None).identifiers.documents)
    word = rf"(?:\([^()\n]{{1,20}}\)|(?!{other}(?!\w))[^\W\d][\w'-]{{0,30}})"
    between = rf"(?:[^\S\t]{{1,8}}{word}){{0,3}}?\s{{0,8}}"
    return re.compile(rf"{_beginning(titles)}{between}{_numbered().pattern}")


@lru_cache(maxsize=64)
def _title_alone(titles: tuple[str, ...]) -> re.Pattern[str]:
    """A line's beginning up to the end of a title."""
    return re.compile(_beginning(titles))


def _beginning(titles: tuple[str, ...]) -> str:
    long = any_of(title for title in titles if len(title) >= _COMPOUND)
    title = rf"(?:\w*{long}|{any_of(titles)})(?!\w)"
    return rf"\W{{0,3}}(?:[^\W\d_][\w-]{{0,30}}\s)?{title}"


@cache
def _numbered() -> re.Pattern[str]:
    """A word for "number" and what may stand between it and the number."""
    return re.compile(rf"{number_words()}[\s.:#]{{0,4}}")
