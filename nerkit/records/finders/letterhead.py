"""Whose paper it is, where nobody else is found: the name in the first lines, as a shop has it above its receipt."""

from __future__ import annotations

from collections.abc import Collection

from nerkit.records.finders.labelled_cells import LabelledCells
from nerkit.records.finders.phrases import folded
from nerkit.records.finders.taken import Taken
from nerkit.values import read_value
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context

_DEEP = 3
"""Cells from the beginning among which the name is."""
_LONGEST = 6
"""Words of a name at most."""
_SHORTEST = 3
"""Letters of a name at least."""

Span = tuple[int, int]


def name_at_head(cells: LabelledCells, context: Context, taken: Taken, titles: Collection[str]) -> Span | None:
    """The first cell of the first ones that may be a name: no title, no label words, nothing that is something else."""
    text, known = cells.document.text, {folded(title) for title in titles}
    for number in range(min(_DEEP, len(cells.cells))):
        start, end = cells.span(number)
        held = text[start:end].strip()
        words = held.split()
        if (
            len(words) <= _LONGEST
            and sum(map(str.isalpha, held)) >= _SHORTEST
            and not any(char.isdigit() or char in ":@/|" for char in held)
            and held[0] not in "([{"
            and any(word[0].isupper() for word in words if word[0].isalpha())
            and not cells.hits[number]
            and not any(folded(held).endswith(title) for title in known)
            and not any(mentions(held, context.language))
            and not taken.touches(start, end)
            and read_value("name", held, context).value is not None
        ):
            return start, end
    return None
