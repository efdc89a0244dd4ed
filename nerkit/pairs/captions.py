"""Boxes of forms: a caption above what is filled in, box beside box, and line over line of such.

The linker looks at each two phrases by themselves, and on forms whose captions it does not know it takes a box for one
text of two lines. What tells it are all boxes of a table together, or a line of phrases that stand right above those of
the line below: their first lines are probably keys, their second lines are not. Captions may also stand below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby, pairwise
from statistics import fmean, median

import numpy as np

from nerkit.document import Document, Table
from nerkit.pairs.assignment import Group
from nerkit.pairs.link_features import Indices
from nerkit.pairs.phrase import Phrase, is_check_box
from nerkit.pairs.phrase_features import Features

_SEVERAL = 3
"""Boxes of a table at least."""

_KEYS = 0.35
"""How probable it is, in the mean, that captions are keys."""

_MORE = 0.25
"""By how much more they are so than what is filled in."""

_LOWER = 1.12
"""What is filled in is higher than captions by this factor, or nothing is said by heights."""

_ALIGNED = 0.6
"""Heights by which a value may begin beside its caption."""

_FEW = 2
"""Lines of captions of a page at least, where no table has boxes, too."""

_TIGHT = 0.6
"""Heights between a caption and its value at most."""

_APART = 0.12
"""Heights by which captions stand nearer to their values than to others, to say on which side these are."""

_BESIDE = 0.4
"""Phrases of one line that are linked at least so probably are a key and its value."""

_LINKED = 0.75
"""How probable a link in such a box is at least."""

_ON = 0.6
"""What goes on in the next line with this probability by the linker, is one caption or one answer with it."""

_JOINED = 0.98
"""How probable it is that lines of a box go on in one another."""

_STRONG = 0.4
"""By how much more the captions of a line alone are keys than the line below."""


@dataclass(frozen=True, slots=True)
class CaptionedBox:
    """A caption and what is filled in, by indices of phrases."""

    head: Group
    body: Group


@dataclass(frozen=True)
class BoxLinks:
    """The linker's word, changed by boxes. *Shape:* `pairs` (pairs, 2), `linked` (pairs, `OUTPUTS`).

    `members` are the phrases of boxes. On tilted pages a box may have pairs that the linker was not asked about.
    """

    pairs: Indices
    linked: Features
    members: frozenset[int]


def box_links(
    document: Document, found: Sequence[Phrase], pairs: Indices, linked: Features, keys: Features
) -> BoxLinks:
    """The probabilities of links, knowing the boxes. *Shape* of `linked`: (pairs, `OUTPUTS`), of `keys`: (phrases,)."""
    beside = {(a, b) for a, b in pairs[linked[:, 0] >= _BESIDE].tolist()}
    goes_on = {(a, b) for a, b in pairs[linked[:, 1] >= _ON].tolist()}
    boxes = list(_boxes(document, found, keys, beside, _Lines(found, goes_on)))
    members = frozenset(i for box in boxes for i in (*box.head, *box.body))
    if not members:
        return BoxLinks(pairs, linked, members)
    touched = np.isin(pairs, list(members)).any(axis=1)
    said = {(a, b): float(p) for (a, b), p in zip(pairs[touched].tolist(), linked[touched, 0], strict=True)}
    own = {(i, box.body[0]) for box in boxes for i in box.head}
    inside = {pair for box in boxes for group in (box.head, box.body) for pair in pairwise(group)}
    rows = [((a, b), (max(said.get((a, b), 0.0), _LINKED), 0.0)) for a, b in sorted(own)]
    rows += [(pair, (0.0, _JOINED)) for pair in sorted(inside)]
    return BoxLinks(
        np.concatenate([pairs[~touched], np.array([pair for pair, _ in rows], np.int64)]),
        np.concatenate([linked[~touched], np.array([p for _, p in rows], np.float32)]),
        members,
    )


@dataclass(frozen=True)
class _Lines:
    """Which phrases go on in which others by the linker."""

    found: Sequence[Phrase]
    goes_on: Collection[tuple[int, int]]

    @cached_property
    def below(self) -> Mapping[int, int]:
        """The phrase of the next line that a phrase goes on in, right below it."""
        return {
            a: b
            for a, b in sorted(self.goes_on)
            if self.found[b].line == self.found[a].line + 1 and abs(self.found[b].x0 - self.found[a].x0) < _ALIGNED
        }

    def headed(self, box: CaptionedBox) -> CaptionedBox:
        """A box whose caption has the line that it goes on in, unless that goes on itself: then it is an answer."""
        if len(box.body) > 1 and (box.head[-1], box.body[0]) in self.goes_on and box.body[:2] not in self.goes_on:
            return CaptionedBox((*box.head, box.body[0]), box.body[1:])
        return box

    def longer(self, box: CaptionedBox, others: Collection[int]) -> CaptionedBox:
        """A box with all lines that its answer goes on in and that are of no other box."""
        body = box.body
        while (after := self.below.get(body[-1])) is not None and after not in others:
            body = (*body, after)
        return CaptionedBox(box.head, body)

    def is_one_text(self, box: CaptionedBox, keys: Features) -> bool:
        """Whether what looks like a box is a caption alone, of several lines."""
        one = all(pair in self.goes_on for pair in pairwise((*box.head, *box.body)))
        return one and float(keys[box.body[-1]]) >= _KEYS / 2


def _boxes(
    document: Document, found: Sequence[Phrase], keys: Features, beside: Collection[tuple[int, int]], joined: _Lines
) -> Iterator[CaptionedBox]:
    number = {phrase.first: i for i, phrase in enumerate(found)}
    taken: set[int] = set()
    for table in document.tables:
        for box in map(joined.headed, _of_table(table, found, number, keys)):
            if not joined.is_one_text(box, keys):
                taken.update((*box.head, *box.body))
                yield box
    free = ((i, phrase) for i, phrase in enumerate(found) if i not in taken)
    lines = [[i for i, _ in line] for _, line in groupby(free, key=lambda each: (each[1].page, each[1].line))]
    # A line that holds a key with its value is none of captions alone, nor of values.
    whole = [not any((a, b) in beside for a in line for b in line) for line in lines]
    steps = (_step(found, keys, n, lines[n], lines[n + 1]) for n in range(len(lines) - 1) if whole[n] and whole[n + 1])
    rows = list(_of_lines([step for step in steps if step], 1 if taken else _FEW))
    taken.update(i for box in rows for i in (*box.head, *box.body))
    yield from (joined.longer(box, taken) for box in rows)


def _of_table(
    table: Table, found: Sequence[Phrase], number: Mapping[int, int], keys: Features
) -> Iterator[CaptionedBox]:
    """The boxes of a ruled table, if it is one of captioned boxes."""
    inside = [_lines_of(cell.words, found, number) for cell in table.cells]
    headings = {
        (cell.row + cell.rows, cell.column)
        for cell, held in zip(table.cells, inside, strict=True)
        if len(held) == 1 and keys[held[0][0]] >= _KEYS
    }
    lines = [
        held
        for cell, held in zip(table.cells, inside, strict=True)
        if len(held) > 1 and (cell.row, cell.column) not in headings and _is_box(found, held)
    ]
    if len(lines) < _SEVERAL:
        return
    heads, bodies = [cell[0][0] for cell in lines], [cell[-1][0] for cell in lines]
    if not _are_captions(heads, bodies, keys):
        return
    low, high = _height(found, heads), _height(found, bodies)
    limit = (low + high) / 2 if high > low * _LOWER else 0.0
    for cell in lines:
        first = 1
        while first < len(cell) - 1 and max(found[i].bottom - found[i].top for i in cell[first]) < limit:
            first += 1
        yield CaptionedBox(tuple(chain.from_iterable(cell[:first])), tuple(chain.from_iterable(cell[first:])))


def _lines_of(words: Sequence[int], found: Sequence[Phrase], number: Mapping[int, int]) -> list[list[int]]:
    inside = [number[word] for word in words if word in number]
    return [list(line) for _, line in groupby(inside, key=lambda i: found[i].line)]


def _is_box(found: Sequence[Phrase], lines: Sequence[Sequence[int]]) -> bool:
    """Whether nothing in a box has a key of its own, and no line has cells."""
    behind = [i for line in lines[1:] for i in line]
    return (
        not any(found[i].text[-1] in ":：" or is_check_box(found[i].text) for i in behind)
        and all(found[b].x0 - found[a].x1 < 1 for line in lines for a, b in pairwise(line))
        and any(c.isalpha() for c in found[lines[0][0]].text)
    )


def _are_captions(heads: Sequence[int], bodies: Sequence[int], keys: Features) -> bool:
    likely = fmean(float(keys[i]) for i in heads)
    return likely >= _KEYS and likely - fmean(float(keys[i]) for i in bodies) >= _MORE


def _height(found: Sequence[Phrase], of: Sequence[int]) -> float:
    return median(found[i].bottom - found[i].top for i in of)


@dataclass(frozen=True, slots=True)
class _Step:
    """Two lines that follow each other: their phrases that begin below one another, and the gap between them.

    `upper` and `lower` are the mean probabilities of these phrases to be keys.
    """

    line: int
    columns: tuple[tuple[int, int], ...]
    gap: float
    upper: float
    lower: float

    def is_open(self, below: bool) -> bool:
        """Whether nothing says that the captions, which stand `below` or above, are on the other side."""
        return self.upper <= self.lower if below else self.lower <= self.upper


def _of_lines(steps: Sequence[_Step], least: int) -> Iterator[CaptionedBox]:
    """Boxes of which a line is all captions and the next one, or the one before, all values; `least` such lines."""
    down = [step for step in steps if step.upper >= _KEYS and step.upper - step.lower >= _STRONG]
    up = [step for step in steps if step.lower >= _KEYS and step.lower - step.upper >= _STRONG]
    below = len(up) > 1 and (not down or fmean(s.gap for s in up) < fmean(s.gap for s in down) - _APART)
    strong = up if below else down
    if len(strong) < least:
        return
    widest = max(step.gap for step in strong) + _APART
    used: set[int] = set()
    doubtful = [step for step in steps if step not in strong and step.gap <= widest and step.is_open(below)]
    for step in (*sorted(strong, key=lambda step: step.gap), *doubtful):
        if used.isdisjoint((step.line, step.line + 1)):
            used.update((step.line, step.line + 1))
            for a, b in step.columns:
                yield CaptionedBox((b,), (a,)) if below else CaptionedBox((a,), (b,))


def _step(
    found: Sequence[Phrase], keys: Features, number: int, upper: Sequence[int], lower: Sequence[int]
) -> _Step | None:
    """Two lines of which each phrase of one stands above one of the other; None where that is not so."""
    if found[upper[0]].page != found[lower[0]].page or found[lower[0]].line != found[upper[0]].line + 1:
        return None
    if any(found[i].text[-1] in ":：" or is_check_box(found[i].text) for i in (*upper, *lower)):
        return None
    columns = []
    for a in upper:
        near = [b for b in lower if abs(found[a].x0 - found[b].x0) < _ALIGNED]
        if near:
            columns.append((a, near[0]))
    if len(columns) < 2 or len(columns) < max(len(upper), len(lower)):
        return None
    gap = fmean(found[b].top - found[a].bottom for a, b in columns)
    if gap > _TIGHT:
        return None
    first, second = (fmean(float(keys[i]) for i in side) for side in zip(*columns, strict=True))
    return _Step(number, tuple(columns), gap, first, second)
