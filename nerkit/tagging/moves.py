"""Products of distributions over tags with the factors of transitions, most of which are zero.

In BILOU what may follow an entity's end, O included, is one dense block of a quarter of the matrix; within an entity a
tag is followed by two of its own label. A product with those parts alone is exact, and costs a quarter.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEW = 64
"""Tags up to which one product with the whole matrix takes less time than several with its parts."""


class Moves(Protocol):
    """Products with the factors of transitions. *Shapes:* masses and out (batch, tags)."""

    def ahead(self, masses: Floats, out: Floats) -> None:
        """Mass of each tag of the next token: Σ_i masses(i) · factor(i, j)."""

    def back(self, masses: Floats, out: Floats) -> None:
        """Mass of each tag of the token before: Σ_j factor(i, j) · masses(j)."""


class DenseMoves:
    """The product with the whole matrix. *Shape:* factors (tags, tags)."""

    def __init__(self, factors: Floats) -> None:
        self._factors = np.ascontiguousarray(factors)
        self._turned = np.ascontiguousarray(factors.T)

    def ahead(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        np.matmul(masses, self._factors, out=out)

    def back(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        np.matmul(masses, self._turned, out=out)


class EntityMoves:
    """The same where every tag is O or one of B, I, L, U of a label, in this order, and the rest is as in BILOU."""

    def __init__(self, factors: Floats) -> None:
        tags = np.arange(len(factors))
        outside, begin, inside, last, unit = tags[:1], tags[1::4], tags[2::4], tags[3::4], tags[4::4]
        self._closing, self._opening = np.r_[outside, last, unit], np.r_[outside, begin, unit]
        self._between = np.ascontiguousarray(factors[np.ix_(self._closing, self._opening)])
        self._between_turned = np.ascontiguousarray(self._between.T)
        self._open, self._continued = np.r_[begin, inside], np.r_[inside, last]
        # shape: (2, labels) each: from B and from I to I, and to L
        pairs = [np.stack((factors[begin, to], factors[inside, to])) for to in (inside, last)]
        self._to_inside, self._to_last = pairs
        self._from_open = np.stack(pairs)

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

    def ahead(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        out[:, self._opening] = masses[:, self._closing] @ self._between
        begin, inside = masses[:, 1::4], masses[:, 2::4]
        out[:, 2::4] = begin * self._to_inside[0] + inside * self._to_inside[1]
        out[:, 3::4] = begin * self._to_last[0] + inside * self._to_last[1]

    def back(self, masses: Floats, out: Floats) -> None:
        """See `Moves`."""
        out[:, self._closing] = masses[:, self._opening] @ self._between_turned
        inside, last = masses[:, 2::4], masses[:, 3::4]
        out[:, 1::4] = inside * self._to_inside[0] + last * self._to_last[0]
        out[:, 2::4] = inside * self._to_inside[1] + last * self._to_last[1]


def moves(factors: Floats) -> Moves:
    """The cheapest products with these factors."""
    return EntityMoves(factors) if EntityMoves.fit(factors) else DenseMoves(factors)
