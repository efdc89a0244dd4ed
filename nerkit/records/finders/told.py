"""Values that running text gives by the words right before or behind them: "the monthly rent is $900"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from nerkit.labels import Label
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.records.sentences import sentence
from nerkit.values import read_value
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context

REACH, BEHIND = 45, 30
"""Characters that may stand between the words before a value and the value, and between that and the words behind."""
LONGEST = 60
"""Characters of a value in words at most."""

_FORMED = frozenset({"date", "amount", "percent", "duration"})
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?(?![\d%])")
_TEXT_ENDS = re.compile(r"[.,;:(\n]|\s[-–—]\s|$")
_EDGES = " \t\n\"'“”„«»‘’*_"
_ROOM = 40
"""Characters around a window in which values are looked for, so that none is cut at its border."""


class ToldValue(NamedTuple):
    """A value at `text[start:end]` that words around it name, so many characters of them."""

    start: int
    end: int
    said: int


class _Frames(NamedTuple):
    """Words before a value alone, behind it alone, and pairs of both."""

    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    around: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]


def told(label: Label, text: str, context: Context) -> Iterator[ToldValue]:
    """What running text tells of a label, in text order of each kind of words; "{}" of a frame stands for the value.

    A value stands in the sentence of its words, with nothing of a form of its own between them: "the rent, if 5 days
    late, and $50" tells no rent.
    """
    frames = _frames(label.field, context.language)
    if frames is None:
        return
    folded = plain(text)
    type = label.type
    if frames.before:
        for match in frames.before.finditer(folded):
            yield from (ToldValue(*span, len(match[0])) for span in _after(type, text, match.end(), context))
    if frames.behind:
        for match in frames.behind.finditer(folded):
            yield from (ToldValue(*span, len(match[0])) for span in _ahead(type, text, match.start(), context))
    for before, behind in frames.around:
        for match in before.finditer(folded):
            spans = _between(type, text, folded, match.end(), behind, context)
            yield from (ToldValue(*span, 2 * len(match[0])) for span in spans)


def _after(type: str, text: str, at: int, context: Context) -> Iterator[tuple[int, int]]:
    """The value that begins within reach behind a place."""
    _, stop = sentence(text, at, at)
    if type in _FORMED:
        window = text[at : min(stop, at + REACH + _ROOM)]
        first = next(iter(mentions(window, context.language)), None)
        if first and first.type == type and first.start <= REACH:
            yield from _held(type, text, at + first.start, at + first.end, context)
    elif type == "number":
        if match := _NUMBER.search(text, at, min(stop, at + REACH)):
            yield from _held(type, text, *match.span(), context)
    elif match := _TEXT_ENDS.search(text, at, min(stop, at + LONGEST)):
        yield from _held(type, text, at, match.start(), context)


def _ahead(type: str, text: str, at: int, context: Context) -> Iterator[tuple[int, int]]:
    """The value that ends within reach before a place."""
    begin, _ = sentence(text, at, at)
    since = max(begin, at - BEHIND - _ROOM)
    if type in _FORMED:
        last = next(reversed(mentions(text[since:at], context.language)), None)
        if last and last.type == type and since + last.end >= at - BEHIND:
            yield from _held(type, text, since + last.start, since + last.end, context)
    elif type == "number" and (found := list(_NUMBER.finditer(text, max(since, at - BEHIND), at))):
        yield from _held(type, text, *found[-1].span(), context)


def _between(
    type: str, text: str, folded: str, at: int, behind: re.Pattern[str], context: Context
) -> Iterator[tuple[int, int]]:
    """The value behind a place that has other words behind itself."""
    _, stop = sentence(text, at, at)
    if type in _FORMED or type == "number":
        for one in _after(type, text, at, context):
            if behind.search(folded, one[1], min(stop, one[1] + BEHIND)):
                yield one
    elif match := behind.search(folded, at, min(stop, at + LONGEST)):
        yield from _held(type, text, at, match.start(), context)


def _held(type: str, text: str, start: int, end: int, context: Context) -> Iterator[tuple[int, int]]:
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip(_EDGES))
    end -= len(stretch) - len(stretch.rstrip(_EDGES))
    if start < end and read_value(type, text[start:end], context).value is not None:
        yield start, end


@cache
def _frames(field: str, language: str | None) -> _Frames | None:
    said = words_for(language).told.get(field, ())
    if not said:
        return None
    halves = [tuple(part.strip(" …") for part in frame.split("{}")) for frame in said]
    before = [first for first, last in halves if not last]
    behind = [last for first, last in halves if not first]
    return _Frames(
        re.compile(whole(before)) if before else None,
        re.compile(whole(behind)) if behind else None,
        [(re.compile(whole([first])), re.compile(whole([last]))) for first, last in halves if first and last],
    )
