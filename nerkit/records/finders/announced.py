"""Values that label words announce: what stands behind them, in the cell right of them, or in the one below."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.labels import Label
from nerkit.records.finders.labelled_cells import MARK, Announcing, LabelledCells
from nerkit.records.finders.phrases import Hit
from nerkit.records.finders.stretch import BY_FORM, WHOLE, WORDS, is_filler, value_in
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context, Value

_BORDER = re.compile(r"\s[·•|]|;")
"""What parts one statement from the next within a cell, as in the footer of a letter."""
_APART = re.compile(rf"(?:{_BORDER.pattern})\s*$")
_BEHIND_COLON = re.compile(r":\s*$")
"""What a label word on a form stands behind that begins a statement too: "Subject: Invoice 17"."""
_JOINED = re.compile(r"-(?=\d)")
"""What makes a label word a part of its number: "PO-3333"."""
_LATE = 2
"""Words that may stand between a colon and the value behind it."""

_CALCULATED = re.compile(r"\([^()]*\d[^()\d]*[x×*][^()\d]*\d[^()]*\)")
"""How an amount came to be, behind its label words."""


Where = Literal["marked", "behind", "right", "below"]
"""Where a value stands: behind its label words and a colon, or without one, in the next cell, or in the one below."""


class AnnouncedValue(NamedTuple):
    """A value at `text[start:end]`, and where that is from its label words."""

    start: int
    end: int
    value: Value
    where: Where


class _Spoken(NamedTuple):
    """Label words in the cell of this number, and where the next ones in it begin."""

    cell: int
    hit: Hit[Announcing]
    stop: int


class LabelWordFinder:
    """Looks for the values of labels in one document. `labels` are all of the schema: each ends what another begins."""

    def __init__(self, document: Document, labels: Iterable[Label], context: Context) -> None:
        self.document = document
        self.context = context
        self.cells = LabelledCells(document, labels)

    def find(self, label: Label, *, prose: bool = False) -> Iterator[AnnouncedValue]:
        """The values of a label, in the order of its words; each of them has a reading.

        Running text, `prose`, goes on behind words that announce something elsewhere: there no value stands right
        behind them, and one that has no form of its own is all that stands in a cell of few words behind a colon.
        """
        whole = prose and label.type in WHOLE
        for one in paced(self._speaking.get(label.name, ()), 100):
            hit, (begin, end) = one.hit, self.cells.span(one.cell)
            marked = MARK.match(self.document.text, hit.end, end) is not None
            # Within running text a label word is only a word.
            before = self.document.text, begin, hit.start
            begins = hit.start == begin or _APART.search(*before) or (not prose and _BEHIND_COLON.search(*before))
            if whole and (not begins or len(self.document.text[hit.end : end].split()) > WORDS):
                continue
            said: list[AnnouncedValue] = []
            if marked or begins:
                stop = min(one.stop, end)
                apart = _BORDER.search(self.document.text, hit.end, stop)
                near = self._near(label, one.cell, hit, apart.start() if apart else stop, marked, prose=prose)
                said = [value for value in near if not prose or value.where != "behind"]
                yield from said
            if not said and not prose:
                yield from self._under(label, one.cell, hit)

    @cached_property
    def _speaking(self) -> dict[str, list[_Spoken]]:
        """The label words that speak for each label, by its name, in text order."""
        found: dict[str, list[_Spoken]] = {}
        for number, hits in enumerate(paced(self.cells.hits, 100)):
            for place, hit in enumerate(hits):
                names, speaks_for = hit.meaning
                stop = hits[place + 1].start if place + 1 < len(hits) else sys.maxsize
                for name in names if speaks_for else ():
                    found.setdefault(name, []).append(_Spoken(number, hit, stop))
        return found

    def _under(self, label: Label, number: int, hit: Hit[Announcing]) -> Iterator[AnnouncedValue]:
        """What begins below a heading that stands in one cell with those of other columns."""
        text = self.document.text
        if not self.cells.heads_columns(number) or not (under := self.cells.under(number, hit.start, hit.end)):
            return
        held = value_in(label.type, text, *under, self.context)
        if held and all(map(is_filler, text[held.end : under[1]].split())):
            yield AnnouncedValue(*held, "below")

    def _near(
        self, label: Label, number: int, hit: Hit[Announcing], stop: int, marked: bool, *, prose: bool
    ) -> Iterator[AnnouncedValue]:
        """What the rest of the cell says, or else the next cell, or else the one below.

        The particulars of a contract go on behind a value: "Deposit | £900.00 registered with the scheme".
        """
        text = self.document.text
        noted = label.type == "amount" and _is_note(text[hit.end : stop], self.context)
        if not noted and (marked or label.type not in WHOLE):
            held = value_in(label.type, text, hit.end, stop, self.context, late=_LATE if marked else 0)
            if held:
                begins = hit.start if _JOINED.match(text, hit.end) and held.start == hit.end else held.start
                yield AnnouncedValue(begins, held.end, held.value, "marked" if marked else "behind")
                return
        silent = noted or all(map(is_filler, text[hit.end : stop].split()))
        if stop < self.cells.span(number)[1] or not silent:
            return
        sides: tuple[tuple[int | None, Where], ...] = (
            (self.cells.right.get(number), "right"),
            (self.cells.below.get(number), "below"),
        )
        for other, where in sides:
            if other is None or any(one.start == self.cells.span(other)[0] for one in self.cells.hits[other]):
                continue
            held = value_in(label.type, text, *self.cells.span(other), self.context)
            goes_on = (
                prose
                and where == "right"
                and label.type in BY_FORM
                and held
                and held.start == self.cells.span(other)[0]
            )
            if held and (goes_on or all(map(is_filler, text[held.end : self.cells.span(other)[1]].split()))):
                yield AnnouncedValue(*held, where)
                return


def _is_note(rest: str, context: Context) -> bool:
    """Whether what stands behind the words for an amount only says how or when: "(11 × 76.00 €)", "10/02/25"."""
    rest = rest.strip(" .:,")
    if _CALCULATED.fullmatch(rest):
        return True
    dates = [hit for hit in mentions(rest, context.language) if hit.type == "date"]
    return len(dates) == 1 and all(map(is_filler, (rest[: dates[0].start] + rest[dates[0].end :]).split()))
