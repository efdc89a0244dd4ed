"""The day of a billed period that was not found, from the text that names both: "15.01.–02.02.2024"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nerkit.document import Document
from nerkit.labels import spoken
from nerkit.locales.folding import plain
from nerkit.records.checks import Fields, day
from nerkit.records.record import FieldValue
from nerkit.values.periods import FoundPeriod, find_periods


def other_end(
    fields: Fields, document: Document, ends: tuple[str, str], language: str | None = None
) -> tuple[str, FieldValue] | None:
    """The one of two fields that is missing and its value, where the record has the other and the text names a period.

    None where it has both or neither, and where periods of different lengths begin or end on that day.
    """
    given = [field for field in ends if field in fields]
    if len(given) != 1:
        return None
    known = day(fields, given[0])
    side = ends.index(given[0])
    days = {found for period in find_periods(plain(document.text), language) for found in _across(period, side, known)}
    if len(days) != 1:
        return None
    source = fields[given[0]][0]
    value = FieldValue(
        days.pop().isoformat(),
        source.confidence,
        source.entities,
        derived=f"{spoken(given[0])}, in the period that the text names",
    )
    return ends[1 - side], value


def _across(period: FoundPeriod, side: int, known: date | None) -> Iterator[date]:
    """The day across from `known`, read in the same order of day and month."""
    ends = (period.first.readings, period.last.readings)
    if known not in ends[side]:
        return
    place = ends[side].index(known)
    yield ends[1 - side][place if len(ends[0]) == len(ends[1]) else 0]
