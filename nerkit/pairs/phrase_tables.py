"""Tables among the phrases of a page: a line of headings, and rows below it whose cells stand in the headings' columns.

Two kinds say different things. Rows that begin with a name ("Glucose", "Property damage") are pairs of this name and
the first number beside it; the further cells belong to the row. Rows of things ("Roller bearing, 60, 41.90") are line
items and no pairs. The headings tell which it is, or else the linker: whether it links the rows' first two cells.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from nerkit.locales import codes, locale
from nerkit.locales.document_words import ColumnKind
from nerkit.pairs.key_vocabulary import key_of
from nerkit.pairs.link_features import Indices
from nerkit.pairs.phrase import Phrase, is_check_box
from nerkit.pairs.phrase_features import Features

_NAMED: tuple[ColumnKind, ...] = ("description", "article")
_COUNTED: tuple[ColumnKind, ...] = ("quantity", "unit_price", "amount")
"""Columns of line items: things, and how many they are or what they cost."""

_APART = 2.6
"""Heights between two lines of a table at most."""

_TIGHT = 0.5
"""Heights between two lines of one row at most."""

_ASIDE = 3.0
"""Heights by which a cell may stand beside its heading."""

_LINKED = 0.4
"""Rows whose first two cells are linked at least so probably, in the mean, begin with a name."""

_HEADED = 0.5
"""How probable it is at least that a heading is the key of the only cell below it."""

_SEVERAL = 3
"""Headings of a table with one row at least."""

_FIGURE = re.compile(r"\d")
_NUMBER = re.compile(r"[^\w\s]{0,2}\s?[^\w\s]?\d[\d.,'’ ]*(?:\s?\D{1,4})?")

_LONGEST = 6
"""Words of a heading."""


@dataclass(frozen=True)
class PhraseTable:
    """Headings and rows, by indices of phrases; a cell has one a line, none where it is empty."""

    heads: tuple[int, ...]
    rows: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def members(self) -> frozenset[int]:
        """All phrases of the table."""
        return frozenset(self.heads) | {i for row in self.rows for cell in row for i in cell}

    @property
    def is_one_row(self) -> bool:
        """Whether it is a row of keys above one row of values, none of them left out."""
        return len(self.rows) == 1 and len(self.heads) >= _SEVERAL and all(self.rows[0])

    def has_items(self, found: Sequence[Phrase]) -> bool:
        """Whether its headings are those of line items."""
        said = {key_of(found[i].text) for i in self.heads}
        return bool(said & _headings(_NAMED)) and bool(said & _headings(_COUNTED))

    def value_column(self, found: Sequence[Phrase]) -> int:
        """The column of what the rows say: the first one of numbers behind the names, or else the one beside them."""
        for column in range(1, len(self.heads)):
            texts = [found[row[column][0]].text for row in self.rows if row[column]]
            if texts and 2 * sum(bool(_NUMBER.fullmatch(text)) for text in texts) > len(texts):
                return column
        return 1


@cache
def _headings(columns: tuple[ColumnKind, ...]) -> frozenset[str]:
    """Headings of these columns of line items, in all languages."""
    return frozenset(
        key_of(word) for code in codes() for column in columns for word in locale(code).lines.headings.get(column, ())
    )


@cache
def _sums() -> frozenset[str]:
    return frozenset(key_of(word) for code in codes() for word in locale(code).lines.sums)


@dataclass(frozen=True)
class TableLinks:
    """What tables change of the linker's word: `said` for each pair, and the further cells of rows.

    *Shape* of `said`: (pairs,). `rows`: the first phrase of a row's value → (heading, phrases) of each further cell.
    `members`: all phrases of the tables, `heads` their headings.
    """

    said: Features
    rows: Mapping[int, tuple[tuple[int, tuple[int, ...]], ...]]
    members: frozenset[int]
    heads: frozenset[int]


def table_links(found: Sequence[Phrase], pairs: Indices, said: Features, apart: Collection[int] = ()) -> TableLinks:
    """The probability that one phrase is the key of another, knowing what is a table. *Shape* of `said`: (pairs,).

    No line with one of the phrases `apart` is of a table.
    """
    row_of = {(a, b): row for row, (a, b) in enumerate(pairs.tolist())}
    seconds: dict[int, list[int]] = {}
    for a, b in row_of:
        seconds.setdefault(a, []).append(b)
    new = said.copy()
    members: set[int] = set()
    heads: set[int] = set()
    rows: dict[int, tuple[tuple[int, tuple[int, ...]], ...]] = {}
    for table in phrase_tables(found, {pair: float(said[row]) for pair, row in row_of.items()}, apart):
        beside = [(row[0][-1], row[1][0]) for row in table.rows if row[0] and row[1]]
        known = [float(said[row_of[pair]]) for pair in beside if pair in row_of]
        mean = sum(known) / len(known) if known else 0.0
        named = mean >= _LINKED and _begin_with_names(table, found)
        column = table.value_column(found)
        first = [(row[0][-1], row[column][0]) for row in table.rows if row[0] and row[column]]
        inside = table.members
        members |= inside
        heads.update(table.heads)
        within = [(a, b) for a in inside for b in seconds.get(a, ()) if b in inside]
        if named and not table.has_items(found):
            starts = set(first)
            for a, b in within:
                new[row_of[a, b]] = max(new[row_of[a, b]], mean) if (a, b) in starts else 0.0
            for cells in table.rows:
                if cells[0] and cells[column]:
                    further = [i for i in range(1, len(cells)) if i != column and cells[i]]
                    rows[cells[column][0]] = tuple((table.heads[i], cells[i]) for i in further)
        elif table.is_one_row and not table.has_items(found):
            for head, cell in zip(table.heads, table.rows[0], strict=True):
                if (head, cell[0]) in row_of:
                    at = row_of[head, cell[0]]
                    new[at] = max(new[at], _HEADED)
        elif len(table.rows) > 1 or table.has_items(found):
            for a, b in within:
                if found[a].text[-1] not in ":：":
                    new[row_of[a, b]] = 0.0
    return TableLinks(new, rows, frozenset(members), frozenset(heads))


def _begin_with_names(table: PhraseTable, found: Sequence[Phrase]) -> bool:
    """Whether most rows begin with letters."""
    texts = [found[row[0][0]].text for row in table.rows if row[0]]
    return 2 * sum(sum(c.isdigit() for c in t) * 3 < sum(c.isalpha() for c in t) for t in texts) > len(texts)


def phrase_tables(
    found: Sequence[Phrase], linked: Mapping[tuple[int, int], float], apart: Collection[int] = ()
) -> Iterator[PhraseTable]:
    """The tables of a document; phrases of one line that are `linked` are no headings, lines with one `apart` none."""
    lines = [
        [i for i, _ in line] for _, line in groupby(enumerate(found), key=lambda each: (each[1].page, each[1].line))
    ]
    free = [not any(i in apart for i in line) for line in lines]
    at = 0
    while at < len(lines):
        heads = lines[at]
        at += 1
        if not free[at - 1] or not _may_be_heads(found, heads, linked):
            continue
        rows: list[tuple[tuple[int, ...], ...]] = []
        before = heads
        while at < len(lines) and free[at] and _follows(found, before, lines[at]):
            cells = _cells(found, heads, lines[at])
            if cells is None:
                break
            filled = sum(bool(cell) for cell in cells)
            near = found[lines[at][0]].top - max(found[i].bottom for i in before) < _TIGHT
            if filled == 1 and near and rows and any(a and b for a, b in zip(cells, rows[-1], strict=True)):
                rows[-1] = tuple(a + b for a, b in zip(rows[-1], cells, strict=True))
            elif filled > 1 and cells[0] and not _is_sum(found, cells, filled):
                rows.append(cells)
            else:
                break
            before = lines[at]
            at += 1
        if rows and _has_figures(found, rows):
            yield PhraseTable(tuple(heads), tuple(rows))


def _may_be_heads(found: Sequence[Phrase], line: Sequence[int], linked: Mapping[tuple[int, int], float]) -> bool:
    return (
        len(line) > 1
        and all(_is_head(found[i].text) for i in line)
        and max((linked.get((a, b), 0.0) for a in line for b in line), default=0.0) < 0.5
    )


def _is_head(text: str) -> bool:
    return (
        any(c.isalpha() for c in text)
        and not any(c.isdigit() for c in text)
        and text[-1] not in ":：_"
        and len(text.split()) <= _LONGEST
        and not is_check_box(text)
    )


def _is_sum(found: Sequence[Phrase], cells: Sequence[tuple[int, ...]], filled: int) -> bool:
    """Whether a row of a table is the sum below it: few cells, or a word for it."""
    return (len(cells) > 3 and filled == 2) or key_of(found[cells[0][0]].text) in _sums()


def _has_figures(found: Sequence[Phrase], rows: Sequence[tuple[tuple[int, ...], ...]]) -> bool:
    """Whether all cells of a column hold figures: boxes with a key above each value are no table."""
    columns = ([found[i].text for cell in column for i in cell[:1]] for column in zip(*rows, strict=True))
    return any(len(texts) > len(rows) // 2 and all(map(_FIGURE.search, texts)) for texts in columns)


def _follows(found: Sequence[Phrase], before: Sequence[int], line: Sequence[int]) -> bool:
    above, below = found[before[0]], found[line[0]]
    return (
        above.page == below.page
        and below.top - max(found[i].bottom for i in before) < _APART
        and not any(found[i].text[-1] in ":：" or is_check_box(found[i].text) for i in line)
    )


def _cells(found: Sequence[Phrase], heads: Sequence[int], line: Sequence[int]) -> tuple[tuple[int, ...], ...] | None:
    """The phrases of a line by the heading that each stands below, None where one does not or two share one."""
    cells: list[tuple[int, ...]] = [() for _ in heads]
    for i in line:
        column = max(range(len(heads)), key=lambda c: _shared(found[heads[c]], found[i]))
        if cells[column] or _shared(found[heads[column]], found[i]) < -_ASIDE:
            return None
        cells[column] = (i,)
    return tuple(cells)


def _shared(head: Phrase, cell: Phrase) -> float:
    """The width that two phrases share, in heights; negative: the gap between them."""
    return min(head.x1, cell.x1) - max(head.x0, cell.x0)
