"""Values that label words announce: what stands behind them, in the cell right of them, or in the one below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.labels import Label
from nerkit.language.cells import Cell, cells
from nerkit.records.finders.phrases import Hit, Phrases, folded
from nerkit.records.finders.stretch import WHOLE, WORDS, is_filler, value_in
from nerkit.values.value import Context, Value

Announcing = tuple[frozenset[str], bool]
"""The names of the labels that a phrase announces, and whether it speaks for them."""

_BORDER = re.compile(r"\s[·•|]|;")
"""What parts one statement from the next within a cell, as in the footer of a letter."""
_APART = re.compile(rf"(?:{_BORDER.pattern})\s*$")
_LATE = 2
"""Words that may stand between a colon and the value behind it."""
_MARK = re.compile(r"[\s.#°º]{0,3}[:=]")


Where = Literal["marked", "behind", "right", "below"]
"""Where a value stands: behind its label words and a colon, or without one, in the next cell, or in the one below."""


class AnnouncedValue(NamedTuple):
    """A value at `text[start:end]`, and where that is from its label words."""

    start: int
    end: int
    value: Value
    where: Where


class LabelWordFinder:
    """Looks for the values of labels in one document. `labels` are all of the schema: each ends what another begins."""

    def __init__(self, document: Document, labels: Iterable[Label], context: Context) -> None:
        self.document = document
        self.context = context
        self._phrases = _phrases(tuple((label.name, label.words, label.not_words) for label in labels))

    def find(self, label: Label, *, prose: bool = False) -> Iterator[AnnouncedValue]:
        """The values of a label, in the order of its words; each of them has a reading.

        Running text, `prose`, goes on behind words that announce something elsewhere: there no value stands right
        behind them, and one that has no form of its own is all that stands in a cell of few words behind a colon.
        """
        whole = prose and label.type in WHOLE
        for number, hits in enumerate(paced(self._hits, 100)):
            begin, end = self._span(number)
            for place, hit in enumerate(hits):
                names, speaks_for = hit.meaning
                marked = _MARK.match(self.document.text, hit.end, end) is not None
                # Within running text a label word is only a word.
                begins = hit.start == begin or _APART.search(self.document.text, begin, hit.start)
                if whole and (not begins or len(self.document.text[hit.end : end].split()) > WORDS):
                    continue
                if speaks_for and label.name in names and (marked or begins):
                    stop = hits[place + 1].start if place + 1 < len(hits) else end
                    apart = _BORDER.search(self.document.text, hit.end, stop)
                    near = self._near(label, number, hit, apart.start() if apart else stop, marked)
                    yield from (one for one in near if not prose or one.where != "behind")

    def _near(
        self, label: Label, number: int, hit: Hit[Announcing], stop: int, marked: bool
    ) -> Iterator[AnnouncedValue]:
        """What the rest of the cell says, or else the next cell, or else the one below."""
        text = self.document.text
        if marked or label.type not in WHOLE:
            held = value_in(label.type, text, hit.end, stop, self.context, late=_LATE if marked else 0)
            if held:
                yield AnnouncedValue(*held, "marked" if marked else "behind")
                return
        if stop < self._span(number)[1] or not all(map(is_filler, text[hit.end : stop].split())):
            return
        sides: tuple[tuple[int | None, Where], ...] = (
            (self._right.get(number), "right"),
            (self._below.get(number), "below"),
        )
        for other, where in sides:
            if other is None or any(one.start == self._span(other)[0] for one in self._hits[other]):
                continue
            held = value_in(label.type, text, *self._span(other), self.context)
            if held and all(map(is_filler, text[held.end : self._span(other)[1]].split())):
                yield AnnouncedValue(*held, where)
                return

    @cached_property
    def _cells(self) -> list[Cell]:
        return cells(self.document)

    @cached_property
    def _hits(self) -> list[list[Hit[Announcing]]]:
        """The label words in each cell, at their places in the text of the document."""
        spans = map(self._span, paced(range(len(self._cells)), 100))
        return [
            [
                Hit(start + hit.start, start + hit.end, hit.meaning)
                for hit in self._phrases.find(self.document.text[start:end])
            ]
            for start, end in spans
        ]

    @cached_property
    def _right(self) -> dict[int, int]:
        return {cell.left: number for number, cell in enumerate(self._cells) if cell.left is not None}

    @cached_property
    def _below(self) -> dict[int, int]:
        """The first cell below each."""
        below: dict[int, int] = {}
        for number, cell in enumerate(self._cells):
            if cell.above is not None:
                below.setdefault(cell.above, number)
        return below

    def _span(self, number: int) -> tuple[int, int]:
        words, cell = self.document.words, self._cells[number]
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
