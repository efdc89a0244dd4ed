"""Headings of tables: lines in which most words are labels of columns, and the columns they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nerkit.budget import paced
from nerkit.records.items.column_lexicon import LONGEST, ColumnLexicon, key, lexicon, tokens
from nerkit.records.items.text_lines import LineWord, TextLine

NUMERIC = frozenset({"quantity", "unit_price", "discount", "tax_rate", "tax_amount", "base", "amount"})
"""Kinds of column that hold numbers."""

_KNOWN = 0.5  # the share of a heading's words that are labels
_LONG = 40  # words of a line that is no heading
_UP, _DOWN = 3, 4  # lines that a heading runs over, above and below the one with most labels
_APART = 0.9  # in heights of a line: what is further away belongs to something else
_OVERLAP = 0.3  # of the narrower one, for labels above each other


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading: where that stands across, its text, and the kinds it can name, the usual one first."""

    x0: float
    x1: float
    text: str
    kinds: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The middle of the heading, across."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table, over `lines[first]` to `lines[last]`; its columns from the left."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @property
    def of_items(self) -> bool:
        """Whether the table can hold line items: it describes something and says what that costs."""
        kinds = {kind for column in self.columns for kind in column.kinds}
        described = kinds & {"description", "article"} or ({"quantity", "unit_price"} <= kinds and self._other())
        first = {column.kinds[0] for column in self.columns if column.kinds}
        return bool(described) and "base" not in first and ("amount" in kinds or {"quantity", "unit_price"} <= kinds)

    def _other(self) -> bool:
        return any(not column.kinds for column in self.columns)


@dataclass(frozen=True, slots=True)
class _Label:
    words: tuple[LineWord, ...]
    kinds: tuple[str, ...]
    line: int

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    def above(self, other: _Label) -> bool:
        shared = min(self.x1, other.x1) - max(self.x0, other.x0)
        return self.line != other.line and shared > _OVERLAP * min(self.x1 - self.x0, other.x1 - other.x0)


def headings(lines: Sequence[TextLine], words: ColumnLexicon | None = None) -> list[Heading]:
    """All headings of tables, of items or of anything else, in order; they share no line.

    `words` are those of all languages unless given.
    """
    words = words or lexicon(None)
    found: list[Heading] = []
    for i, line in enumerate(paced(lines, 10)):
        if found and i <= found[-1].last:
            continue
        if len(line.words) > _LONG or any(map(str.isdigit, "".join(word.text for word in line.words))):
            continue
        labels = _labels(line, i, words)
        if _is_heading(line, labels):
            floor = found[-1].last + 1 if found else 0
            found.append(_grown(lines, i, labels, floor, words))
    return found


def _labels(line: TextLine, index: int, words: ColumnLexicon) -> list[_Label]:
    labels: list[_Label] = []
    for cell in line.cells:
        split = [(tokens(word.text), word) for word in cell]
        at, fresh = 0, True
        while at < len(split):
            size, kinds = _longest(split[at:], words)
            part = tuple(word for _, word in split[at : at + size])
            last = labels[-1] if labels and not fresh else None
            if last and _goes_with(split[at][0], kinds, last, words):
                labels[-1] = _Label((*last.words, *part), last.kinds, index)
            else:
                labels.append(_Label(part, kinds, index))
            at, fresh = at + size, False
    return labels


def _longest(split: Sequence[tuple[Sequence[str], LineWord]], words: ColumnLexicon) -> tuple[int, tuple[str, ...]]:
    """How many words the longest label at the start takes, and its kinds; one word and none where no label stands."""
    if not any(token != "%" for token in split[0][0]):
        return 1, ()
    flat = [(token, n) for n, (found, _) in enumerate(split[:LONGEST], 1) for token in found if token != "%"]
    for size in range(min(len(flat), LONGEST), 0, -1):
        if kinds := words.kinds([token for token, _ in flat[:size]]):
            return flat[size - 1][1], kinds
    return 1, ()


def _goes_with(found: Sequence[str], kinds: tuple[str, ...], last: _Label, words: ColumnLexicon) -> bool:
    """Whether a word only says more about the label before it: "Total line", "Price net of tax"."""
    if kinds:
        return kinds[0] == "position"
    return not last.kinds or all(token in words.around or token == "%" for token in found)


def _is_heading(line: TextLine, labels: Sequence[_Label]) -> bool:
    kinds = {label.kinds[0] for label in labels if label.kinds}
    known = sum(len(label.words) for label in labels if label.kinds)
    return len(kinds) > 1 and bool(kinds & NUMERIC) and known >= _KNOWN * len(line.words)


def _grown(lines: Sequence[TextLine], seed: int, labels: list[_Label], floor: int, words: ColumnLexicon) -> Heading:
    """The heading around the line `seed`, with the lines above and below it that belong to it."""
    first = last = seed
    held = list(labels)
    while first > max(floor, seed - _UP) and (more := _more(lines, first - 1, first, held, words)):
        held, first = held + more, first - 1
    while last < min(len(lines) - 1, seed + _DOWN) and (more := _more(lines, last + 1, last, held, words)):
        held, last = held + more, last + 1
    return Heading(first, last, tuple(_columns(held, words)))


def _more(
    lines: Sequence[TextLine], index: int, beside: int, held: Sequence[_Label], words: ColumnLexicon
) -> list[_Label]:
    """The labels of a further line of the heading; none where the line is something else."""
    line, near = lines[index], lines[beside]
    gap = max(line.top, near.top) - min(line.bottom, near.bottom)
    if line.page != near.page or gap > _APART * near.height or any(map(str.isdigit, "".join(line.tokens))):
        return []
    labels = _labels(line, index, words)
    known = sum(
        bool(label.kinds) or all(token in words.around for word in label.words for token in tokens(word.text))
        for label in labels
    )
    stacked = sum(any(label.above(other) for other in held) for label in labels)
    return labels if 2 * known >= len(labels) and (stacked == len(labels) or known == len(labels)) else []


def _columns(labels: Sequence[_Label], words: ColumnLexicon) -> Iterator[Column]:
    stacks: list[list[_Label]] = []
    for label in labels:
        homes = [stack for stack in stacks if any(label.above(other) for other in stack)]
        free = [stack for stack in homes if all(other.line != label.line for other in stack)]
        if free:
            free[0].append(label)
        else:
            stacks.append([label])
    for stack in sorted(stacks, key=lambda stack: min(label.x0 for label in stack)):
        rows = sorted(stack, key=lambda label: label.line)
        text = " ".join(word.text for label in rows for word in label.words)
        x0, x1 = min(label.x0 for label in rows), max(label.x1 for label in rows)
        yield Column(x0, x1, text, _kinds(text, rows, words))


def _kinds(text: str, rows: Sequence[_Label], words: ColumnLexicon) -> tuple[str, ...]:
    """What the whole text names, else the longest label in it."""
    if whole := words.headings.get(key(text)):
        return whole
    found = [token for token in tokens(text) if token != "%"]
    for size in range(min(len(found), LONGEST), 0, -1):
        for at in range(len(found) - size + 1):
            if kinds := words.kinds(found[at : at + size]):
                return kinds
    return next((label.kinds for label in rows if label.kinds), ())
