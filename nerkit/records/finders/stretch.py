"""Which words of a stretch of text are the value that its label words announce."""

from __future__ import annotations

import re
from typing import NamedTuple

from nerkit.values import read_value
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context, Value

WHOLE = frozenset({"name", "title", "text", "place"})
"""Types whose value is all that stands in its cell."""

BY_FORM = frozenset({"date", "amount", "percent", "duration"})
"""Types that have a form of their own, by which they are known in running text."""
_NUMBERED = frozenset({"identifier", "number", "quantity"})
"""Types that any number may seem to be: a date, an amount with its currency or a percentage is none of them."""
_BARE = re.compile(r"[\d.,' ()-]+")
_GOES_ON = re.compile(r"[\w/-]")
_FILLER = re.compile(r"[(\[].*[)\]]:?|\W*\w{0,2}\W*")
"""A word that may stand between label words and their value: "no.", "#", "(gross):"."""
WORDS = 12
"""Words of a stretch that are looked at."""
_EDGES = " \t\n:;,"


class HeldValue(NamedTuple):
    """The value at `text[start:end]`."""

    start: int
    end: int
    value: Value


def value_in(type: str, text: str, start: int, stop: int, context: Context, *, late: int = 0) -> HeldValue | None:
    """The value of a type with which a stretch of text begins; None where it holds none.

    Fillers may stand before it, and `late` other words: "Date: Friday, 3 May".
    """
    words = [(start + match.start(), start + match.end()) for match in re.finditer(r"\S+", text[start:stop])][:WORDS]
    while words and not any(map(str.isalnum, text[slice(*words[0])])):
        words = words[1:]
    if not words:
        return None
    start, stop = words[0][0], words[-1][1]
    own = next((place for place, word in enumerate(words) if not is_filler(text[slice(*word)])), len(words))
    latest = words[min(own + late, len(words) - 1)][0]
    formed = [(start + hit.start, start + hit.end, hit.type) for hit in mentions(text[start:stop], context.language)]
    if type in BY_FORM:
        hit = next(((first, last) for first, last, form in formed if form == type and first <= latest), None)
        if hit is None and type == "amount" and _BARE.fullmatch(text[start:stop]) and not formed:
            hit = (start, stop)
        return _held(type, text, *hit, context) if hit else None
    if type in _NUMBERED and any(first <= latest and _is_whole(text, first, last) for first, last, _ in formed):
        return None
    if type == "identifier":
        words = _numbered(text, words)
    return _fewest(type, text, words, latest, context) if words else None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch is no part of a longer number: "23-24/08" is one of "DST/23-24/0871"."""
    return not _GOES_ON.match(text[max(0, start - 1) : start]) and not _GOES_ON.match(text[end : end + 1])


def _numbered(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words up to the first of running text, none where they hold no digit: a number has digits and capitals."""
    texts = [text[slice(*word)] for word in words]
    begin = next((place for place, word in enumerate(texts) if not is_filler(word) or _has_digit(word)), len(words))
    end = next((place for place in range(begin, len(words)) if not _is_part(texts[place])), len(words))
    return words[:end] if any(map(_has_digit, texts[begin:end])) else []


def _is_part(word: str) -> bool:
    """Whether a word may be a part of a number: "RE", "2023-17", "(AG)", "a"."""
    return _has_digit(word) or word == word.upper() or len(word) == 1


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def is_filler(word: str) -> bool:
    """Whether a word behind label words says nothing of its own."""
    return _FILLER.fullmatch(word) is not None


def _fewest(type: str, text: str, words: list[tuple[int, int]], latest: int, context: Context) -> HeldValue | None:
    """The fewest words that mean the same as all of them; all of those whose value is the whole cell."""

    def read(some: list[tuple[int, int]]) -> Value:
        return read_value(type, text[some[0][0] : some[-1][1]].strip(_EDGES), context)

    value = read(words)
    if value.value is None or (type in _NUMBERED and not any(map(str.isdigit, value.value))):
        return None
    if type not in WHOLE:
        while len(words) > 1 and read(words[:-1]) == value:
            words = words[:-1]
        while len(words) > 1 and read(words[1:]) == value:
            words = words[1:]
    return _held(type, text, words[0][0], words[-1][1], context) if words[0][0] <= latest else None


def _held(type: str, text: str, start: int, end: int, context: Context) -> HeldValue | None:
    stretch = text[start:end]
    end -= len(stretch) - len(stretch.rstrip(_EDGES))
    start += len(stretch) - len(stretch.lstrip(_EDGES))
    value = read_value(type, text[start:end], context)
    return HeldValue(start, end, value) if value.value is not None else None
