"""Values separated by commas, semicolons, bars or tabs (.csv, .tsv): each record is a line, tabs part its cells."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice
from pathlib import Path

from nerkit.reading.flow import Flow
from nerkit.reading.sheets import MOST_CELLS, add_row, count_cells

_SUFFIXES = frozenset({".csv", ".tsv"})
_DELIMITERS = ",;\t|"
_SAMPLE = 100
"""Records that are looked at."""
_RECORDS, _FIELDS = 3, 3
"""How many a text has at least that is not called a table and is one."""
_NOTATIONS = ("{", "[", "<", "%", "\\")  # JSON, XML, TeX
_CELL = 80
"""Characters: sentences are longer than cells."""


def text_of_table(text: str, source: str) -> str | None:
    """The text with its records as rows; None where it is no such table.

    A file that is called one is read as one wherever some delimiter parts its lines. Other text is one only where
    every record has as many fields as the first, three or more, none of them long, and no space stands behind a
    delimiter as in a sentence; text that is parted by tabs is as it should be. Raises FileTooLarge.
    """
    called = Path(source).suffix.lower() in _SUFFIXES
    delimiter = _delimiter(text) if called else next((each for each in ",;|" if _is_table(text, each)), None)
    if delimiter is None:
        return None
    flow, seen = Flow(), Counter[str]()
    try:
        for record in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            count_cells(seen, len(record), source)
            if cells := [cell for cell in record if cell.strip()]:
                add_row(flow, cells)
            else:
                flow.block()
    except csv.Error:  # a field longer than any cell
        return None
    return flow.finish()


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """The first records that say anything; none where they cannot be taken apart."""
    records = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [record for record in islice(records, _SAMPLE) if record]
    except csv.Error:
        return []


def _delimiter(text: str) -> str | None:
    """What parts the fields: what gives the most records the same number of fields, and more than one."""

    def alike(delimiter: str) -> int:
        counts = Counter(len(record) for record in _sample(text, delimiter) if len(record) > 1)
        return max(counts.values(), default=0)

    best = max(_DELIMITERS, key=alike)
    return best if alike(best) else None


def _is_table(text: str, delimiter: str) -> bool:
    if delimiter not in text[: 10 * _CELL] or text.lstrip().startswith(_NOTATIONS):
        return False
    if text.count(delimiter) > MOST_CELLS // 2:  # it stays the text that it is as well
        return False
    records = _sample(text, delimiter)
    if len(records) < _RECORDS or len(records[0]) < _FIELDS or any(len(each) != len(records[0]) for each in records):
        return False
    cells = [cell for record in records for cell in record]
    spaced = sum(cell.startswith(" ") for record in records for cell in record[1:])
    return max(map(len, cells)) <= _CELL and spaced < 0.1 * len(cells)
