"""Tags of tokens for spans: BILOU (Ratinov & Roth 2009), BIO (Ramshaw & Marcus 1995) or IO.

B begins an entity, I is inside it, L is its last token, U an entity of one token, O is outside. BIO has no tag for the
end of an entity, IO none for its borders at all: in IO two entities of one label side by side become one.

Tag 0 is O; the tags of label i follow one another in the order of the scheme's letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

OUTSIDE = 0
SCHEMES = {"BILOU": "BILU", "BIO": "BI", "IO": "I"}
"""The letters of each scheme that stand before a label."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens `start` to `end` (exclusive) carry this label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class TagSet:
    """The tags of a tuple of labels in a scheme, and which may follow which."""

    labels: tuple[str, ...]
    scheme: str = "BILOU"

    def __len__(self) -> int:
        return 1 + len(self._letters) * len(self.labels)

    @cached_property
    def _letters(self) -> str:
        return SCHEMES[self.scheme]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the tags by index: O, B-PARTY and so on."""
        return ("O", *(f"{letter}-{label}" for label in self.labels for letter in self._letters))

    @cached_property
    def _first_tag(self) -> dict[str, int]:
        return {label: 1 + len(self._letters) * i for i, label in enumerate(self.labels)}

    def tag(self, letter: str, label: str) -> int:
        """Index of the tag with this letter of the scheme and this label."""
        return self._first_tag[label] + self._letters.index(letter)

    def tags_of(self, label: str) -> range:
        """All tags of a label."""
        first = self._first_tag[label]
        return range(first, first + len(self._letters))

    @property
    def marks_starts(self) -> bool:
        """Whether the first token of an entity has a tag of its own."""
        return self.scheme != "IO"

    @property
    def marks_ends(self) -> bool:
        """Whether the last token of an entity has a tag of its own."""
        return self.scheme == "BILOU"

    def _with_letter(self, letters: str) -> BoolArray:
        return np.array([name[0] in letters for name in self.names])

    @cached_property
    def _goes_on(self) -> BoolArray:
        """Whether an entity that has begun goes on with the tag. *Shape:* (tags,)."""
        return self._with_letter("IL" if self.marks_starts else "")

    @cached_property
    def _stays_open(self) -> BoolArray:
        """Whether the entity must go on behind the tag. *Shape:* (tags,)."""
        return self._with_letter("BI" if self.marks_ends else "")

    @property
    def starts(self) -> BoolArray:
        """Whether a sequence may start with the tag. *Shape:* (tags,)."""
        return ~self._goes_on

    @property
    def ends(self) -> BoolArray:
        """Whether a sequence may end with the tag. *Shape:* (tags,)."""
        return ~self._stays_open

    @cached_property
    def transitions(self) -> BoolArray:
        """Whether column may follow row. *Shape:* (tags, tags)."""
        label = (np.arange(len(self)) - 1) // len(self._letters)
        same = label[:, None] == label[None, :]
        legal: BoolArray = np.where(
            self._goes_on[None, :], self._with_letter("BI")[:, None] & same, ~self._stays_open[:, None]
        )
        return legal

    def tags(self, span: TokenSpan) -> list[int]:
        """The tags of a span's own tokens."""
        length = span.end - span.start
        letters = {
            "BILOU": "U" if length == 1 else "B" + "I" * (length - 2) + "L",
            "BIO": "B" + "I" * (length - 1),
            "IO": "I" * length,
        }
        return [self.tag(letter, span.label) for letter in letters[self.scheme]]

    def encode(self, spans: Iterable[TokenSpan], length: int) -> list[int]:
        """Tags of a sequence of `length` tokens with these spans, which may not overlap."""
        tags = [OUTSIDE] * length
        for span in spans:
            tags[span.start : span.end] = self.tags(span)
        return tags

    def decode(self, tags: Sequence[int]) -> list[TokenSpan]:
        """Spans of a legal sequence of tags: the inverse of `encode`, but for what IO cannot tell apart."""
        spans: list[TokenSpan] = []
        for i, tag in enumerate(tags):
            if tag == OUTSIDE:
                continue
            number, letter = divmod(tag - 1, len(self._letters))
            label = self.labels[number]
            if self._letters[letter] in "IL" and spans and (spans[-1].end, spans[-1].label) == (i, label):
                spans[-1] = TokenSpan(spans[-1].start, i + 1, label)
            else:
                spans.append(TokenSpan(i, i + 1, label))
        return spans

    def exactly(self, span: TokenSpan, length: int) -> list[tuple[int, list[int], int]]:
        """Stretches of tags (start, tags, sign) whose probabilities add up, with their signs, to that of the span.

        In BILOU the span's own tags say where it starts and ends. Where the scheme's do not, the sequences in which it
        goes on beyond its borders are taken away (inclusion and exclusion). `length`: tokens of the sequence.
        """
        tags = self.tags(span)
        befores = (0, 1) if not self.marks_starts and span.start else (0,)
        afters = (0, 1) if not self.marks_ends and span.end < length else (0,)
        inside = [] if self.marks_starts and self.marks_ends else [self.tag("I", span.label)]
        return [
            (span.start - before, inside * before + tags + inside * after, (-1) ** (before + after))
            for before, after in product(befores, afters)
        ]
