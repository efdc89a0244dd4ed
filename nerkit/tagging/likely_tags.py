"""The best sequence of tags among the few that the posterior leaves.

A tag of the best sequence is at least as probable as that sequence, and that one at least as probable as any other that
is known. So where one sequence of probability p is known, no tag whose own probability is below p can belong to the
best one. Mostly one tag of a token stays; where more do, from one such token to the next, the best way is sought.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.chain import Chain, Lengths
from nerkit.tagging.moves import Floats

Integers = NDArray[np.int64]

_FIRST, _NEXT, _LEAST = 1e-2, 1e-4, 1e-13
"""The probability that a tag must have at first, by what that falls while no sequence is found, and where that ends."""

_MANY = 4
"""Candidates of a token, in the mean of a sequence, from which the full search takes less time."""

_ROUNDING = 1e-4
"""Share by which a probability may be wrong."""


def best_of_likely_tags(
    chain: Chain,
    emissions: Floats,
    lengths: Lengths,
    rows: Integers,
    borders: tuple[Floats, Floats, Floats],
    paths: Integers,
) -> Integers:
    """Puts the best sequences of these `rows` into `paths`; what is returned are the rows that need the full search.

    *Shapes:* emissions (batch, tokens, tags), lengths (batch,), rows (number,), paths (batch, tokens). `borders`: the
    scores of first tags, of transitions and of last tags, -inf for what is illegal.
    """
    start, transitions, end = borders
    full: list[int] = []
    known = np.exp(chain.log_probabilities(paths, lengths)) * (1 - _ROUNDING)
    floors = {row: max(_FIRST, float(known[row])) for row in rows.tolist()}
    while floors:
        for row, floor in floors.items():
            size = int(lengths[row])
            steps, places = np.nonzero(chain.chances[:size, row] >= floor)
            found = None
            if len(steps) <= _MANY * size:
                tags = chain.forward.move.order[places]
                scores = emissions[row, steps, tags].astype(np.float64)
                scores += np.where(steps == 0, start[tags], 0.0) + np.where(steps == size - 1, end[tags], 0.0)
                found = _best(steps, tags, scores, size, transitions)
            else:
                full.append(row)
            if found is not None:
                paths[row, :size] = found
        known = np.exp(chain.log_probabilities(paths, lengths)) * (1 - _ROUNDING)
        floors = {
            row: max(float(known[row]), floor * _NEXT)
            for row, floor in floors.items()
            if row not in full and not known[row] >= floor
        }
        full += [row for row, floor in floors.items() if floor < _LEAST]
        floors = {row: floor for row, floor in floors.items() if floor >= _LEAST}
    return np.array(sorted(full), dtype=np.int64)


def _best(steps: Integers, tags: Integers, scores: Floats, size: int, transitions: Floats) -> list[int] | None:
    """The best sequence of candidates; None where none of them is legal. *Shapes:* (candidates,) each."""
    counts = np.bincount(steps, minlength=size)
    if not counts.all():
        return None
    firsts = np.cumsum(counts) - counts
    path = tags[firsts]
    single = counts == 1
    both = single[:-1] & single[1:]
    if not np.isfinite(transitions[path[:-1], path[1:]][both]).all():
        return None
    for start, stop in _runs(~single):
        # The tokens around it have one candidate each, whose own score adds to all sequences the same.
        first, last = max(start - 1, 0), min(stop + 1, size)
        part = slice(int(firsts[first]), int(firsts[last - 1] + counts[last - 1]))
        way = _search(counts[first:last].tolist(), tags[part], scores[part].tolist(), transitions)
        if way is None:
            return None
        path[first:last] = way
    found: list[int] = path.tolist()
    return found


def _runs(chosen: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) place of each run of true ones."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False]))))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _search(counts: list[int], tags: Integers, scores: list[float], transitions: Floats) -> list[int] | None:
    """Viterbi over the candidates of a few tokens, `counts` of them each; see `_best`."""
    distinct, numbers = np.unique(tags, return_inverse=True)
    moves, kinds = transitions[np.ix_(distinct, distinct)].tolist(), numbers.tolist()
    best, came = scores[: counts[0]], []
    start = 0
    for before, count in pairwise(counts):
        here = range(start + before, start + before + count)
        there = [(score, moves[kinds[start + i]], i) for i, score in enumerate(best)]
        ways = [max([(score + move[kinds[j]], i) for score, move, i in there]) for j in here]
        came.append([i for _, i in ways])
        best = [way + scores[j] for (way, _), j in zip(ways, here, strict=True)]
        start += before
    top = max(best)
    if top == -np.inf:
        return None
    at = best.index(top)
    places = [start + at]
    for back, before in zip(reversed(came), reversed(counts[:-1]), strict=True):
        at = back[at]
        start -= before
        places.append(start + at)
    found: list[int] = tags[places[::-1]].tolist()
    return found
