"""The date of a letter, which has its place before it: "Leeds, 4 January 2024"."""

from __future__ import annotations

import re

from nerkit.records.finders.labelled_cells import LabelledCells
from nerkit.records.finders.stretch import HeldValue, value_in
from nerkit.values.value import Context

_HEAD = 40
"""Cells at the beginning among which the date of a letter stands."""
_PLACE = re.compile(r"\W*[^\W\d_][^\d\n:,@]{1,30}, (?:[^\W\d_]{1,5} )?(?=[\d^\W_]|\w)")


def date_behind_place(cells: LabelledCells, context: Context) -> HeldValue | None:
    """The first date that is all that stands behind a place and a comma, perhaps with a short word between."""
    text = cells.document.text
    for number in range(min(_HEAD, len(cells.cells))):
        start, end = cells.span(number)
        place = _PLACE.match(text, start, end)
        held = value_in("date", text, place.end(), end, context) if place else None
        if held and place and not text[place.end() : held.start].strip() and not text[held.end : end].strip(" .,"):
            return held
    return None
