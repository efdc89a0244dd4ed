"""Wanted and found spans in pairs, one to one and as many points as can be had: the measures of SemEval-2013 task 9.1.

A pair earns 1 point, half a point or none by the measure; "strict" wants the borders and the label right, "exact" the
borders, "type" the label of spans that overlap, and "partial" gives half a point where borders overlap (Segura-Bedmar
et al. 2013). Precision is points by spans found, recall points by spans wanted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from nerkit.corpora.labelled import Span
from nerkit.evaluation.counts import CountTable, Triple
from nerkit.extras import require

Credit = Callable[[Span, Span], float]
"""The points of a wanted and a found span that share a character."""

Pair = tuple[Span, Span]


def same_borders(a: Span, b: Span) -> bool:
    """Whether two spans begin and end together."""
    return (a.start, a.end) == (b.start, b.end)


def _closeness(a: Span, b: Span) -> float:
    """How much speaks for it that `b` was found for `a`: above all both borders, then the label, then the overlap."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    overlap = shared / (max(a.end, b.end) - min(a.start, b.start))
    return 4 * same_borders(a, b) + 2 * (a.label == b.label) + overlap


MEASURES: Mapping[str, Credit] = MappingProxyType(
    {
        "strict": lambda a, b: float(a == b),
        "exact": lambda a, b: float(same_borders(a, b)),
        "partial": lambda a, b: 1.0 if same_borders(a, b) else 0.5,
        "type": lambda a, b: float(a.label == b.label),
    }
)


def pairs(wanted: Iterable[Span], found: Iterable[Span], credit: Credit = _closeness) -> list[Pair]:
    """Pairs of overlapping spans, each span in one at most: no choice earns more, and of those none has more pairs.

    The order in which the spans are given does not matter. Without a `credit` the pairs are those that say best what
    was taken for what.
    """
    return [
        pair
        for mine, theirs in _groups(set(wanted), set(found))
        if mine and theirs
        for pair in _best(mine, theirs, credit)
    ]


def measure_table(documents: Sequence[tuple[Sequence[Span], Sequence[Span]]]) -> CountTable:
    """The points by each measure, over documents that are given as their wanted and their found spans."""
    return CountTable.of(
        (
            (number, name, _points(wanted, found, credit))
            for number, (wanted, found) in enumerate(documents)
            for name, credit in MEASURES.items()
        ),
        len(documents),
        MEASURES,
    )


def categories(wanted: Sequence[Span], found: Sequence[Span], measure: str) -> Counter[str]:
    """How many spans are "correct", "incorrect", "partial", "missing" or "spurious" by one of `MEASURES`."""
    credit = MEASURES[measure]
    chosen = pairs(wanted, found, credit)
    names = {1.0: "correct", 0.5: "partial", 0.0: "incorrect"}
    counts = Counter(names[credit(*pair)] for pair in chosen)
    counts.update(missing=len(set(wanted)) - len(chosen), spurious=len(set(found)) - len(chosen))
    return +counts


def _points(wanted: Sequence[Span], found: Sequence[Span], credit: Credit) -> Triple:
    points = sum(credit(*pair) for pair in pairs(wanted, found, credit))
    return points, len(set(found)) - points, len(set(wanted)) - points


def _best(wanted: Sequence[Span], found: Sequence[Span], credit: Credit) -> Iterator[Pair]:
    if len(wanted) == len(found) == 1:
        yield wanted[0], found[0]
        return
    require("train", "scipy")
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    # Less than half a point for all pairs together: a pair more never outweighs points.
    bonus = 0.25 / min(len(wanted), len(found))
    gains = np.array([[credit(a, b) + bonus if overlap(a, b) else 0.0 for b in found] for a in wanted])
    for row, column in zip(*linear_sum_assignment(gains, maximize=True), strict=True):
        if gains[row, column] > 0:
            yield wanted[row], found[column]


def _groups(wanted: set[Span], found: set[Span]) -> Iterator[tuple[list[Span], list[Span]]]:
    """The spans parted where none runs over the border, so that every assignment is a small one."""
    sides = [(span, side) for side, spans in enumerate((wanted, found)) for span in spans]
    sides.sort(key=lambda each: (each[0].start, each[0].end, each[0].label))
    group: tuple[list[Span], list[Span]] = ([], [])
    end = 0
    for span, side in sides:
        if span.start >= end:
            yield group
            group = ([], [])
        group[side].append(span)
        end = max(end, span.end)
    yield group


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a.start < b.end and b.start < a.end
