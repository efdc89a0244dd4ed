"""Who stands under a heading that names a role, or right of it: "FROM: Company ABC", "Bill to" above a name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from nerkit.budget import paced
from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import are_forms
from nerkit.locales.folding import words as folded_words
from nerkit.records.finders.labelled_cells import MARK, LabelledCells
from nerkit.records.finders.phrases import Phrases, folded, tokens
from nerkit.values import read_value
from nerkit.values.value import Context, Value

_DEEP = 5
"""Lines below a heading in which a name stands behind "Name:"."""
_LONGEST = 8
"""Words of a name at most; what is longer is a sentence."""
_DIGITS = 4
"""Digits of a name at most."""

NameWhere = Literal["marked", "right", "beside", "below", "named"]
"""Behind the heading and a colon, in the next cell behind a colon or without one, in the one below, or below and behind
a word for "name"."""


class PlacedName(NamedTuple):
    """A name at `text[start:end]`, the label of its role, and where that is from the heading."""

    label: str
    start: int
    end: int
    value: Value
    where: NameWhere


class RoleHeadings:
    """Looks for the names of some roles (labels of names) in the cells of one document."""

    def __init__(self, cells: LabelledCells, roles: Collection[str], context: Context) -> None:
        self._cells = cells
        self._roles = frozenset(roles)
        self._context = context
        names = words_for(context.language).names
        self._naming = Phrases([(word, True) for word in names.headings])
        self._contacts = frozenset(map(folded, names.contacts))

    def find(self) -> Iterator[PlacedName]:
        """The first name of each heading, in text order."""
        for number in paced(range(len(self._cells.cells)), 100):
            end = self._cells.span(number)[1]
            role, behind = self._heading(number)
            if role is None:
                continue
            if behind < end:
                yield from self._named(role, behind, end, "marked")
            else:
                yield from self._around(role, number)

    def _heading(self, number: int) -> tuple[str | None, int]:
        """The role that a cell begins with, and where the rest begins: a colon parts both, or there is no rest."""
        start, end = self._cells.span(number)
        text, hits = self._cells.document.text, self._cells.hits[number]
        at, role = start, None
        for hit in hits:
            if any(map(str.isalnum, text[at : hit.start])):
                break
            names, speaks_for = hit.meaning
            if not (speaks_for and names & self._roles) or folded(text[slice(*hit[:2])]) in self._contacts:
                return None, end
            role, at = role or min(names & self._roles), hit.end
        if role is None:
            return None, end
        if mark := MARK.match(text, at, end):
            return role, end if not text[mark.end() : end].strip() else mark.end()
        return (None if any(map(str.isalnum, text[at:end])) else role), end

    def _around(self, role: str, number: int) -> Iterator[PlacedName]:
        right, below = self._cells.right.get(number), self._cells.below.get(number)
        if right is not None and not self._cells.is_heading(right):
            start, end = self._cells.span(number)
            colon = self._cells.document.text[start:end].rstrip().endswith(":")
            yield from self._named(role, *self._cells.span(right), "right" if colon else "beside")
            return
        for _ in range(_DEEP):
            if below is None or self._heading(below)[0] is not None:
                return
            start, end = self._cells.span(below)
            behind, right = self._behind_name(below), self._cells.right.get(below)
            if behind == end and right is not None:
                yield from self._named(role, *self._cells.span(right), "named")
                return
            if behind is not None and behind < end:
                yield from self._named(role, behind, end, "named")
                return
            if not self._is_key(below):
                if not self._cells.is_heading(below):
                    yield from self._named(role, start, end, "below")
                return
            below = self._cells.below.get(below)

    def _is_key(self, number: int) -> bool:
        """Whether a cell says "Number: 12", or so together with the next one."""
        text, right = self._cells.document.text, self._cells.right.get(number)
        start, end = self._cells.span(number)
        return ":" in text[start:end] or (right is not None and text[self._cells.span(right)[0]] == ":")

    def _behind_name(self, number: int) -> int | None:
        """Where a name begins in a cell that says "Name:"; its end where the name stands in the next one."""
        start, end = self._cells.span(number)
        text = self._cells.document.text
        hit = next(iter(self._naming.find(text[start:end])), None)
        if hit is None or hit.start or not (mark := MARK.match(text, start + hit.end, end)):
            return end if hit and hit.end == end - start else None
        return mark.end() if text[mark.end() : end].strip() else end

    def _named(self, role: str, start: int, end: int, where: NameWhere) -> Iterator[PlacedName]:
        """The name that a stretch of text is, if it may be one."""
        text = self._cells.document.text[start:end]
        start, text = start + len(text) - len(text.lstrip(" \t:;-")), text.strip(" \t:;-,")
        if len(tokens(text)) > _LONGEST or text.count(",") > 1:
            text = _before_address(text)
        words = tokens(text)
        if not words or len(words) > _LONGEST or {*"@:"} & {*text} or text[0].isdigit() or text[0] in "[(":
            return
        value = read_value("name", text, self._context)
        digits, letters = (sum(map(test, value.value or "")) for test in (str.isdigit, str.isalpha))
        if letters > digits and digits <= _DIGITS:
            yield PlacedName(role, start, start + len(text), value, where)


def _before_address(text: str) -> str:
    """The name of one that is followed by an address in the same line: up to a comma, or to the one behind its form.

    The same text where no figure stands behind it, as one does in every address of one line.
    """
    name, *rest = text.split(",")
    while rest and (form := folded_words(rest[0])) and are_forms(form):
        name = f"{name},{rest.pop(0)}"
    return name if any(map(str.isdigit, ",".join(rest))) else text
