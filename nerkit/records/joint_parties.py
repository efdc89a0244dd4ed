"""Persons in one mention of a party are parties of their own: "Anna Bauer and Thomas Bauer", "Mr Gray and Mrs Gray"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import a_form
from nerkit.locales.folding import fold_space, plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.mentions import Mention
from nerkit.values import Context, Value, read_value

_LONGEST = 5
"""Words of the name of a person at most."""


def apart(mentions: Sequence[Mention], language: str | None) -> list[Mention]:
    """The mentions of parties, those of several persons as one of each; they keep their index: it is one entity."""
    return [part for mention in mentions for part in _parts(mention, language)]


def _parts(mention: Mention, language: str | None) -> Sequence[Mention]:
    entity = mention.entity
    joiner, no_person = _patterns(language)
    folded = plain(entity.text)
    cuts = [match.span() for match in joiner.finditer(folded)]
    if not cuts or no_person.search(folded):
        return [mention]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(folded)]
    names = [entity.text[start:end] for start, end in zip(starts, ends, strict=True)]
    if not all(is_person(name, language) for name in names):
        return [mention]
    return [
        replace(
            mention,
            entity=replace(entity, start=entity.start + start, end=entity.start + end, text=name),
            value=_value(name, language),
        )
        for start, end, name in zip(starts, ends, names, strict=True)
    ]


def _value(name: str, language: str | None) -> Value:
    """The name; of a person with one name alone its title is a part: Mr and Mrs Gray are two."""
    value = read_value("name", name, Context(language))
    return value if len((value.value or "").split()) > 1 else replace(value, value=fold_space(name))


def is_person(name: str, language: str | None) -> bool:
    """Whether a name has a first and a last name, or a title."""
    words = name.split()
    titled = bool(words) and words[0].rstrip(".") in _titles(language)
    own = words[titled:]
    return (1 if titled else 2) <= len(own) <= _LONGEST and own[0][:1].isupper() and own[-1][:1].isupper()


@cache
def _titles(language: str | None) -> frozenset[str]:
    return frozenset(title.rstrip(".") for title in words_for(language).names.titles)


@cache
def _patterns(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands between two persons, and what is in no name of one: a figure, a legal form, a word for companies."""
    locale = words_for(language)
    return (
        re.compile(rf"\s+(?:{any_of(locale.names.joiners)}|&)\s+"),
        re.compile(
            rf"\d|(?<!\w){a_form()}(?!\w)|{whole((*locale.names.kinds, *locale.roles.words, *locale.roles.things))}"
        ),
    )
