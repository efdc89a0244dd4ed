"""The date of another document that a bill names is not its own: "zu Rechnung RE-1 vom 02.05.2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nerkit.labels import Kind, Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.records.floors import CONFIDENCE_FLOOR
from nerkit.records.mentions import Mention
from nerkit.values.identifiers import number_words

_REACH = 60
"""Characters before a date in which the number of its document stands."""
_LINE = re.compile(r"[\n\t\f]")
_SIGNS = re.compile(r"\W+")


def without_dates_of_others(text: str, mentions: Sequence[Mention], kind: Kind, schema: Schema) -> Sequence[Mention]:
    """The mentions without dates right behind another document's number, where a date of its own is left.

    Another number is one that the surest number of the document neither is nor holds.
    """
    number, date = (kind.titled.get(part, "") for part in ("number", "date"))
    numbers = [one for one in mentions if one.text and schema.labels[one.entity.label].field == number]
    own = max(numbers, key=lambda one: one.entity.confidence, default=None)
    dates = [one for one in mentions if one.text and schema.labels[one.entity.label].type == "date"]
    dated = [one for one in dates if schema.labels[one.entity.label].field == date]
    if own is None or len({one.text for one in dated}) < 2:
        return mentions
    said = _spelt(own.entity.text)
    others = {one.index for one in dates if (named := _number_before(text, one)) and not _same(named, said)}
    if not any(one.entity.confidence >= CONFIDENCE_FLOOR and one.index not in others for one in dated):
        return mentions
    return [one for one in mentions if one.index not in others]


def _number_before(text: str, mention: Mention) -> str:
    """The number of a document, spelt plainly, that stands right before a date in its line; empty where none does."""
    start = mention.entity.start
    before = _LINE.split(text[max(0, start - _REACH) : start])[-1]
    match = _named().search(plain(before))
    return _spelt(match["number"]) if match else ""


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _spelt(number: str) -> str:
    return _SIGNS.sub("", plain(number))


@cache
def _named() -> re.Pattern[str]:
    """A word for a document, its number, and at most two short words between that and what comes behind."""
    words = any_of(words_for(None).identifiers.documents)
    return re.compile(
        rf"(?<!\w){words}(?!\w)[\s.:#]{{0,3}}(?:{number_words()}[\s.:#]{{0,4}})?"
        r"(?P<number>(?=\S{0,30}\d)[\w/.#-]{1,30})[\s,(]{1,3}(?:[^\W\d]{1,10}[.:]?\s{1,3}){0,2}$"
    )
