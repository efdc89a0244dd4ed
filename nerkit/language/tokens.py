"""Tokens of a document as arrays: where each one starts and ends, and its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int32]


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text, in order, none of them white space.

    `starts`, `ends`: character offsets. *Shape:* (tokens,). `words`: index of the `Document.words` entry that a token
    is part of. *Shape:* (tokens,).
    """

    forms: Sequence[str]
    starts: IntArray
    ends: IntArray
    words: IntArray

    def __len__(self) -> int:
        return len(self.forms)

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The range of tokens that share a character with `text[start:end]`; empty where there is none."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        return first, max(first, last)
