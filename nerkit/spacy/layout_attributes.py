"""What the layout of a document says of its text: lines, blocks, cells of tables, and where sentences start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from nerkit.document import Document

_LINE = re.compile(r"\S[^\n\f]*")
_BLOCK = re.compile(r"\S(?:(?!\n[ \t]*\n|\f).)*", re.DOTALL)
_GAP = re.compile(r"\s*[\t\n\f]\s*")

Stretch = tuple[int, int]
"""Characters `start` to `end` (exclusive)."""


def lines(text: str) -> Iterator[Stretch]:
    """The lines that hold anything."""
    return _stretches(_LINE, text)


def blocks(text: str) -> Iterator[Stretch]:
    """What blank lines and page ends part."""
    return _stretches(_BLOCK, text)


def cells(document: Document) -> Iterator[tuple[str, list[Stretch]]]:
    """The cells of ruled tables that hold words: "table:row:column", each from 0, and where the words stand.

    The lines of a cell stand apart in the text where its neighbours have lines between them.
    """
    for number, table in enumerate(document.tables):
        for cell in table.cells:
            if cell.words:
                yield f"{number}:{cell.row}:{cell.column}", list(_runs(document, cell.words))


def sentence_starts(text: str) -> Iterator[int]:
    """Where a sentence starts whatever the words say: behind a blank line, a page end or a gap, and around rows."""
    gaps = list(_GAP.finditer(text))
    for before, gap, after in zip([None, *gaps], gaps, [*gaps[1:], None], strict=False):
        white = gap.group()
        beside_a_gap = any(other is not None and "\t" in other.group() for other in (before, after))
        if gap.end() < len(text) and ("\t" in white or "\f" in white or white.count("\n") > 1 or beside_a_gap):
            yield gap.end()


def _stretches(pattern: re.Pattern[str], text: str) -> Iterator[Stretch]:
    for match in pattern.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip())


def _runs(document: Document, words: Iterable[int]) -> Iterator[Stretch]:
    indices = list(words)
    first = indices[0]
    for index, following in pairwise([*indices, -1]):
        if following != index + 1:
            yield document.words[first].start, document.words[index].end
            first = following
