"""The only day that a receipt names is its own."""

from __future__ import annotations

from collections.abc import Iterator

from nerkit.records.finders.taken import Taken
from nerkit.values import read_value
from nerkit.values.typed_spans import mentions
from nerkit.values.value import Context


def only_day(text: str, context: Context, taken: Taken) -> Iterator[tuple[int, int]]:
    """Where a text first names its only day; nowhere where it names several, or where that is something else."""
    found: dict[str, tuple[int, int]] = {}
    for start, end, type in mentions(text, context.language):
        value = read_value("date", text[start:end], context).value if type == "date" else None
        if value:
            found.setdefault(value, (start, end))
    if len(found) == 1:
        yield from (span for span in found.values() if not taken.touches(*span))
