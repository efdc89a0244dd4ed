"""Dates that a contract gives a name: `May 1, 2024 (the "Effective Date")`, `"Start Date" means May 1, 2024`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from nerkit.document import Entity
from nerkit.labels import ROLELESS, Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.mentions import Mention
from nerkit.records.quotation_marks import CLOSE, OPEN
from nerkit.records.sentences import sentence

DEFINED = 0.93
"""How sure it is that a date with the name of a field is that field's."""

_DEFINES = re.compile(rf"[\s\d.()a-z]{{0,8}}[{OPEN}][^{OPEN}{CLOSE}\s]+(?:\s[^{OPEN}{CLOSE}\s]+)+[{CLOSE}]\s[^(]")
"""A sentence that begins with a name of several words in quotes says what it is: "Old Lease" is the lease of 2010."""

_BEFORE, _BEHIND = 60, 60
"""Characters before and behind a date in which its name stands."""


def with_defined(
    text: str,
    mentions: Sequence[Mention],
    fields: Sequence[str],
    schema: Schema,
    language: str | None,
    made: str | None = None,
) -> list[Mention]:
    """The mentions, those of dates that have the name of one of the `fields` as mentions of that field.

    A name behind the date is one beside the role that it has: the day on which a contract is made may be that of its
    effect. A name before it says all that the date is: with that of another date it has no role, nor has one with the
    name of what no longer counts (the "Prior Expiration Date"). `made` is the label of the day on which a contract is
    made: where the sentence defines another contract, it is that one's.
    """
    names = {name: _names(language, name) for name in fields if words_for(language).deadlines.anchors.get(name)}
    return [one for mention in mentions for one in _defined(text, mention, names, schema, language, made)]


def _defined(
    text: str,
    mention: Mention,
    names: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]],
    schema: Schema,
    language: str | None,
    made: str | None,
) -> Iterator[Mention]:
    entity = mention.entity
    type = schema.labels[entity.label].type
    if type != "date" or not mention.text:
        yield mention
        return
    before = plain(text[max(0, entity.start - _BEFORE) : entity.start])
    behind = plain(text[entity.end : entity.end + _BEHIND])
    first = next((name for name, (means, _) in names.items() if means.search(before)), None)
    then = next((name for name, (_, called) in names.items() if called.match(behind)), None)
    is_another = entity.label.lower() in names and _is_another(entity.label, before, behind, language)
    if first is None and (is_another or (entity.label == made and _DEFINES.match(_begun(text, entity)))):
        roleless = next(name for name in ROLELESS if schema.labels[name].type == type)
        yield replace(mention, entity=replace(entity, label=roleless))
        return
    if first is None and (then is None or then.upper() != entity.label):
        yield mention
    for name in filter(None, dict.fromkeys((first, then))):
        sure = max(DEFINED, entity.confidence)
        yield replace(mention, entity=replace(entity, label=name.upper(), confidence=sure))


def _begun(text: str, entity: Entity) -> str:
    """The sentence of an entity up to it."""
    return text[sentence(text, entity.start, entity.end)[0] : entity.start]


def _is_another(label: str, before: str, behind: str, language: str | None) -> bool:
    """Whether the name of a date is that of none of its label, or of one that no longer counts."""
    other, former = _others(language)
    named = other.search(before)
    if named and not re.search(any_of(words_for(language).deadlines.anchors[label.lower()]), named["name"]):
        return True
    return former.match(behind) is not None


@cache
def _others(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The name of a date in quotes before what it means, and the name behind one that no longer counts."""
    words = words_for(language)
    quoted = rf"[^{OPEN}{CLOSE}()\n]{{0,40}}?"
    return (
        re.compile(
            rf"[{OPEN}](?P<name>{quoted}{whole(words.agreed.named)}{quoted})[{CLOSE}]\s?:?\s(?:[^\W\d]+\s){{0,3}}$"
        ),
        re.compile(
            rf"\W{{0,2}}\([^()]{{0,30}}?[{OPEN}]\s?(?:{any_of(words.roles.articles)}\s)?{whole(words.agreed.former)}\s"
        ),
    )


@cache
def _names(language: str | None, field: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a date that has the name of a field, and what stands behind one."""
    words = words_for(language)
    name = rf"[{OPEN}]\s?(?:{any_of(words.roles.articles)}\s)?{any_of(words.deadlines.anchors[field])}[,.]?\s?[{CLOSE}]"
    return (
        re.compile(rf"{name}\W{{0,3}}(?:\w+\W{{1,3}}){{0,3}}$"),
        re.compile(rf"\W{{0,2}}\([^()]{{0,30}}?{name}"),
    )
