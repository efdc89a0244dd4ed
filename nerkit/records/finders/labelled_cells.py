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

_HEADINGS = 14
"""Words of a cell that is the headings of several columns at most."""
_OFF = 4.0
"""Points by which what stands below a heading may begin before it."""
_NEXT = 24
"""Cells behind one among which the next line begins."""


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

    def is_heading(self, number: int) -> bool:
        """Whether a cell is nothing but words that announce something, or has them before a colon."""
        start, end = self.span(number)
        text, at = self.document.text, start
        for hit in self.hits[number]:
            if hit.start == start and MARK.match(text, hit.end, end):
                return True
            if any(map(str.isalnum, text[at : hit.start])):
                return False
            at = hit.end
        return text[start:end].rstrip().endswith(":") or (at > start and not any(map(str.isalnum, text[at:end])))

    def heads_columns(self, number: int) -> bool:
        """Whether a cell is the headings of columns that stand close: several label words, no figure, no sentence."""
        cell, (start, end) = self.cells[number], self.span(number)
        several = len(self.hits[number]) > 1 and cell.last - cell.first <= _HEADINGS
        return several and not any(map(str.isdigit, self.document.text[start:end]))

    def under(self, number: int, start: int, end: int) -> tuple[int, int] | None:
        """What stands in the line below right under the words `text[start:end]` of a cell, up to the word behind them.

        None without places on a page, or where nothing begins there.
        """
        words, cell = self.document.words, self.cells[number]
        first = next((word.box for word in words[cell.first : cell.last] if word.start >= start), None)
        right = self.right.get(number)
        behind = next((word.box for word in words[cell.first : cell.last] if word.start >= end), None)
        if behind is None and right is not None:
            behind = words[self.cells[right].first].box
        below = [one for one in self.cells[number + 1 : number + _NEXT] if one.line > cell.line]
        if first is None or not below:
            return None
        line = words[below[0].first : max(one.last for one in below if one.line == below[0].line)]
        end_at = behind.x0 - _OFF if behind else float("inf")
        found = [word for word in line if word.box and first.x0 - _OFF <= word.box.x0 < end_at]
        if not found or found[0].box is None or found[0].box.page != first.page or found[0].box.x0 > first.x1:
            return None
        return found[0].start, found[-1].end

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
