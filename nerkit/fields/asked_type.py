"""What the name of a field says of its value: that it is an address, or a length of time counted in some unit.

Both are told by words of the locales: "landlord's address" and "Anschrift des Vermieters" ask for no name, and
"term_months" for how many months the term has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from nerkit.labels import builtin
from nerkit.locales import codes, locale
from nerkit.pairs.key_vocabulary import words_of
from nerkit.values.iso_durations import length_of

_SHORTEST = 5
"""Letters of a word for an address from which on it is known at the end of a compound, too."""

_PLACED = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{3})\S+\s+\S+", re.DOTALL)
"""A text of several words with a number and a name may be an address."""

_MONTHS = {"Y": 12, "Q": 3, "M": 1}
_DAYS = {"W": 7.0, "D": 1.0}


class CountedLength(NamedTuple):
    """A length of time asked for as a number: of which `unit` (as in `Durations.units`), and the name without it."""

    unit: str
    name: str


def asks_for_address(name: str) -> bool:
    """Whether a name of a field, or a key on a page, is that of a postal address.

    >>> asks_for_address("landlord's address"), asks_for_address("email address")
    (True, False)
    """
    words = words_of(name)
    contacts = _contacts()
    # "E-mail" is two words.
    glued = {a + b for a, b in pairwise(words)}
    return any(map(_is_address_word, words)) and not contacts & {*words, *glued}


def may_be_address(text: str) -> bool:
    """Whether a text may be, or hold, a postal address by its form: a name alone is none."""
    return bool(_PLACED.match(text))


def address_words() -> frozenset[str]:
    """Words of all languages for a postal address."""
    return _address_words()


@cache
def _address_words() -> frozenset[str]:
    postal = [name for name, label in builtin().labels.items() if label.postal]
    words = (
        words_of(word)
        for code in codes()
        for label in postal
        if label in locale(code).labels
        for word in locale(code).labels[label].words
    )
    return frozenset(word[0] for word in words if len(word) == 1)


def _is_address_word(word: str) -> bool:
    known = _address_words()
    return word in known or any(word.endswith(one) for one in known if len(one) >= _SHORTEST)


@cache
def _contacts() -> frozenset[str]:
    """What has an address that no letter reaches: mail, telephone."""
    return frozenset("".join(words_of(word)) for code in codes() for word in locale(code).names.contacts)


def counted_length(said: Sequence[str]) -> CountedLength | None:
    """The unit in which the names of a field count a length of time; None where they name none, or several.

    >>> counted_length(["term months"])
    CountedLength(unit='M', name='term')
    """
    known = _units()
    for name in said:
        words = words_of(name)
        units = {known[word] for word in words if word in known}
        rest = [word for word in words if word not in known]
        if len(units) == 1 and rest:
            return CountedLength(units.pop(), " ".join(rest))
    return None


@cache
def _units() -> Mapping[str, str]:
    """The unit of each word that is one of one unit alone."""
    found: dict[str, set[str]] = {}
    for code in codes():
        for unit, words in locale(code).durations.units.items():
            for word in words:
                found.setdefault(" ".join(words_of(word)), set()).add(unit)
    return {word: next(iter(units)) for word, units in found.items() if len(units) == 1}


def counted(duration: str, unit: str) -> float | None:
    """How many of a unit an ISO 8601 duration has; None where that is no matter of counting, as of days in a month.

    >>> counted("P5Y", "M"), counted("P1M", "D")
    (60.0, None)
    """
    length = length_of(duration)
    if length is None:
        return None
    if unit in _MONTHS:
        return None if length.all_days or length.hours else float(length.all_months / _MONTHS[unit])
    if unit in _DAYS:
        return None if length.all_months or length.hours else length.all_days / _DAYS[unit]
    return None if length.all_months or length.all_days else length.hours
