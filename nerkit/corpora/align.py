"""Find where a value stands in a text, when the two are not written quite alike.

Text and value are both projected on their letters and digits (case, accents, white space, line breaks, punctuation,
quotes and dashes gone); a match of the projections is carried back through a map of offsets. What letters and digits
cannot tell is then checked on the text itself: word borders, and separators between digits, so that the value 9.00 is
not found in 900.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import legal_forms
from nerkit.locales.folding import fold as comparable
from nerkit.locales.folding import plain, words

_MAX_MARKS = 4
"""Punctuation marks allowed between two characters of a match: more is another cell, a rule, a row of dots."""

_OPEN_TO_CLOSE = {"(": ")", "[": "]"}


class _Projection(NamedTuple):
    folded: str
    offsets: list[int]


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    return "".join(filter(str.isalnum, comparable(char))) if char.isalnum() else ""


def fold(text: str) -> str:
    """The letters and digits of `text`, case and accents gone: texts that are written alike fold alike."""
    return _project(text).folded


@lru_cache(maxsize=64)
def _project(text: str) -> _Projection:
    pieces: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        folded = _fold(char)
        if folded:
            pieces.append(folded)
            offsets += [i] * len(folded)
    return _Projection("".join(pieces), offsets)


def find(
    text: str, value: str, *, start: int = 0, end: int | None = None, whole_words: bool = True
) -> list[tuple[int, int]]:
    """All places of `value` in `text[start:end]` as (start, end) offsets of `text`, in order, without overlap.

    Case, accents, white space (line breaks and tabs too), punctuation and the kind of quotes and dashes do not matter,
    except between two digits, where the separator is part of the number. A place begins and ends at word borders, with
    the symbols and closing marks that belong to it: "Nike, Inc" is found as "NIKE, Inc.". A value without a letter or
    digit is found nowhere. With `whole_words=False` a value may begin or end inside a word, as a quote that was cut
    off does; its place takes in the whole word.
    """
    end = len(text) if end is None else end
    haystack, needle = _project(text), _project(value)
    size = len(needle.folded)
    if not size:
        return []
    places: list[tuple[int, int]] = []
    at = bisect_left(haystack.offsets, start)
    last = bisect_left(haystack.offsets, end)
    while (at := haystack.folded.find(needle.folded, at, last)) >= 0:
        offsets = haystack.offsets[at : at + size]
        first, after = _grown(text, offsets[0], offsets[-1] + 1)
        cut = (first, after) != (offsets[0], offsets[-1] + 1)
        if not (cut and whole_words) and _matches(text, offsets, value, needle.offsets):
            places.append(_widen(text, first, after, value, needle.offsets))
            at += size
        else:
            at += 1
    return places


def _grown(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch out to the borders of the words in which it begins and ends."""
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _matches(text: str, offsets: list[int], value: str, wanted: list[int]) -> bool:
    """Whether a match of the projections is one of the texts, given the offsets of its characters in both."""
    short = len(offsets) <= 3
    for (a, b), (c, d) in zip(pairwise(offsets), pairwise(wanted), strict=True):
        if b - a <= 1 and d - c <= 1:
            continue
        gap, wanted_gap = text[a + 1 : b], value[c + 1 : d]
        if len(_marks(gap)) > _MAX_MARKS and len(_marks(gap)) > len(_marks(wanted_gap)):
            return False
        if text[a].isdigit() and text[b].isdigit() and _separator(gap) != _separator(wanted_gap):
            return False
        if short and bool(gap) != bool(wanted_gap):
            return False
    return True


def _marks(gap: str) -> str:
    return "".join(gap.split())


def _separator(gap: str) -> str:
    marks = "".join("-" if unicodedata.category(c) == "Pd" else c for c in _marks(gap))
    return marks or (" " if gap else "")


def _widen(text: str, start: int, end: int, value: str, wanted: list[int]) -> tuple[int, int]:
    """Take in the marks around a match that `value` has too, the full stop of an abbreviation, a missing bracket."""
    for mark in reversed(_marks(value[: wanted[0]])):
        if start and text[start - 1] == mark:
            start -= 1
    for mark in _marks(value[wanted[-1] + 1 :]):
        if text[end : end + 1] == mark:
            end += 1
    if text[end : end + 1] == "." and _is_abbreviation(text, end):
        end += 1
    for opening, closing in _OPEN_TO_CLOSE.items():
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
        elif inside.count(closing) > inside.count(opening) and start and text[start - 1] == opening:
            start -= 1
    return start, end


def _is_abbreviation(text: str, end: int) -> bool:
    word = text[max(0, end - 8) : end].split()[-1:] or [""]
    letters = plain(word[0]).strip("(,")
    # "U.S.A" and "N.V": one letter after a full stop.
    return letters.replace(".", "") in _abbreviations() or (len(letters) >= 3 and letters[-2] == ".")


@cache
def _abbreviations() -> frozenset[str]:
    """Short legal forms, and what stands around names of persons: a full stop behind them is part of the name."""
    names = words_for(None).names
    short = (*(form.name for form in legal_forms()), *names.suffixes, *names.honours)
    return frozenset(word for name in short for word in words(name))
