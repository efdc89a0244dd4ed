"""The number and the date in the line of a title: "Handelsrechnung (380) Nr. 99877 vom 30.05.2026"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from nerkit.labels.kind import TitlePart
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.records.finders.stretch import value_in
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


class TitleValue(NamedTuple):
    """A value at `text[start:end]` that belongs to the title's line; `part` is "number" or "date"."""

    part: TitlePart
    start: int
    end: int
    value: Value


def in_title_line(text: str, titles: Collection[str], context: Context) -> Iterator[TitleValue]:
    """The number in the first line that begins with one of the titles and a word for "number", and the date behind it.

    Up to three words or a code in brackets may stand between them. What the line goes on with is a date or nothing: a
    sentence that names another document goes on with more.
    """
    pattern = _pattern(tuple(titles))
    begin = 0
    for line in text.split("\n", _HEAD)[:_HEAD]:
        found = pattern.match(plain(line))
        end = begin + len(line)
        if found and (number := value_in("identifier", text, begin + found.end(), end, context)):
            dated = value_in("date", text, number.end, end, context, late=_LATE)
            if _NOTHING.fullmatch(text, dated.end if dated else number.end, end):
                last = number.start + len(text[number.start : number.end].rstrip(".,;:"))
                yield TitleValue("number", number.start, last, number.value)
                if dated:
                    yield TitleValue("date", *dated)
                return
        begin = end + 1


@lru_cache(maxsize=64)
def _pattern(titles: tuple[str, ...]) -> re.Pattern[str]:
    """A line's beginning up to its number, on plain text; a credit note "for invoice No. 5" has another number."""
    long = any_of(title for title in titles if len(title) >= _COMPOUND)
    title = rf"(?:\w*{long}|{any_of(titles)})(?!\w)"
    other = any_of(words_for(None).identifiers.documents)
    word = rf"(?:\([^()\n]{{1,20}}\)|(?!{other}(?!\w))[^\W\d][\w'-]{{0,30}})"
    first = r"(?:[^\W\d][\w-]{0,30}\s)?"
    between = rf"(?:\s{{1,8}}{word}){{0,3}}?\s{{0,8}}"
    return re.compile(rf"\W{{0,3}}{first}{title}{between}{number_words()}[\s.:#]{{0,4}}")
