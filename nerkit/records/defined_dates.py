"""Dates that a contract gives a name: `May 1, 2024 (the "Effective Date")`, `"Start Date" means May 1, 2024`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from nerkit.labels import Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.records.mentions import Mention
from nerkit.records.quotation_marks import CLOSE, OPEN

DEFINED = 0.93
"""How sure it is that a date with the name of a field is that field's."""

_BEFORE, _BEHIND = 60, 60
"""Characters before and behind a date in which its name stands."""


def with_defined(
    text: str, mentions: Sequence[Mention], fields: Sequence[str], schema: Schema, language: str | None
) -> list[Mention]:
    """The mentions, those of dates that have the name of one of the `fields` as mentions of that field.

    A name behind the date is one beside the role that it has: the day on which a contract is made may be that of its
    effect. A name before it says all that the date is.
    """
    names = {name: _names(language, name) for name in fields if words_for(language).deadlines.anchors.get(name)}
    return [one for mention in mentions for one in _defined(text, mention, names, schema)]


def _defined(
    text: str, mention: Mention, names: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]], schema: Schema
) -> Iterator[Mention]:
    entity = mention.entity
    if schema.labels[entity.label].type != "date" or not mention.text:
        yield mention
        return
    before = plain(text[max(0, entity.start - _BEFORE) : entity.start])
    behind = plain(text[entity.end : entity.end + _BEHIND])
    first = next((name for name, (means, _) in names.items() if means.search(before)), None)
    then = next((name for name, (_, called) in names.items() if called.match(behind)), None)
    if first is None and (then is None or then.upper() != entity.label):
        yield mention
    for name in filter(None, dict.fromkeys((first, then))):
        sure = max(DEFINED, entity.confidence)
        yield replace(mention, entity=replace(entity, label=name.upper(), confidence=sure))


@cache
def _names(language: str | None, field: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a date that has the name of a field, and what stands behind one."""
    words = words_for(language)
    name = rf"[{OPEN}]\s?(?:{any_of(words.roles.articles)}\s)?{any_of(words.deadlines.anchors[field])}[,.]?\s?[{CLOSE}]"
    return (
        re.compile(rf"{name}\W{{0,3}}(?:\w+\W{{1,3}}){{0,3}}$"),
        re.compile(rf"\W{{0,2}}\([^()]{{0,30}}?{name}"),
    )
