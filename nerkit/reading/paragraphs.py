"""Paragraphs side by side, too short for columns of a page: what a bill says beneath its table, in two or three boxes.

Their lines stand level, as the rows of a table do. What they say tells them apart: again and again a line ends within a
sentence that goes on, in lower case, on the line below. A cell of a table seldom has three such lines, and never all
cells of a row have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from nerkit.reading.blocks import FragmentRow
from nerkit.reading.columns import Fragment
from nerkit.reading.placed import PlacedWord

Cell = Fragment[PlacedWord]

_MIN_LINES = 3
_MIN_WORDS = 3  # of most lines
_GOES_ON = 0.5  # of the places between two lines
_OPEN = ",-–&"
_ENDS = ".,;:!?)"

# In heights of the text.
_FLUSH = 0.5
_MIN_GUTTER = 0.8
_OTHER_GAP = 0.4  # beyond that between the first two lines


@dataclass(slots=True)
class _Columns:
    """The lines of paragraphs side by side, a list for each of them from the left, and where each begins."""

    places: list[float]
    lines: list[list[FragmentRow]]


def in_paragraphs(rows: Sequence[FragmentRow]) -> list[tuple[list[FragmentRow], bool]]:
    """Part a zone's rows, which are sorted from the top, into paragraphs side by side and what is not.

    With each part goes whether it is such a paragraph.
    """
    parts: list[tuple[list[FragmentRow], bool]] = []
    columns: _Columns | None = None
    for chunk in _chunks(rows):
        found = _columns(chunk)
        if found and columns and _same(found, columns, chunk[0][0].height):
            for lines, more in zip(columns.lines, found.lines, strict=True):
                lines += more
        elif found:
            columns = found
            parts += [(lines, True) for lines in found.lines]
        else:
            columns = None
            if parts and not parts[-1][1]:
                parts[-1][0].extend(chunk)
            else:
                parts.append(([*chunk], False))
    return parts


def _chunks(rows: Sequence[FragmentRow]) -> Iterator[list[FragmentRow]]:
    """Rows that stand as close below each other as the first two do."""
    chunk: list[FragmentRow] = []
    usual = 0.0
    for row in rows:
        gap = _gap(chunk[-1], row) if chunk else 0.0
        height = row[0].height
        if len(chunk) > 1 and gap > usual + _OTHER_GAP * height:
            yield chunk
            chunk = []
        elif len(chunk) == 1:
            if gap > height:
                yield chunk
                chunk = []
            usual = gap
        chunk.append(row)
    if chunk:
        yield chunk


def _gap(above: FragmentRow, below: FragmentRow) -> float:
    return median(cell.top for cell in below) - median(cell.bottom for cell in above)


def _columns(rows: Sequence[FragmentRow]) -> _Columns | None:
    """The paragraphs that these rows are, if all of them are lines of some."""
    if len(rows) < _MIN_LINES or len(rows[0]) < 2:
        return None
    places = [cell.x0 for cell in rows[0]]
    lines: list[list[FragmentRow]] = [[] for _ in places]
    for row in rows:
        for cell in row:
            at = next((at for at, x in enumerate(places) if abs(cell.x0 - x) <= _FLUSH * cell.height), None)
            if at is None:
                return None
            lines[at].append([cell])
    ends = [max(row[0].x1 for row in own) for own in lines]
    gutters = (place - end for end, place in zip(ends, places[1:], strict=False))
    if min(gutters) < _MIN_GUTTER * rows[0][0].height or not all(map(_is_paragraph, lines)):
        return None
    return _Columns(places, lines)


def _same(found: _Columns, columns: _Columns, height: float) -> bool:
    if len(found.places) != len(columns.places):
        return False
    return all(abs(a - b) <= _FLUSH * height for a, b in zip(found.places, columns.places, strict=True))


def _is_paragraph(lines: Sequence[FragmentRow]) -> bool:
    """Whether sentences go on from line to line."""
    going_on = sum(_goes_on(above[0], below[0]) for above, below in pairwise(lines))
    long = sum(len(line[0].words) >= _MIN_WORDS for line in lines)
    return len(lines) >= _MIN_LINES and long > len(lines) / 2 and going_on >= max(2, _GOES_ON * (len(lines) - 1))


def _goes_on(above: Cell, below: Cell) -> bool:
    last, first = above.words[-1].text, below.words[0].text
    is_word = first.rstrip(_ENDS).replace("'", "").replace("-", "").isalpha()  # and no code of an article
    return (last[-1].isalpha() or last[-1] in _OPEN) and first[:1].islower() and is_word
