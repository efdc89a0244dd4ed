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
from nerkit.records.quotation_marks import CLOSE, OPEN
from nerkit.values import Context, Value, read_value

_NEAR = 60
"""Characters before and behind two names within which the text says that they are a couple, or have one role."""

_FIRST = re.compile(r"(?<!\w)(?P<first>[^\W\d_a-zß-ÿ][^\W\d_]+)\s(?P<joiner>\S{1,4})\s$")

_LONGEST = 5
"""Words of the name of a person at most."""


def apart(mentions: Sequence[Mention], language: str | None, text: str = "") -> list[Mention]:
    """The mentions of parties, those of several persons as one of each; they keep their index: it is one entity.

    `text` is that of the document: it may say that "Walter and Ingrid Gray" are two who share their last name.
    """
    return [part for mention in mentions for part in _parts(mention, language, text)]


def _parts(mention: Mention, language: str | None, text: str) -> Sequence[Mention]:
    entity = mention.entity
    folded = plain(entity.text)
    cuts = [match.span() for match in _joiner(language).finditer(folded)]
    if not cuts:
        return _with_first(mention, language, text)
    if _no_person(language).search(folded):
        return [mention]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(folded)]
    names = [entity.text[start:end] for start, end in zip(starts, ends, strict=True)]
    whole_names = names
    if _share(names, language) and _are_two(mention, names, text, language):
        whole_names = [f"{names[0].strip()} {names[1].split()[-1]}", names[1]]
    elif not all(is_person(name, language) for name in names):
        return [mention]
    return [
        replace(
            mention,
            entity=replace(entity, start=entity.start + start, end=entity.start + end, text=name),
            value=_value(whole_name, language),
        )
        for start, end, name, whole_name in zip(starts, ends, names, whole_names, strict=True)
    ]


def _with_first(mention: Mention, language: str | None, text: str) -> Sequence[Mention]:
    """A person, behind the one whose first name stands before it: "Walter and" of "Walter and Ingrid Gray"."""
    entity = mention.entity
    before = _FIRST.search(text, max(0, entity.start - _NEAR), entity.start)
    if before is None or plain(before["joiner"]) not in {*map(plain, words_for(language).names.joiners), "&"}:
        return [mention]
    names = [before["first"], entity.text]
    if _no_person(language).search(plain(entity.text)) or not (
        _share(names, language) and _are_two(mention, names, text, language)
    ):
        return [mention]
    first = replace(entity, start=before.start("first"), end=before.end("first"), text=before["first"])
    value = _value(f"{before['first']} {entity.text.split()[-1]}", language)
    return [replace(mention, entity=first, value=value), mention]


def _share(names: Sequence[str], language: str | None) -> bool:
    """Whether two names may be a first name, and another one with the last name of both."""
    if len(names) != 2 or not is_person(names[1], language):
        return False
    first, second = names[0].split(), names[1].split()
    return len(first) == 1 and first[0].isalpha() and first[0].istitle() and len(second) == 2


def _are_two(mention: Mention, names: Sequence[str], text: str, language: str | None) -> bool:
    """Whether the text says that these are two persons: a couple, the role of several, or one of them alone elsewhere.

    A firm may have two last names: "Barnes and Noble Booksellers".
    """
    entity = mention.entity
    couple, several, joined = _couples(language)
    before = plain(text[max(0, entity.start - _NEAR) : entity.start])
    behind = plain(text[entity.end : entity.end + _NEAR])
    last = names[1].split()[-1]
    firsts = "|".join(re.escape(name.split()[0]) for name in names)
    full = re.finditer(rf"\b(?:{firsts})\s(?:\w\.\s)?{re.escape(last)}\b", text)
    alone = any(not joined.search(plain(text[max(0, one.start() - _NEAR) : one.start()])) for one in full)
    return bool(couple.search(before) or couple.match(behind) or several.match(behind) or alone)


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
def _couples(language: str | None) -> tuple[re.Pattern[str], ...]:
    """What says that two are a couple, the role of several in quotes behind their names, and the word between both."""
    locale = words_for(language)
    couples = whole(locale.names.couples)
    role = rf"{any_of(locale.roles.words)}{any_of(locale.roles.plural_endings)}"
    return (
        re.compile(rf"(?:\W{{0,3}}(?:\w+\W){{0,2}}?)?{couples}"),
        re.compile(rf"[^\n.]{{0,50}}?[({OPEN}]\s?(?:{any_of(locale.roles.articles)}\s)?{role}[{CLOSE})]"),
        re.compile(rf"(?:{any_of(locale.names.joiners)}|&)\s+$"),
    )


@cache
def _joiner(language: str | None) -> re.Pattern[str]:
    """What stands between two persons."""
    return re.compile(rf"\s+(?:{any_of(words_for(language).names.joiners)}|&)\s+")


@cache
def _no_person(language: str | None) -> re.Pattern[str]:
    """What is in no name of a person: a figure, a legal form, a word for companies. A large pattern."""
    locale = words_for(language)
    words = whole((*locale.names.kinds, *locale.roles.words, *locale.roles.things))
    return re.compile(rf"\d|(?<!\w){a_form()}(?!\w)|{words}")
