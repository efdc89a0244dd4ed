"""Stretches of documents side by side, padded to one length, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nerkit.tagging.token_features import TokenFeatures

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class StretchBatch:
    """What a network reads of several stretches.

    *Shapes:* rows (forms, columns of the vocabulary), forms (batch, tokens), layout (batch, tokens, len(LAYOUT)),
    left and above (batch, tokens, NEIGHBOURS), lengths (batch,).
    """

    rows: Ids
    forms: Ids
    layout: Ids
    left: Ids
    above: Ids
    lengths: Ids

    @classmethod
    def of(cls, stretches: Sequence[TokenFeatures]) -> StretchBatch:
        """Pad stretches to one length; forms that several of them share are embedded once."""
        lengths = [len(stretch) for stretch in stretches]
        size = max(lengths)
        used = [np.unique(np.concatenate((s.forms, s.left.ravel(), s.above.ravel(), [0]))) for s in stretches]
        every = np.concatenate([s.rows[u] for s, u in zip(stretches, used, strict=True)])
        # A dictionary of rows takes a quarter of the time of np.unique, which sorts them. Row 0 of every stretch is all
        # zero and comes first here too: index 0 stays padding.
        places: dict[bytes, int] = {}
        raw, width = every.tobytes(), every.dtype.itemsize * every.shape[1]
        inverse = np.array([places.setdefault(raw[i : i + width], len(places)) for i in range(0, len(raw), width)])
        rows = np.frombuffer(b"".join(places), dtype=every.dtype).reshape(-1, every.shape[1])
        maps, start = [], 0
        for stretch, ids in zip(stretches, used, strict=True):
            table = np.zeros(len(stretch.rows), dtype=np.int64)
            table[ids] = inverse[start : start + len(ids)]
            maps.append(table)
            start += len(ids)

        def padded(arrays: list[Ids]) -> Ids:
            out = np.zeros((len(arrays), size, *arrays[0].shape[1:]), dtype=np.int64)
            for target, array in zip(out, arrays, strict=True):
                target[: len(array)] = array
            return out

        pairs = list(zip(stretches, maps, strict=True))
        return cls(
            rows=rows.astype(np.int64),
            forms=padded([m[s.forms] for s, m in pairs]),
            layout=padded([s.layout.astype(np.int64) for s in stretches]),
            left=padded([m[s.left] for s, m in pairs]),
            above=padded([m[s.above] for s, m in pairs]),
            lengths=np.array(lengths, dtype=np.int64),
        )
