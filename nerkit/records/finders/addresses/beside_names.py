"""Names and their addresses stand together: the lines below a name in its column, and the line above an address."""

from __future__ import annotations

from nerkit.records.finders.addresses.whole import is_town
from nerkit.records.finders.labelled_cells import LabelledCells
from nerkit.records.finders.taken import Taken
from nerkit.values import read_value
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context

_DEEP = 6
"""Lines below a name in which its address stands; whose attention is asked for may come first."""
_LINES = 2
"""Lines with a number at least, the street's and the town's, that make an address of what stands below a name."""
_LONGEST = 6
"""Words of a name at most that is known by its place alone."""

Span = tuple[int, int]


class NamesAndAddresses:
    """Looks in the cells of one document, column by column, whatever stands beside them."""

    def __init__(self, cells: LabelledCells, context: Context) -> None:
        self._cells = cells
        self._context = context
        self._at = {cells.span(number)[0]: number for number in range(len(cells.cells))}

    def address_below(self, name: Span) -> list[Span]:
        """The lines of the address below a name that begins its cell, from the first with a number to the last."""
        above = self._at.get(name[0])
        lines: list[Span] = []
        for _ in range(_DEEP):
            below = None if above is None else self._cells.below.get(above)
            if above is None or below is None or self._is_apart(above, below):
                break
            start, end = self._cells.span(below)
            text, above = self._cells.document.text[start:end], below
            if ":" in text or "@" in text:
                if lines:
                    break
                continue
            if self._cells.hits[below] or any(mentions(text, self._context.language)) or not _has_letters(text):
                break
            lines.append((start, end))
        numbered = [place for place, span in enumerate(lines) if self._has_digit(span)]
        return lines[numbered[0] : numbered[-1] + 1] if len(numbered) >= _LINES else []

    def name_above(self, address: Span, taken: Taken) -> Span | None:
        """The name in the cell above the first line of an address; None where that may be something else."""
        first = self._at.get(address[0])
        above = None if first is None else self._cells.cells[first].above
        if above is None or first is None:
            return None
        # Where the tagger saw the town alone, its street may stand between it and the name.
        street = (
            above if is_town(self._cells.document.text[slice(*address)]) and not self._is_apart(above, first) else None
        )
        over = None if street is None else self._cells.cells[street].above
        beside = street is not None and over is not None and not self._is_apart(over, street)
        name = self._name_in(over, taken) if beside and over is not None else None
        return name or self._name_in(above, taken)

    def _name_in(self, number: int, taken: Taken) -> Span | None:
        """The name that a cell is; none where whoever stands above it has the address: one who works there."""
        if self._cells.is_heading(number):
            return None
        owner = self._cells.cells[number].above
        if owner is not None and not self._is_apart(owner, number) and taken.touches(*self._cells.span(owner)):
            return None
        start, end = self._cells.span(number)
        text = self._cells.document.text[start:end]
        words = text.split()
        if not 1 < len(words) <= _LONGEST or not all(word[0].isupper() for word in words[:: len(words) - 1]):
            return None
        if any(not (char.isalpha() or char in " .,&'’-/()") for char in text):
            return None
        if taken.touches(start, end):
            return None
        value = read_value("name", text, self._context).value
        return (start, end) if value is not None else None

    def _is_apart(self, upper: int, lower: int) -> bool:
        """Whether an empty line parts two cells."""
        return "\n\n" in self._cells.document.text[self._cells.span(upper)[1] : self._cells.span(lower)[0]]

    def _has_digit(self, span: Span) -> bool:
        return any(map(str.isdigit, self._cells.document.text[slice(*span)]))


def _has_letters(text: str) -> bool:
    """Whether a line has a name in it; a number alone is that of a telephone."""
    return any(map(str.isalpha, text))
