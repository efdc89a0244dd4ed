"""The scores of a chain as the recursions multiply with them: their exponentials, in the order of cheap products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nerkit.tagging.moves import Floats, Moves, moves

DOUBLE: np.dtype[Any] = np.dtype(np.float64)
SINGLE: np.dtype[Any] = np.dtype(np.float32)


@dataclass(frozen=True)
class ChainFactors:
    """Exponentials of the scores of first and last tags, and the products with those of the transitions.

    *Shapes:* start and end (tags,), in the order of `move`. `top`: the score that was taken from each transition.
    `kind`: float64, or float32 (see `nerkit.tagging.chain`).
    """

    start: Floats
    move: Moves
    end: Floats
    top: float
    kind: np.dtype[Any]

    @classmethod
    def of(cls, start: Floats, transitions: Floats, end: Floats, kind: np.dtype[Any] = DOUBLE) -> ChainFactors:
        """Those of scores. *Shapes:* (tags,), (tags, tags), (tags,)."""
        top = float(transitions.max())
        with np.errstate(over="ignore"):  # what is infinite is told where probabilities are checked
            move = moves(np.exp(transitions - top).astype(kind))
            first, last = (np.exp(side).astype(kind)[move.order] for side in (start, end))
        return cls(first, move, last, top, kind)
