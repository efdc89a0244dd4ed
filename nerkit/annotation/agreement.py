r"""How far annotators agree: F1 of their mentions, and Cohen's kappa of the labels of tokens.

.. math:: \kappa = \frac{p_o - p_e}{1 - p_e}

with the observed agreement p_o and the agreement p_e that two annotators with these frequencies would have by chance.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from nerkit.corpora.labelled import Span


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement on one label. `f1` and `kappa` are None where neither annotator used it."""

    label: str
    first: int
    second: int
    both: int
    f1: float | None
    kappa: float | None


@dataclass(frozen=True)
class Compared:
    """One document that two annotators did: the borders of its tokens (start and end in turn) and their mentions."""

    tokens: Sequence[int]
    first: Collection[Span]
    second: Collection[Span]


def agreement(documents: Iterable[Compared]) -> list[Agreement]:
    """The agreement on each label, over all documents, by name.

    F1 counts mentions that are equal in start, end and label; kappa is taken over tokens, label or not.
    """
    documents = list(documents)
    labels = sorted({span.label for document in documents for span in (*document.first, *document.second)})
    return [_of(label, documents) for label in labels]


def _of(label: str, documents: Sequence[Compared]) -> Agreement:
    first = second = both = 0
    cells: Counter[tuple[bool, bool]] = Counter()
    for document in documents:
        a, b = ({span for span in side if span.label == label} for side in (document.first, document.second))
        first, second, both = first + len(a), second + len(b), both + len(a & b)
        in_a, in_b = _covered(document.tokens, a), _covered(document.tokens, b)
        cells[True, True] += len(in_a & in_b)
        cells[True, False] += len(in_a - in_b)
        cells[False, True] += len(in_b - in_a)
        cells[False, False] += len(document.tokens) // 2 - len(in_a | in_b)
    f1 = 2 * both / (first + second) if first + second else None
    return Agreement(label, first, second, both, f1, kappa(cells))


def kappa(cells: Counter[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of a table of two yes/no judges; None where there is nothing that they could disagree on."""
    total = sum(cells.values())
    if not total:
        return None
    yes_a = (cells[True, True] + cells[True, False]) / total
    yes_b = (cells[True, True] + cells[False, True]) / total
    observed = (cells[True, True] + cells[False, False]) / total
    expected = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _covered(tokens: Sequence[int], spans: Iterable[Span]) -> set[int]:
    """Numbers of the tokens that share a character with a span."""
    starts, ends = tokens[::2], tokens[1::2]
    return {i for span in spans for i in range(bisect_right(ends, span.start), bisect_left(starts, span.end))}
