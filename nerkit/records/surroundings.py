"""What stands around a value on the page: the words left of it and above it, and which fields they announce."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nerkit.document import Document
from nerkit.labels import Label
from nerkit.language.cells import Cell, cells
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of

_HOPS = 8
"""Cells upwards in which a column's heading is looked for: the values of a column stand below one another."""

_REACH = 60
"""Characters before a value, or at the end of a cell, in which label words stand."""

_LONG = 6
"""Letters of a label word that is also recognised at the end of a longer one."""

_BETWEEN_WORDS = re.compile(r"[^a-z#]+")
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÄÖÜ])")
"""Where a word begins within another, as in "SubTotal": OCR and till programs leave out spaces."""


@dataclass(frozen=True, slots=True)
class AnnouncedLabels:
    """The labels that the words on one side of a value announce, and those that they speak against."""

    labels: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.labels or self.against)

    def speaks_for(self, label: str) -> bool:
        """Whether the words announce this label."""
        return label in self.labels

    def speaks_against(self, label: str) -> bool:
        """Whether the words announce another label, or something else that only looks like this one."""
        return label not in self.labels and bool(self.labels or label in self.against)


NOTHING = AnnouncedLabels()


class Surroundings:
    """Looks up what the label words around stretches of one document announce.

    Only words of labels of the same type of value count: an amount is announced by "total", not by the date before it.
    """

    def __init__(self, document: Document, labels: Iterable[Label]) -> None:
        self.document = document
        self._words = _by_type(tuple(labels))
        self._found: dict[tuple[int, str], tuple[AnnouncedLabels, AnnouncedLabels]] = {}
        # By cell and type: what its own words say, and what they or else the nearest cell left of it says.
        self._read: dict[tuple[int, str], AnnouncedLabels] = {}
        self._up_to: dict[tuple[int, str], AnnouncedLabels] = {}

    @cached_property
    def _cells(self) -> list[Cell]:
        return cells(self.document)

    @cached_property
    def _starts(self) -> list[int]:
        return [self.document.words[cell.first].start for cell in self._cells]

    def around(self, start: int, type: str) -> tuple[AnnouncedLabels, AnnouncedLabels]:
        """What the nearest label words say that stand left of `start` in its line, and those above it in its column."""
        if (start, type) not in self._found:
            index = bisect_right(self._starts, start) - 1
            if type not in self._words or index < 0:
                return NOTHING, NOTHING
            cell = self._cells[index]
            self._found[start, type] = self._left(start, cell, type), self._above(cell, type)
        return self._found[start, type]

    def _left(self, start: int, cell: Cell, type: str) -> AnnouncedLabels:
        begin = self.document.words[cell.first].start
        before = self.document.text[max(begin, start - _REACH) : start]
        return self._words[type].last_in(before) or self._before(cell, type)

    def _before(self, cell: Cell, type: str) -> AnnouncedLabels:
        """What the nearest cell left of a cell says; each cell of a line is asked once, however many values follow."""
        passed: list[int] = []
        found, left = NOTHING, cell.left
        while not found and left is not None and (left, type) not in self._up_to:
            passed.append(left)
            found, left = self._said(left, type), self._cells[left].left
        if not found and left is not None:
            found = self._up_to[left, type]
        self._up_to |= {(index, type): found for index in passed}
        return found

    def _above(self, cell: Cell, type: str) -> AnnouncedLabels:
        found = NOTHING
        for _ in range(_HOPS):
            if found or cell.above is None:
                break
            found = self._said(cell.above, type)
            cell = self._cells[cell.above]
        return found

    def _said(self, index: int, type: str) -> AnnouncedLabels:
        """What the words of a cell say; each cell is read once."""
        if (index, type) not in self._read:
            words, cell = self.document.words, self._cells[index]
            begin, end = words[cell.first].start, words[cell.last - 1].end
            self._read[index, type] = self._words[type].last_in(self.document.text[max(begin, end - _REACH) : end])
        return self._read[index, type]


class _LabelWords:
    """The label words of some labels as one pattern, and what each of them announces."""

    def __init__(self, labels: Iterable[Label]) -> None:
        speaking: dict[str, tuple[set[str], set[str]]] = {}
        for label in labels:
            for side, words in enumerate((label.words, label.not_words)):
                for folded in filter(None, map(_folded, words)):
                    for word in (folded, folded.replace(" ", "")):
                        speaking.setdefault(word, (set(), set()))[side].add(label.name)
        self._announced = {
            word: AnnouncedLabels(frozenset(labels), frozenset(against)) for word, (labels, against) in speaking.items()
        }
        # A word of `_LONG` letters may end a compound: German glues "trade" to "invoice".
        long, short = (any_of(w for w in self._announced if (len(w) >= _LONG) is size) for size in (True, False))
        self._pattern = re.compile(rf"(?:{long}|(?<!\S){short})(?!\S)")

    def last_in(self, text: str) -> AnnouncedLabels:
        """What the last label words of a text announce; where it holds none, those that are glued to other words."""
        return self._last_in(text) or self._last_in(_GLUED.sub(" ", text))

    def _last_in(self, text: str) -> AnnouncedLabels:
        found = NOTHING
        for match in self._pattern.finditer(_folded(text)):
            found = self._announced[match[0]]
        return found


@lru_cache(maxsize=32)
def _by_type(labels: tuple[Label, ...]) -> dict[str, _LabelWords]:
    types = dict.fromkeys(label.type for label in labels)
    return {type: _LabelWords(label for label in labels if label.type == type) for type in types}


def _folded(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", plain(text)).strip()
