"""A list of documents, a row each, is none of them: the register of a month's invoices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nerkit.document import Document
from nerkit.locales import locales_for
from nerkit.records.items.column_lexicon import key

_HEAD = 3
"""Lines at the beginning of which one is the heading of the list: a bill has a head of its own above its tables."""
_COLUMNS = 3
"""Columns that a list has at least: the number, the date or name, and the sum of each document."""
_ROWS = 2
"""Rows below the heading that are looked at: each is a document of its own."""
_GAP = re.compile(r"\t+| {3,}")
_UNDERSCORES = re.compile(r"_+")


def is_listing(document: Document) -> bool:
    """Whether a document begins with a table that has other numbers of documents in its first rows."""
    lines = [line for line in document.text.split("\n") if line.strip()][: _HEAD + _ROWS]
    return any(_lists(lines[number:]) for number in range(min(_HEAD, len(lines))))


def _lists(lines: list[str]) -> bool:
    """Whether the first line heads a column of numbers of documents, which are different in the rows right below."""
    heading, *rows = map(_cells, lines[: _ROWS + 1])
    if len(heading) < _COLUMNS or len(rows) < _ROWS or any(len(row) != len(heading) for row in rows):
        return False
    for column, cell in enumerate(heading):
        if key(_UNDERSCORES.sub(" ", cell)) in _numbering():
            named = [row[column].strip() for row in rows]
            if len({*named}) == len(rows) and all(any(map(str.isdigit, each)) for each in named):
                return True
    return False


def _cells(line: str) -> list[str]:
    return _GAP.split(line.strip())


@cache
def _numbering() -> frozenset[str]:
    return frozenset(_keys())


def _keys() -> Iterator[str]:
    for one in locales_for(None):
        yield from map(key, one.labels["INVOICE_NUMBER"].words if "INVOICE_NUMBER" in one.labels else ())
