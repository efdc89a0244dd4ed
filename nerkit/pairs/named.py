"""Entities in running text right behind the label word that names them: "on account IBAN DE89 …", "order no. 4711"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from nerkit.document import Document, Entity
from nerkit.pairs.key_vocabulary import KeyWords, key_of
from nerkit.pairs.pair import Pair, Span

_LONGEST = 4
"""Words of a label word."""

_BEHIND = re.compile(r"[ :#]{1,3}")


@dataclass(frozen=True)
class NamedEntity:
    """An entity, by its index, and where the label word before it stands."""

    entity: int
    key: Span


def named_entities(document: Document, entities: Sequence[Entity], pairs: Collection[Pair]) -> Iterator[NamedEntity]:
    """Entities that hold a digit, have a label word before them on their line, and are the value of no pair yet."""
    taken = {pair.spans for pair in pairs}
    starts = [word.start for word in document.words]
    known = KeyWords.default().label_words
    for i, entity in enumerate(entities):
        if ((entity.start, entity.end),) in taken or not any(c.isdecimal() for c in entity.text):
            continue
        at = bisect_left(starts, entity.start)
        for word in document.words[max(0, at - _LONGEST) : at]:
            said = document.text[word.start : entity.start]
            name = said.rstrip(" :#")
            if key_of(name) in known and _BEHIND.fullmatch(said[len(name) :]) and not re.search(r"[\t\n\f]", said):
                yield NamedEntity(i, (word.start, word.start + len(name)))
                break
