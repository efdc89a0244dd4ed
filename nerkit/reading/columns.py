"""Columns of running text: where a page is to be read column by column and not row by row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Generic, Protocol, TypeVar

from nerkit.document import Box

_MIN_LINES = 6
_MIN_WIDTH = 0.15  # of the page, for a line of running text
_MIN_WORDS = 3
_LEAST_WORDS = 0.5  # share of the words of running text that are no figures
_STEP = 3.0  # points between two places that are tried as a gutter


class PlacedText(Protocol):
    """A text with a box."""

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def box(self) -> Box:
        """Where it stands."""
        ...


W = TypeVar("W", bound=PlacedText)


@dataclass(slots=True, eq=False)
class Fragment(Generic[W]):
    """Words of one line with no wide gap between them; `line` numbers the line that they stand on."""

    words: Sequence[W]
    line: int
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    middle: float = field(init=False)

    def __post_init__(self) -> None:
        boxes = [word.box for word in self.words]
        self.x0, self.x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        # Medians, so that one tall sign does not make the whole cell tall.
        self.top, self.bottom = median(box.top for box in boxes), median(box.bottom for box in boxes)
        self.middle = (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Height of its text in points."""
        return self.bottom - self.top


def reading_zones(cells: Sequence[Fragment[W]], page_width: float) -> list[list[Fragment[W]]]:
    """Part a page's cells into zones that are read one after the other, each of them row by row.

    A page of forms and tables is one zone. Running text on both sides of a gutter makes the column on the left and the
    column on the right zones of their own, after what stands above them and before what stands below.
    """
    if not cells:
        return []
    gutter = _gutter(cells, page_width)
    if gutter is None:
        return [list(cells)]
    x, top, bottom = gutter
    parts = (
        [cell for cell in cells if cell.middle <= top],
        [cell for cell in cells if top < cell.middle < bottom and cell.x1 <= x],
        [cell for cell in cells if top < cell.middle < bottom and cell.x1 > x],
        [cell for cell in cells if cell.middle >= bottom],
    )
    return [zone for part in parts for zone in reading_zones(part, page_width)]


def _gutter(cells: Sequence[Fragment[W]], page_width: float) -> tuple[float, float, float] | None:
    """The gutter with the most text beside it: its x and the heights between which nothing crosses it."""
    wide = [cell for cell in cells if _is_wide(cell, page_width)]
    left, right = min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)
    if len(wide) < 2 * _MIN_LINES or right - left < 2 * _MIN_WIDTH * page_width:
        return None
    cells = sorted(cells, key=lambda cell: cell.middle)
    middles = [cell.middle for cell in cells]
    most, best = 0, None
    # A gutter lies right of some wide cell: only the ends of wide cells are worth trying.
    ends = sorted({round(cell.x1 / _STEP) for cell in wide})
    for x in (end * _STEP + _STEP for end in ends):
        for top, bottom in _free_stretches(cells, x):
            beside = cells[bisect_right(middles, top) : bisect_left(middles, bottom)]
            if len(beside) <= most:
                continue
            before = [cell for cell in beside if cell.x1 <= x]
            after = [cell for cell in beside if cell.x1 > x]
            if _is_running_text(before, page_width) and (
                _is_running_text(after, page_width) or _is_parted(after, page_width)
            ):
                most, best = len(beside), (x, top, bottom)
    return best


def _is_parted(cells: Sequence[Fragment[W]], page_width: float) -> bool:
    """Whether these cells are columns themselves."""
    return len(cells) > 2 * _MIN_LINES and _gutter(cells, page_width) is not None


def _free_stretches(cells: Sequence[Fragment[W]], x: float) -> Iterator[tuple[float, float]]:
    top = float("-inf")
    for cell in cells:  # sorted by their middles
        if cell.x0 < x < cell.x1:
            yield top, cell.middle
            top = cell.middle
    yield top, float("inf")


def _is_wide(cell: Fragment[W], page_width: float) -> bool:
    return cell.x1 - cell.x0 >= _MIN_WIDTH * page_width and len(cell.words) >= _MIN_WORDS


def _is_running_text(cells: Sequence[Fragment[W]], page_width: float) -> bool:
    """Whether these cells are the lines of a column: one cell a line, most of them as wide as the column.

    A column of figures ("2*1,59= 3,18 C") is one of a table.
    """
    if len(cells) < _MIN_LINES:
        return False
    width = max(cell.x1 for cell in cells) - min(cell.x0 for cell in cells)
    full = [cell for cell in cells if cell.x1 - cell.x0 >= 0.6 * width and _is_wide(cell, page_width)]
    lines = len({cell.line for cell in cells})
    words = [word.text for cell in full for word in cell.words]
    return (
        len(full) >= max(_MIN_LINES, 0.6 * lines)
        and len(cells) <= 1.25 * lines
        and sum(map(_is_word, words)) >= _LEAST_WORDS * len(words)
    )


def _is_word(text: str) -> bool:
    """Whether a text has letters and no figures."""
    return any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
