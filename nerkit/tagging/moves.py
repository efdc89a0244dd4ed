"""Products of distributions over tags with the factors of transitions, most of which are zero.

In BILOU what may follow an entity's end, O included, is one dense block of a quarter of the matrix; within an entity a
tag is followed by two of its own label. A product with those parts alone is exact, and costs a quarter. Tags stand in
an order in which each part is one stretch: the last tokens of entities, O, entities of one token, the first tokens,
those inside.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

FEW = 64
"""Tags up to which one product with the whole matrix takes less time than several with its parts."""

_LETTERS = slice(0, 1), slice(1, None, 4), slice(2, None, 4), slice(3, None, 4), slice(4, None, 4)
"""The tags of O, B, I, L and U."""


class Moves(Protocol):
    """Products with the factors of transitions. *Shapes:* masses and out (batch, tags), in the order of the product.

    `factors` stand in the order of the tag set. *Shape:* (tags, tags). `order`: the tag in each place, `places`: the
    place of each tag. *Shape:* (tags,).
    """

    factors: Floats
    order: NDArray[np.int64]
    places: NDArray[np.int64]

    def arranged(self, scores: Floats) -> Floats:
        """A copy in the order of the product. *Shapes:* scores (batch, tokens, tags) → (tokens, batch, tags)."""

    def ahead(self, masses: Floats, out: Floats) -> None:
        """Mass of each tag of the next token: Σ_i masses(i) · factor(i, j)."""

    def back(self, masses: Floats, out: Floats) -> None:
        """Mass of each tag of the token before: Σ_j factor(i, j) · masses(j)."""


class DenseMoves:
    """The product with the whole matrix. *Shape:* factors (tags, tags)."""

    def __init__(self, factors: Floats) -> None:
        self.factors = np.ascontiguousarray(factors)
        self.order = self.places = np.arange(len(factors))
        self._turned = np.ascontiguousarray(factors.T)

    def arranged(self, scores: Floats) -> Floats:
        """See `Moves`."""
        return scores.transpose(1, 0, 2).copy()

    def ahead(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        np.matmul(masses, self.factors, out=out)

    def back(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        np.matmul(masses, self._turned, out=out)


class EntityMoves:
    """The same where every tag is O or one of B, I, L, U of a label, in this order, and the rest is as in BILOU."""

    def __init__(self, factors: Floats) -> None:
        self.factors = factors
        tags = np.arange(len(factors))
        outside, begin, inside, last, unit = (tags[part] for part in _LETTERS)
        self.order = np.r_[last, outside, unit, begin, inside]
        self.places = np.argsort(self.order)
        self._labels = labels = len(begin)
        # Where parts of the order start and end: what may end, what may begin, what is continued.
        self._closing, self._opening = slice(0, 2 * labels + 1), slice(labels, 3 * labels + 1)
        self._begin, self._inside = slice(2 * labels + 1, 3 * labels + 1), slice(3 * labels + 1, None)
        ordered = factors[np.ix_(self.order, self.order)]
        self._between = np.ascontiguousarray(ordered[self._closing, self._opening])
        self._between_turned = np.ascontiguousarray(self._between.T)
        # shape: (2, 2, labels): from B and I to L and I
        self._within = np.stack([np.stack((factors[begin, to], factors[inside, to])) for to in (last, inside)])

    @staticmethod
    def fit(factors: Floats) -> bool:
        """Whether the factors are of this form."""
        tags = len(factors)
        if tags <= FEW or tags % 4 != 1:
            return False
        label, letter = (np.arange(tags) - 1) // 4, (np.arange(tags) - 1) % 4
        letter[0] = 3  # O may follow and be followed as U may
        opened, continues = np.isin(letter, (0, 1)), np.isin(letter, (1, 2))
        same = label[:, None] == label[None, :]
        possible = np.where(continues[None, :], opened[:, None] & same, ~opened[:, None])
        return not factors[~possible].any()

    def arranged(self, scores: Floats) -> Floats:
        """See `Moves`."""
        outside, begin, inside, last, unit = (scores.transpose(1, 0, 2)[..., part] for part in _LETTERS)
        return np.concatenate((last, outside, unit, begin, inside), -1)

    def ahead(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        np.matmul(masses[:, self._closing], self._between, out=out[:, self._opening])
        labels = self._labels
        # B and I stand side by side. shape: (batch, to L and I, from B and I, labels)
        open_ = masses[:, self._begin.start :].reshape(-1, 1, 2, labels)
        moved = open_ * self._within
        np.add(moved[:, 0, 0], moved[:, 0, 1], out=out[:, :labels])
        np.add(moved[:, 1, 0], moved[:, 1, 1], out=out[:, self._inside])

    def back(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        np.matmul(masses[:, self._opening], self._between_turned, out=out[:, self._closing])
        last, inside = masses[:, None, : self._labels], masses[:, None, self._inside]
        # shape: (batch, from B and I, labels)
        moved = last * self._within[0]
        moved += inside * self._within[1]
        out[:, self._begin.start :] = moved.reshape(len(masses), -1)


def moves(factors: Floats) -> Moves:
    """The cheapest products with these factors."""
    return EntityMoves(factors) if EntityMoves.fit(factors) else DenseMoves(factors)
