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

_CODE = 6
"""Capital letters of a code without digits at least, as of a bank."""

_OPENING = "([\"'"

_BEHIND = re.compile(r"[ :#]{1,3}")


@dataclass(frozen=True)
class NamedEntity:
    """An entity, by its index, and where the label word before it stands."""

    entity: int
    key: Span


def named_entities(document: Document, entities: Sequence[Entity], pairs: Collection[Pair]) -> Iterator[NamedEntity]:
    """Entities with a digit, or of capitals alone, behind a label word on their line; none that is a pair's value."""
    taken = {pair.spans for pair in pairs}
    starts = [word.start for word in document.words]
    known = KeyWords.default().label_words
    for i, entity in enumerate(entities):
        if ((entity.start, entity.end),) in taken or not _is_code(entity.text):
            continue
        at = bisect_left(starts, entity.start)
        for word in document.words[max(0, at - _LONGEST) : at]:
            said = document.text[word.start : entity.start]
            name = said.rstrip(" :#")
            if key_of(name) in known and _BEHIND.fullmatch(said[len(name) :]) and not re.search(r"[\t\n\f]", said):
                start = word.start + len(name) - len(name.lstrip(_OPENING))
                yield NamedEntity(i, (start, word.start + len(name)))
                break


def _is_code(text: str) -> bool:
    return any(c.isdecimal() for c in text) or (len(text) >= _CODE and text.isalpha() and text.isupper())
