"""The period that a bill is for, where no words announce it: two dates with "to" between them, alone in a cell."""

from __future__ import annotations

import re

from nerkit.locales.folding import plain
from nerkit.records.finders.labelled_cells import LabelledCells
from nerkit.values.periods import find_periods

Span = tuple[int, int]

_AROUND = " \t().,;:*"
_BRACKETED = re.compile(r"[^\d()]{1,40}\(\s*\)\W*")
"""A heading around a period in brackets: "Current charges (Feb 22 - Mar 21, 2025)"."""


def period_alone(cells: LabelledCells, language: str | None) -> tuple[Span, Span] | None:
    """The first and the last day of the one period that is all of a cell; None where there are several, or none.

    It may stand in brackets behind a few words.
    """
    text = cells.document.text
    found: dict[str, tuple[Span, Span]] = {}
    for number in range(len(cells.cells)):
        start, end = cells.span(number)
        held = text[start:end]
        if not any(map(str.isdigit, held)):
            continue
        for period in find_periods(plain(held), language):
            around = held[: period.first.start] + held[period.last.end :]
            if not around.strip(_AROUND) or _BRACKETED.fullmatch(around):
                first, last = (day.readings[0].isoformat() for day in (period.first, period.last))
                span = (start + period.first.start, start + period.first.end)
                found.setdefault(f"{first}/{last}", (span, (start + period.last.start, start + period.last.end)))
    return next(iter(found.values())) if len(found) == 1 else None
