"""Placed words become a document: reading order from geometry, and the white space that keeps the layout visible.

Words on one base line form a line; a wide gap parts it into cells. Cells are read row by row, as tables and forms
want it, except where running text stands in columns side by side: that is read column by column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import numpy as np

from nerkit.document import Box, Document, Notice, Page, Table, Word
from nerkit.reading.blocks import in_blocks
from nerkit.reading.columns import Fragment, reading_zones
from nerkit.reading.heartbeat import NO_PAGE, alive
from nerkit.reading.hyphens import Hyphenation
from nerkit.reading.paragraphs import in_paragraphs
from nerkit.reading.placed import PlacedPage, PlacedWord
from nerkit.reading.rotation import deskewed_box, rotated_box, rotated_size
from nerkit.reading.tables import find_tables, moved_table
from nerkit.reading.watermarks import parted

# All in heights of the text at hand, so that they hold for every font size.
_SAME_BASELINE = 0.4
_COMMON_SPACE = 0.3
_WIDEST_SPACE = 1.2
_CELL_GAP = 0.55
_CELL_SPACES = 2.2  # in usual spaces: two of a typewriter part sentences, three part cells
_JUSTIFIED_GAP = 2.0
_BLOCK_GAP = 0.4
_MAX_USUAL_GAP = 1.2  # double spacing; beyond it lines stand apart however usual that is
_OVERLAP = 0.5


def assemble(source: str, pages: Sequence[PlacedPage], *, warnings: Iterable[Notice] = ()) -> Document:
    """Put the words of all pages in reading order and build the text around them.

    For every word of the result `text[word.start:word.end]` is exactly the placed word. A placed word that holds white
    space is parted there, its box in proportion.
    """
    builder = _TextBuilder()
    hyphenation = Hyphenation(pages)
    built: list[Page] = []
    tables: list[Table] = []
    for page in pages:
        alive(NO_PAGE)
        if built:
            builder.write("\f")
        start, first = builder.length, len(builder.words)
        upright = _upright(page)
        end = _write_page(builder, upright, hyphenation)
        found = find_tables(upright.rules, builder.words[:end], first)
        tables += _turned_back(builder.words, first, found, page)
        built.append(Page(page.number, page.width, page.height, start, builder.length, page.source, page.rotation))
    return Document(
        source,
        builder.text(),
        tuple(builder.words),
        tuple(built),
        warnings=tuple(warnings),
        rules=tuple(rule for page in pages for rule in page.rules),
        tables=tuple(tables),
    )


def _upright(page: PlacedPage) -> PlacedPage:
    if not page.rotation and not page.skew:
        return page
    words = [replace(word, box=_upright_box(word.box, page)) for word in page.words]
    width, height = rotated_size(page.width, page.height, page.rotation)
    rules = [_upright_box(rule, page) for rule in page.rules]
    return PlacedPage(page.number, width, height, words, page.source, rules=rules)


def _upright_box(box: Box, page: PlacedPage) -> Box:
    return deskewed_box(rotated_box(box, page.rotation, page.width, page.height), page.skew)


def _turned_back(words: list[Word], first: int, tables: list[Table], page: PlacedPage) -> list[Table]:
    """Put the words from `words[first]` on, and the tables, where they stand on the page as it came."""
    if not page.rotation and not page.skew:
        return tables
    width, height = rotated_size(page.width, page.height, page.rotation)

    def back(box: Box) -> Box:
        return rotated_box(deskewed_box(box, -page.skew), -page.rotation, width, height)

    words[first:] = [replace(word, box=word.box and back(word.box)) for word in words[first:]]
    return [moved_table(table, back) for table in tables]


@dataclass(slots=True)
class _TextBuilder:
    words: list[Word] = field(default_factory=list)
    length: int = 0
    _parts: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def write_word(self, word: PlacedWord) -> None:
        start = self.length
        self.length += len(word.text)
        self.words.append(Word(start, self.length, word.box, word.confidence))
        self._parts.append(word.text)

    def text(self) -> str:
        return "".join(self._parts)


def _write_page(builder: _TextBuilder, page: PlacedPage, hyphenation: Hyphenation) -> int:
    """Write the words of a page; how many words there are then, but for those that lie across the page's own."""
    upright: list[PlacedWord] = []
    sideways: list[PlacedWord] = []
    own, across = parted(list(_without_white_space(page.words)))
    for word in own:
        (upright if word.upright else sideways).append(word)
    lines = _lines(upright)
    space = _usual_space(lines)
    cells = [cell for number, line in enumerate(lines) for cell in _cells(line, number, space)]
    zones = [_rows(zone) for zone in reading_zones(cells, page.width)]
    usual = _usual_gap(zones)
    parts = [part for zone in zones for part in in_paragraphs(zone)]
    blocks = [block for rows, is_stack in parts for block in ([(rows, True)] if is_stack else in_blocks(rows))]
    for i, (rows, is_stack) in enumerate(blocks):
        spacing = max(usual, _usual_gap([rows])) if is_stack else usual
        hyphenation.mend(rows)
        for j, row in enumerate(rows):
            if (j > 0 and _parts_blocks(rows[j - 1], row, spacing)) or (j == 0 and i > 0):
                builder.write("\n")
            _write_row(builder, row)
    if sideways:
        # Text that runs up or down the margin has no line here: it follows as a block of its own, in drawing order.
        if upright:
            builder.write("\n")
        _write_row(builder, [Fragment(sideways, -1)])
    end = len(builder.words)
    if across and own:
        builder.write("\n")
    for layer in across:
        _write_row(builder, [Fragment(layer, -1)])
    return end


def _write_row(builder: _TextBuilder, row: Sequence[Fragment[PlacedWord]]) -> None:
    if not any(cell.words for cell in row):
        return
    for i, cell in enumerate(row):
        if i:
            builder.write("\t")
        for j, word in enumerate(cell.words):
            if j and not word.glued:
                builder.write(" ")
            builder.write_word(word)
    builder.write("\n")


def _without_white_space(words: Iterable[PlacedWord]) -> Iterator[PlacedWord]:
    for word in words:
        parts = word.text.split()
        if len(parts) == 1 and parts[0] == word.text:
            yield word
            continue
        box, share = word.box, word.box.width / max(len(word.text), 1)
        at = 0
        for part in parts:
            at = word.text.index(part, at)
            x0, x1 = box.x0 + at * share, box.x0 + (at + len(part)) * share
            yield replace(word, text=part, box=Box(box.page, x0, box.top, x1, box.bottom))
            at += len(part)


# Lines ---------------------------------------------------------------------------------------------------------------


def _lines(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Group words by base line, each group from left to right.

    A word is compared with the last word to its left, not with the whole line, so that a skewed line stays together.
    """
    lines: list[list[PlacedWord]] = []
    for run in sorted(_runs(words), key=lambda run: run[0].box.x0):
        box = run[0].box
        best, best_distance = None, 1.0
        for line in lines:
            last = line[-1].box
            # The cheap test first: most lines are far away.
            if last.top > box.bottom or last.bottom < box.top or last.x1 - box.x0 > _OVERLAP * box.height:
                continue
            distance = _baseline_distance(last, box)
            if distance <= best_distance:
                best, best_distance = line, distance
        if best is None:
            lines.append(list(run))
        else:
            best.extend(run)
    for line in lines:
        line.sort(key=lambda word: word.box.x0)
    return lines


def _runs(words: Sequence[PlacedWord]) -> Iterator[list[PlacedWord]]:
    """Chains of neighbours in drawing order: nearly all words come this way, so few runs are left to be compared."""
    if not words:
        return
    edges = np.array([(box.x0, box.top, box.x1, box.bottom) for box in (word.box for word in words)])
    x0, top, x1, bottom = edges.T
    height, gap = (bottom - top)[1:], x0[1:] - x1[:-1]
    near = (gap >= -_OVERLAP * height) & (gap <= height) & (np.diff(x0) > 0)
    shift = np.minimum(np.abs(np.diff(bottom)), np.abs(np.diff(top + bottom)) / 2)
    smaller, larger = np.minimum(height, (bottom - top)[:-1]), np.maximum(height, (bottom - top)[:-1])
    level = shift <= 0.5 * _SAME_BASELINE * np.maximum(np.maximum(smaller, 0.5 * larger), 0.1)
    starts = [0, *(np.flatnonzero(~(near & level)) + 1).tolist(), len(words)]
    for start, end in pairwise(starts):
        yield list(words[start:end])


def _baseline_distance(a: Box, b: Box) -> float:
    """How far two boxes are from standing on one line; above 1 they do not.

    Fonts of different size share the base line; a hyphen or an asterisk that was boxed tightly shares the middle.
    """
    scale = _SAME_BASELINE * max(min(a.height, b.height), 0.5 * max(a.height, b.height), 0.1)
    bottoms = abs(a.bottom - b.bottom)
    middles = abs(a.top + a.bottom - b.top - b.bottom) / 2
    return min(bottoms, middles) / scale


def _usual_space(lines: Iterable[Sequence[PlacedWord]]) -> float:
    """The width of the page's spaces, in heights of the text: wide in typewriter faces, narrow in others."""
    pairs = [(a.box, b.box) for line in lines for a, b in pairwise(line)]
    gaps = [(b.x0 - a.x1) / max(a.height, b.height, 0.1) for a, b in pairs]
    spaces = [gap for gap in gaps if 0.05 < gap < _WIDEST_SPACE]
    return median(spaces) if len(spaces) >= 5 else _COMMON_SPACE


def _cells(line: Sequence[PlacedWord], number: int, space: float) -> Iterator[Fragment[PlacedWord]]:
    """Part a line where the gap between two words is too wide for a space."""
    gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(line)]
    height = median(word.box.height for word in line)
    widest = max(_CELL_GAP, _CELL_SPACES * space)
    if max(gaps, default=0.0) <= widest * height:
        yield Fragment(line, number)
        return
    stretched = _justified_space(gaps, height)
    start = 0
    for i, gap in enumerate(gaps):
        local = max(line[i].box.height, line[i + 1].box.height, height)
        if gap > max(widest * local, stretched):
            yield Fragment(line[start : i + 1], number)
            start = i + 1
    yield Fragment(line[start:], number)


def _justified_space(gaps: Sequence[float], height: float) -> float:
    """Up to where a gap is a space in a justified line, which stretches all its spaces alike; 0 for other lines."""
    if len(gaps) < 4:
        return 0.0
    usual = median(gaps)
    alike = sum(abs(gap - usual) <= 0.25 * usual for gap in gaps)
    return 1.5 * usual if alike >= 0.6 * len(gaps) and usual <= _JUSTIFIED_GAP * height else 0.0


# Rows ----------------------------------------------------------------------------------------------------------------


def _rows(cells: Sequence[Fragment[PlacedWord]]) -> list[list[Fragment[PlacedWord]]]:
    """The cells of a zone, which come from the left within a line, line by line from the top."""
    by_line: dict[int, list[Fragment[PlacedWord]]] = {}
    for cell in cells:
        by_line.setdefault(cell.line, []).append(cell)
    return sorted(by_line.values(), key=lambda row: (median(cell.middle for cell in row), row[0].x0))


def _gap(above: Sequence[Fragment[PlacedWord]], below: Sequence[Fragment[PlacedWord]]) -> float:
    return median(cell.top for cell in below) - median(cell.bottom for cell in above)


def _usual_gap(zones: Sequence[Sequence[Sequence[Fragment[PlacedWord]]]]) -> float:
    gaps = [_gap(a, b) for rows in zones for a, b in pairwise(rows)]
    return median(gaps) if gaps else 0.0


def _parts_blocks(above: Sequence[Fragment[PlacedWord]], below: Sequence[Fragment[PlacedWord]], usual: float) -> bool:
    height = max(median(cell.height for cell in row) for row in (above, below))
    return _gap(above, below) > min(max(usual, 0.0), _MAX_USUAL_GAP * height) + _BLOCK_GAP * height
