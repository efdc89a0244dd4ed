"""Words that a table of vectors does not hold are read from their parts (Bojanowski et al. 2017)."""

from __future__ import annotations

from collections.abc import Iterable

from nerkit.tagging.forms import Index, keys, normal

LENGTH = 4
"""Characters of a part; the borders of a word count as one character each."""

PARTS = 20
"""Parts of a word that are looked up: those of its first 21 characters."""

_BASIS, _PRIME, _WORD = 2166136261, 16777619, 0xFFFFFFFF


class SubwordIndex(Index):
    """Ids of words, and behind them of `buckets` that the parts of all other words share."""

    width = PARTS

    def __init__(self, words: Iterable[str], buckets: int) -> None:
        super().__init__(words)
        self.buckets = buckets

    def __len__(self) -> int:
        return super().__len__() + self.buckets

    def ids(self, form: str) -> list[int]:
        """The id of a known word, or the ids of its parts; of a word too short to have any that of an unknown one."""
        known = super().ids(form)
        if any(key in self for key in keys(form)):
            return known
        first = super().__len__()
        return [first + hashed(part) % self.buckets for part in parts(normal(form))] or known


def index_of(words: Iterable[str], buckets: int) -> Index:
    """The index of a table of vectors with so many buckets behind its words."""
    return SubwordIndex(words, buckets) if buckets else Index(words)


def parts(word: str) -> list[str]:
    """The stretches of LENGTH characters of a word between its borders, PARTS at most."""
    bordered = f"<{word}>"
    return [bordered[i : i + LENGTH] for i in range(min(PARTS, len(bordered) - LENGTH + 1))]


def hashed(part: str) -> int:
    """FNV-1a over the bytes in UTF-8, taken as signed ones: that is how fastText numbers the parts of words."""
    found = _BASIS
    for byte in part.encode():
        found = ((found ^ (byte | 0xFFFFFF00 if byte > 127 else byte)) * _PRIME) & _WORD
    return found
