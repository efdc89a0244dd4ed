"""Titles of contracts of which the tagger saw the end alone: "KEY SUPPLY AGREEMENT" of "TURN-KEY SUPPLY AGREEMENT"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nerkit.labels import Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.records.mentions import Mention
from nerkit.values import Context, read_value

_MOST = 5
"""Words that a title may lack at its beginning, at most."""

_HEAD, _LINKS = 600, 2
"""Characters within which the heading of a contract stands, and the small words at most that link two lines of it."""

_BEFORE = re.compile(r"\S+\s*$")
_PARAGRAPH = re.compile(r"\n\s*\n")


def whole_titles(text: str, mentions: Sequence[Mention], schema: Schema, language: str | None) -> list[Mention]:
    """The mentions, titles with the words before them with which they stand in the text again.

    A contract calls itself by its whole name ("This Turn-Key Supply Agreement"). Words as "this" begin no title.
    """
    if not any(schema.labels[mention.entity.label].type == "title" for mention in mentions):
        return list(mentions)
    said = _letters(text)
    common = frozenset(map(plain, words_for(language).common))
    mentions = _joined(text, mentions, common, schema, language)
    return [
        _whole(text, mention, said, common, language)
        if schema.labels[mention.entity.label].type == "title" and mention.entity.found_by == "model"
        else mention
        for mention in mentions
    ]


def _joined(
    text: str, mentions: Sequence[Mention], common: frozenset[str], schema: Schema, language: str | None
) -> list[Mention]:
    """The mentions, two titles of one heading as one: "AMENDMENT NO. 2" above "TO" and the name of what it amends."""
    found: list[Mention] = []
    first: int | None = None
    for mention in mentions:
        entity = mention.entity
        if schema.labels[entity.label].type == "title" and entity.start <= _HEAD:
            links = text[found[first].entity.end : entity.start].split() if first is not None else []
            if first is not None and 0 < len(links) <= _LINKS and all(plain(word) in common for word in links):
                begun = found[first].entity
                whole = text[begun.start : entity.end]
                value = read_value("title", whole, Context(language))
                found[first] = replace(found[first], entity=replace(begun, end=entity.end, text=whole), value=value)
                continue
            first = len(found)
        found.append(mention)
    return found


def _whole(text: str, mention: Mention, said: str, common: frozenset[str], language: str | None) -> Mention:
    entity = mention.entity
    first, start = entity.start, entity.start
    for _ in range(_MOST):
        before = _BEFORE.search(text, max(0, start - 40), start)
        if before is None or _PARAGRAPH.search(before[0]) or any(map(str.isdigit, before[0])):
            break
        start = before.start()
        word = _letters(before[0])
        if not word:
            continue
        if said.count(_letters(text[start : entity.end])) < 2:
            break
        if word not in common and text[start].isupper():
            first = start
    if first == entity.start:
        return mention
    whole = text[first : entity.end]
    return replace(
        mention, entity=replace(entity, start=first, text=whole), value=read_value("title", whole, Context(language))
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, plain(text)))
