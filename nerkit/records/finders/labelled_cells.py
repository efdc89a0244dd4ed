"""The cells of a document with the label words in them, and which cells stand right of each and below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.labels import Label
from nerkit.language.cells import Cell
from nerkit.language.cells import cells as cells_of
from nerkit.records.finders.phrases import Hit, Phrases, folded

Announcing = tuple[frozenset[str], bool]
"""The names of the labels that a phrase announces, and whether it speaks for them."""

MARK = re.compile(r"[\s.#°º]{0,3}[:=]")
"""What stands between label words and their value: a colon, perhaps behind a sign for "number"."""


class LabelledCells:
    """The cells of one document, by number; `labels` are all whose words are looked for in them."""

    def __init__(self, document: Document, labels: Iterable[Label]) -> None:
        self.document = document
        self._phrases = _phrases(tuple((label.name, label.words, label.not_words) for label in labels))

    @cached_property
    def cells(self) -> list[Cell]:
        """All cells in text order."""
        return cells_of(self.document)

    @cached_property
    def hits(self) -> list[list[Hit[Announcing]]]:
        """The label words in each cell, at their places in the text of the document."""
        spans = map(self.span, paced(range(len(self.cells)), 100))
        return [
            [
                Hit(start + hit.start, start + hit.end, hit.meaning)
                for hit in self._phrases.find(self.document.text[start:end])
            ]
            for start, end in spans
        ]

    @cached_property
    def right(self) -> dict[int, int]:
        """The cell right of each."""
        return {cell.left: number for number, cell in enumerate(self.cells) if cell.left is not None}

    @cached_property
    def below(self) -> dict[int, int]:
        """The first cell below each."""
        below: dict[int, int] = {}
        for number, cell in enumerate(self.cells):
            if cell.above is not None:
                below.setdefault(cell.above, number)
        return below

    def span(self, number: int) -> tuple[int, int]:
        """Where the text of a cell begins and ends."""
        words, cell = self.document.words, self.cells[number]
        return words[cell.first].start, words[cell.last - 1].end


@lru_cache(maxsize=4)
def _phrases(labels: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]) -> Phrases[Announcing]:
    """All label words; a phrase that speaks for some labels and against others speaks for the first."""
    speaking: dict[str, set[str]] = {}
    against: dict[str, set[str]] = {}
    for name, words, not_words in labels:
        for phrases, found in ((words, speaking), (not_words, against)):
            for phrase in phrases:
                found.setdefault(folded(phrase), set()).add(name)
    return Phrases(
        [
            *((phrase, (frozenset(names), True)) for phrase, names in speaking.items()),
            *((phrase, (frozenset(names), False)) for phrase, names in against.items()),
        ]
    )
