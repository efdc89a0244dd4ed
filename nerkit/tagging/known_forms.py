"""What the first layer makes of a form, kept for the next time that the form is met: words repeat."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np

from nerkit.tagging.array_embedding import Numbers
from nerkit.tagging.stretch_batch import Ids

_REMEMBERED = 8192
"""Forms that are kept, some 20 MB: the first ones met, which are those that come again."""

_AT_ONCE = 64
"""Forms that are computed in one product, always as many: so a form's numbers do not depend on what came before it."""

_Compute = Callable[[Ids], tuple[Numbers, ...]]


class KnownForms:
    """Numbers of forms, some for each of several purposes, computed once. *Shapes:* (forms, width) for each width.

    Several threads may ask at once: a row is written before it is told where it is, and at worst written twice.
    """

    def __init__(self, compute: _Compute, widths: tuple[int, ...], kind: np.dtype[Any]) -> None:
        self._compute = compute
        # Memory that nothing was written to yet is not taken from the machine.
        self._tables: tuple[Numbers, ...] = tuple(np.empty((_REMEMBERED, width), kind) for width in widths)
        self._places: dict[bytes, int] = {}
        self._next = count()

    def __call__(self, rows: Ids) -> tuple[tuple[Numbers, ...], Ids]:
        """Tables, and the place of each form in them. *Shapes:* rows (forms, columns) → (forms,)."""
        raw, width = rows.tobytes(), rows.dtype.itemsize * rows.shape[1]
        keys = [raw[i : i + width] for i in range(0, len(raw), width)]
        places = np.array([self._places.get(key, -1) for key in keys], dtype=np.int64)
        new = np.flatnonzero(places < 0)
        if not len(new):
            return self._tables, places
        computed = self._in_blocks(rows[new])
        if len(self._places) + len(new) <= _REMEMBERED:
            slots = np.fromiter(self._next, dtype=np.int64, count=len(new))
            if slots[-1] < _REMEMBERED:
                for table, numbers in zip(self._tables, computed, strict=True):
                    table[slots] = numbers
                places[new] = slots
                self._places.update(zip([keys[i] for i in new.tolist()], slots.tolist(), strict=True))
                return self._tables, places
        # No room: tables of these forms alone.
        tables = tuple(table[np.maximum(places, 0)] for table in self._tables)
        for table, numbers in zip(tables, computed, strict=True):
            table[new] = numbers
        return tables, np.arange(len(rows))

    def _in_blocks(self, rows: Ids) -> list[Numbers]:
        """The numbers of forms, computed so many at once."""
        filled = np.zeros((-(-len(rows) // _AT_ONCE) * _AT_ONCE, rows.shape[1]), rows.dtype)
        filled[: len(rows)] = rows
        parts = [self._compute(block) for block in np.split(filled, len(filled) // _AT_ONCE)]
        return [np.concatenate(each)[: len(rows)] for each in zip(*parts, strict=True)]
