"""Who has to do what a sentence demands: the party that it names as the one who acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from nerkit.locales import words_for
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.record import FieldValue

_BEFORE = 30
"""Characters before a name in which a preposition of it begins."""


class _Named(NamedTuple):
    start: int
    name: str
    acts: bool
    """A word of duty stands right behind the name."""
    by: bool
    """The name stands behind "by"."""


def obliged(text: str, start: int, end: int, parties: Sequence[FieldValue], language: str | None) -> str | None:
    """Who has to act by the time at `text[start:end]`, `text` being its sentence; None where it names nobody.

    Parties are known by name, by role and by words for roles. Who stands right before a word of duty acts, the nearest
    one before the time first; then the first who is named before the time and does not stand behind "to"; then who
    stands behind "by", or behind the time in the same clause.
    """
    named = list(_people(text, parties, language))
    acting = [one for one in named if one.acts]
    before = [one for one in named if one.start < start]
    behind = [one for one in named if one.start >= end and (one.by or not re.search(r"[,;]", text[end : one.start]))]
    order = [*(one for one in reversed(acting) if one.start < start), *acting, *before, *behind]
    return order[0].name if order else None


def _people(text: str, parties: Sequence[FieldValue], language: str | None) -> Iterator[_Named]:
    said = plain(text)
    agents, others, duty = _around(language)
    own = tuple(_as_it_stands(name) for party in parties for name in (party.value, party.role) if name)
    for match in _pattern(own, language).finditer(said):
        start, end = match.span()
        first = max(0, start - _BEFORE)
        everybody = match.lastgroup == "all"
        if (everybody or text[start].isupper()) and not others.search(said, first, start):
            acts = duty.match(said, end) is not None
            yield _Named(start, fold_space(text[start:end]), acts, agents.search(said, first, start) is not None)


@cache
def _around(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before somebody who acts in the passive, before somebody who does not act, and behind who has to."""
    words = words_for(language)
    article = rf"(?:\s{any_of(words.roles.articles)})?\s$"
    duty = whole(words.deadlines.duties.get("duty", ()))
    return (
        re.compile(whole(words.deadlines.agents) + article),
        re.compile(whole(words.deadlines.others) + article),
        re.compile(r"\W{1,2}" + duty),
    )


def _as_it_stands(name: str) -> str:
    """A name without the signs that stand for more in words of a language, as the leaders of a form are."""
    return fold_space(name.replace("*", " ").replace("…", " "))


@lru_cache(maxsize=16)
def _pattern(own: tuple[str, ...], language: str | None) -> re.Pattern[str]:
    words = words_for(language)
    names = filter(None, (*own, *words.roles.words))
    return re.compile(rf"(?P<all>{whole(words.deadlines.everybody)})|{whole(names)}")
