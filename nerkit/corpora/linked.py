"""Documents whose keys and values are marked and linked: what the linker of pairs learns from and is measured on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nerkit.document import Document


@dataclass(frozen=True)
class LinkedDocument:
    """A document and its groups of words: `owner` has the group of each word, -1 where it is in none.

    `links` lead from the group of a key to that of a value; `keys` are the groups of all keys, those without a value
    too. `units` numbers for each word the box that the corpus gives it in, where its phrases are to be those boxes;
    None where they are to be found. `texts` are the texts of groups as they were printed, where that is known: a scan
    may be read otherwise. `told` are the groups of which all links are known, None where that is so of all.
    """

    document: Document
    owner: tuple[int, ...]
    links: frozenset[tuple[int, int]]
    keys: frozenset[int]
    units: tuple[int, ...] | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    told: frozenset[int] | None = None

    def owner_of(self, first: int, last: int) -> int:
        """The group of most of the words `first` to `last`, -1 for none."""
        return Counter(self.owner[first:last]).most_common(1)[0][0]


def owners(document: Document, spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[int, ...]:
    """For each word the index of the spans (start, end) that hold it, -1 where none does; of two, the first."""
    at = {word.start: i for i, word in enumerate(document.words)}
    found = [-1] * len(document.words)
    for index, places in enumerate(spans):
        for start, end in places:
            for word in document.words_between(start, end):
                i = at[word.start]
                found[i] = index if found[i] < 0 else found[i]
    return tuple(found)
