"""BILOU tags: Begin, Inside, Last of an entity, Outside, and Unit-length (Ratinov & Roth 2009).

Tag 0 is O; the tags of label i are 1 + 4i … 4 + 4i in the order B, I, L, U.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

OUTSIDE = 0
BEGIN, INSIDE, LAST, UNIT = 1, 2, 3, 4

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens `start` to `end` (exclusive) carry this label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class TagSet:
    """The tags of a tuple of labels and which may follow which."""

    labels: tuple[str, ...]

    def __len__(self) -> int:
        return 1 + 4 * len(self.labels)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the tags by index: O, B-PARTY and so on."""
        return ("O", *(f"{prefix}-{label}" for label in self.labels for prefix in "BILU"))

    @cached_property
    def _first_tag(self) -> dict[str, int]:
        return {label: 4 * i for i, label in enumerate(self.labels)}

    def tag(self, prefix: int, label: str) -> int:
        """Index of the tag with this prefix (BEGIN, INSIDE, LAST or UNIT) and label."""
        return self._first_tag[label] + prefix

    def tags_of(self, label: str) -> range:
        """The four tags of a label."""
        first = self._first_tag[label]
        return range(first + BEGIN, first + UNIT + 1)

    @cached_property
    def prefixes(self) -> NDArray[np.int64]:
        """Prefix of each tag. *Shape:* (tags,)."""
        tags = np.arange(len(self))
        return np.where(tags == OUTSIDE, OUTSIDE, (tags - 1) % 4 + 1)

    @cached_property
    def starts(self) -> BoolArray:
        """Whether a sequence may start with the tag. *Shape:* (tags,)."""
        return np.isin(self.prefixes, (OUTSIDE, BEGIN, UNIT))

    @cached_property
    def ends(self) -> BoolArray:
        """Whether a sequence may end with the tag. *Shape:* (tags,)."""
        return np.isin(self.prefixes, (OUTSIDE, LAST, UNIT))

    @cached_property
    def transitions(self) -> BoolArray:
        """Whether column may follow row. *Shape:* (tags, tags)."""
        label = (np.arange(len(self)) - 1) // 4
        opens = np.isin(self.prefixes, (BEGIN, INSIDE))
        continues = np.isin(self.prefixes, (INSIDE, LAST))
        same = label[:, None] == label[None, :]
        legal: BoolArray = np.where(opens[:, None], continues[None, :] & same, ~continues[None, :])
        return legal

    def encode(self, spans: Iterable[TokenSpan], length: int) -> list[int]:
        """Tags of a sequence of `length` tokens with these spans, which may not overlap."""
        tags = [OUTSIDE] * length
        for span in spans:
            if span.end - span.start == 1:
                tags[span.start] = self.tag(UNIT, span.label)
                continue
            tags[span.start] = self.tag(BEGIN, span.label)
            for i in range(span.start + 1, span.end - 1):
                tags[i] = self.tag(INSIDE, span.label)
            tags[span.end - 1] = self.tag(LAST, span.label)
        return tags

    def decode(self, tags: Sequence[int]) -> list[TokenSpan]:
        """Spans of a legal sequence of tags: the inverse of `encode`."""
        spans = []
        start = 0
        for i, tag in enumerate(tags):
            if tag == OUTSIDE:
                continue
            prefix, label = (tag - 1) % 4 + 1, self.labels[(tag - 1) // 4]
            if prefix in (BEGIN, UNIT):
                start = i
            if prefix in (LAST, UNIT):
                spans.append(TokenSpan(start, i + 1, label))
        return spans
