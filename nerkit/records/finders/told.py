"""Values that running text gives by the words right before or behind them: "the monthly rent is $900"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from nerkit.labels import Label
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.finders.stretch import BY_FORM
from nerkit.records.sentences import sentence
from nerkit.values import read_value
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context

REACH, BEHIND = 45, 45
"""Characters that may stand between the words before a value and the value, and between that and the words behind."""
LONGEST = 60
"""Characters of a value in words at most."""

_FRAME = re.compile(r"(?P<before>.*?)[ …]*\{(?P<form>\w*)\}[ …]*(?P<behind>.*)")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?(?![\d%])")
_TEXT_ENDS = re.compile(r"[.,;:(\n]|\s[-–—]\s|$")
_PARTS = re.compile(r"[,;:\n]")
_EDGES = " \t\n\"'“”„«»‘’*_"
_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_SPACE = r"(?:[^\S\n\t]|\n(?![^\n]*\t))"
"""White space within a name: no border of a cell, and no line of a table begins behind it."""
_CAPITALS = re.compile(
    rf"(?<!\w){_CAPITAL}[\w.'’ª-]*(?:{_SPACE}(?:[^\W\d_A-ZÀ-Þ]{{1,3}}{_SPACE}){{0,2}}{_CAPITAL}[\w.'’ª-]*)*"
)
_IN_BETWEEN = re.compile(r"[^.;:\d]*(?::[^.;:\d]*)?")
_AT_ONCE = 8
"""Characters between such words and a name that has no title."""
_WORD = re.compile(r"\S+")
_INITIAL = 2
"""Characters of a word that ends in a full stop of its own: "P."."""
_ROOM = 40
"""Characters around a window in which values are looked for, so that none is cut at its border."""


class ToldValue(NamedTuple):
    """A value at `text[start:end]` that words around it name, so many characters of them."""

    start: int
    end: int
    said: int


class _Frames(NamedTuple):
    """Words before a value alone, behind it alone, pairs of both, and words before a name and before an address."""

    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    around: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]
    named: re.Pattern[str] | None
    addressed: re.Pattern[str] | None


def told(
    label: Label, text: str, folded: str, context: Context, addresses: Sequence[tuple[int, int]] = ()
) -> Iterator[ToldValue]:
    """What running text tells of a label, in text order of each kind of words; "{}" of a frame stands for the value.

    A value stands in the sentence of its words, with nothing of a form of its own between them: "the rent, if 5 days
    late, and $50" tells no rent. "{name}" stands for words with capitals, "{address}" for one of the `addresses`.
    `folded` is the text in plain letters.
    """
    frames = _frames(label.field, context.language)
    if frames is None:
        return
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
    for match in frames.named.finditer(folded) if frames.named else ():
        yield from (ToldValue(*span, len(match[0])) for span in _name(type, text, match.end(), context))
    for match in frames.addressed.finditer(folded) if frames.addressed else ():
        near = (span for span in addresses if match.end() <= span[0] <= match.end() + REACH)
        yield from (ToldValue(*span, len(match[0])) for span in near)


def _name(type: str, text: str, at: int, context: Context) -> Iterator[tuple[int, int]]:
    """The words with capitals that begin within reach behind a place, up to two short ones between them, no titles.

    A person's name without a title follows at once: further off it is that of something else.
    """
    names, known = words_for(context.language).names, words_for(context.language).reading.abbreviations
    match = _CAPITALS.search(text, at, at + REACH + LONGEST)  # across the full stop of a title
    if match is None or match.start() > at + REACH or not _IN_BETWEEN.fullmatch(text, at, match.start()):
        return
    words = list(_WORD.finditer(text, *match.span()))
    said = [plain(word[0]).rstrip(".") for word in words]
    titled = [word in _titles(context.language) for word in said]
    stops = [
        word[0].endswith(".") and not (is_title or len(word[0]) <= _INITIAL or word[0] in known)
        for word, is_title in zip(words, titled, strict=True)
    ]
    joined = [word[0] in names.joiners for word in words]
    cut = next((place for place, (stop, joins) in enumerate(zip(stops, joined, strict=True)) if stop or joins), None)
    if cut is not None:
        words, titled = words[: cut + stops[cut]], titled[: cut + stops[cut]]
    first = max((place for place, is_title in enumerate(titled) if is_title), default=-1) + 1
    at_once = match.start() <= at + _AT_ONCE
    words = words[first:]
    if words and (type != "name" or (len(words) > 1 and (first or at_once))):
        end = words[-1].end() - (cut is not None and stops[cut])
        yield from _held(type, text, words[0].start(), end, context)


def _after(type: str, text: str, at: int, context: Context) -> Iterator[tuple[int, int]]:
    """The value that begins within reach behind a place."""
    _, stop = sentence(text, at, at)
    if type in BY_FORM:
        window = text[at : min(stop, at + REACH + _ROOM)]
        first = next(iter(mentions(window, context.language)), None)
        if first and first.type == type and first.start <= REACH:
            yield from _held(type, text, at + first.start, at + first.end, context)
    elif type == "number":
        if match := _NUMBER.search(text, at, min(stop, at + REACH)):
            yield from _held(type, text, *match.span(), context)
    elif match := _TEXT_ENDS.search(text, at, min(stop, at + LONGEST)):
        goes_on = _goes_on(context.language).search(plain(text[at : match.start()]))
        yield from _held(type, text, at, at + goes_on.start() if goes_on else match.start(), context)


def _ahead(type: str, text: str, at: int, context: Context) -> Iterator[tuple[int, int]]:
    """The value that ends within reach before a place."""
    begin, _ = sentence(text, at, at)
    since = max(begin, at - BEHIND - _ROOM)
    if type in BY_FORM:
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
    if type in BY_FORM or type == "number":
        for one in _after(type, text, at, context):
            if behind.search(folded, one[1], min(stop, one[1] + BEHIND)):
                yield one
    elif (match := behind.search(folded, at, min(stop, at + LONGEST))) and not _PARTS.search(text, at, match.start()):
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
    frames = [match for frame in said if (match := _FRAME.fullmatch(frame))]
    before = [one["before"] for one in frames if not one["form"] and not one["behind"]]
    behind = [one["behind"] for one in frames if not one["before"]]
    around = [(one["before"], one["behind"]) for one in frames if one["before"] and one["behind"]]
    forms = {form: [one["before"] for one in frames if one["form"] == form] for form in ("name", "address")}
    return _Frames(
        _any(before),
        _any(behind),
        [(re.compile(whole([first])), re.compile(whole([last]))) for first, last in around],
        _any(forms["name"]),
        _any(forms["address"]),
    )


@cache
def _goes_on(language: str | None) -> re.Pattern[str]:
    """How a sentence goes on behind a value in words: with the day from which it is so, or with a duty."""
    words = words_for(language)
    duty = whole(words.deadlines.duties.get("duty", ()))
    return re.compile(rf"\s(?:{whole(words.agreed.starts)}|(?:{any_of(words.names.joiners)}\s)?{duty})")


def _any(words: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(whole(words)) if words else None


@cache
def _titles(language: str | None) -> frozenset[str]:
    return frozenset(plain(title).rstrip(".") for title in words_for(language).names.titles)
