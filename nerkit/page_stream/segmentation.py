"""The best way to part a row of pages into documents, and its probability, both exact.

A segmentation is a set of borders. Its score is the sum of the scores of its borders and of its segments, of which each
depends on where it begins and ends alone (a semi-Markov model: Sarawagi and Cohen, NIPS 2004). The best one is found
by dynamic programming over the end of the last segment; forward sums over all segmentations make its score a
probability.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]


def best_segmentation(borders: Scores, segments: Scores, cost: float = 0.0) -> tuple[list[int], float]:
    """Where the documents begin, 0 first, and the probability of exactly this segmentation.

    `borders[i]` is the score of a border in front of page i (that of 0 is not used), `segments[i, j]` what pages i to j
    score as one document. Of the best one each border `costs` so many nats more than it does for the probability: to
    tear a document apart is worse than to leave two joined.

    *Shape:* `borders` (pages), `segments` (pages, pages).
    """
    pages = len(borders)
    best, total = np.empty(pages), np.empty(pages)
    begins = np.zeros(pages, dtype=np.intp)
    for end in range(pages):
        # What comes in front of a segment that begins at i: nothing, or all that ends at i - 1 and a border.
        alone = segments[: end + 1, end]
        choices, sums = alone.copy(), alone.copy()
        choices[1:] += best[:end] + borders[1 : end + 1] - cost
        sums[1:] += total[:end] + borders[1 : end + 1]
        begins[end] = choices.argmax()
        best[end] = choices[begins[end]]
        highest = sums.max()
        total[end] = highest + np.log(np.exp(sums - highest).sum())
    found: list[int] = []
    end = pages - 1
    while end >= 0:
        found.append(int(begins[end]))
        end = found[-1] - 1
    score = best[-1] + cost * (len(found) - 1)
    return found[::-1], float(np.exp(min(score - total[-1], 0.0)))
