"""How sure a pair is: that this key has this value, that neither lacks a phrase, and that both were read right.

The linker says how probable each step is. The pair holds only where all of them do, and on noisy scans or papers of a
kind that nobody learned from the steps promise too much together. A logistic regression over the steps' own log-odds,
over what else was possible and over how strange the page is says how often such pairs are right to the letter. It was
fitted to several families of papers, of which the linker has not learned some, and drawn towards doubt by how far it is
off on each family when it is fitted to the others: what is foreign to all of them is promised less.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nerkit.document import Document
from nerkit.pairs.assignment import Group, Link
from nerkit.pairs.link_features import Indices
from nerkit.pairs.phrase import Phrase
from nerkit.pairs.phrase_features import NAMES, Features

STEPS = (
    *("link", "joined", "no more value", "no more key", "no other key", "no other value", "recognised", "table"),
    *("colon", "known key", "key words", "page recognised", "page links", "page unknown"),
)
"""The columns of what is known of a pair: the log-odds of its link; logarithms of probabilities; what its key says by
its words; then what holds for the page."""

_LEAST = 1e-4

_COLON, _KNOWN, _WORDS, _UNKNOWN = map(NAMES.index, ("colon", "known key", "least odds", "unknown"))


@dataclass(frozen=True)
class PairSteps:
    """What is known of a document, by phrase, so that each pair's steps are found in constant time.

    `tables` are the phrases of tables. *Shape:* `unary` (phrases, `phrase_features.NAMES`), `pairs` (pairs, 2), `said`
    (pairs, `linker.OUTPUTS`).
    """

    document: Document
    phrases: Sequence[Phrase]
    unary: Features
    pairs: Indices
    said: Features
    tables: Collection[int] = ()

    def of(self, links: Sequence[Link]) -> Features:
        """The steps of each pair. *Shape:* (links, `STEPS`)."""
        after: dict[int, list[int]] = {}
        before: dict[int, list[int]] = {}
        row_of: dict[tuple[int, int], int] = {}
        for row, (a, b) in enumerate(self.pairs.tolist()):
            after.setdefault(a, []).append(row)
            before.setdefault(b, []).append(row)
            row_of[a, b] = row
        read = _recognised(self.document, range(len(self.document.words)))
        odds = [_odds(link.probability) for link in links]
        page = (read, float(np.mean(odds)) if odds else 0.0, float(self.unary[:, _UNKNOWN].mean()))
        rows = [
            (
                own,
                sum(np.log(self._joined(row_of, group)) for group in (link.key, link.value)),
                np.log(1 - self._more(after, before, link.value, link)),
                np.log(1 - self._more(after, before, link.key, link)),
                np.log(1 - self._other(before, link.value, link)),
                np.log(1 - self._other(after, link.key, link)),
                _recognised(self.document, self._words((*link.key, *link.value))),
                float(link.value[0] in self.tables),
                *self._key(link.key),
                *page,
            )
            for link, own in zip(links, odds, strict=True)
        ]
        return np.array(rows, np.float32).reshape(len(links), len(STEPS))

    def _key(self, key: Group) -> tuple[float, float, float]:
        """Whether a key ends in a colon and is a known one, and the least log-odds of its words."""
        unary = self.unary[list(key)]
        return float(unary[-1, _COLON]), float(unary[:, _KNOWN].max()), float(unary[:, _WORDS].min())

    def _joined(self, row_of: Mapping[tuple[int, int], int], group: Group) -> float:
        """How probable it is that each phrase of a group goes on in the next."""
        p = 1.0
        for a, b in pairwise(group):
            p *= float(self.said[row_of[a, b], 1]) if (a, b) in row_of else _LEAST
        return max(p, _LEAST)

    def _more(self, after: Mapping[int, list[int]], before: Mapping[int, list[int]], group: Group, link: Link) -> float:
        """How probable it is that a group goes on in a phrase that the pair has not, or began in one."""
        own = {*link.key, *link.value}
        rows = [*after.get(group[-1], ()), *before.get(group[0], ())]
        found = [float(self.said[row, 1]) for row in rows if not own.issuperset(self.pairs[row].tolist())]
        return min(max(found, default=0.0), 1 - _LEAST)

    def _other(self, rows_of: Mapping[int, list[int]], group: Group, link: Link) -> float:
        """How probable the best link of a group is that is not this one."""
        own = {*link.key, *link.value}
        rows = [row for i in group for row in rows_of.get(i, ())]
        found = [float(self.said[row, 0]) for row in rows if not own.issuperset(self.pairs[row].tolist())]
        return min(max(found, default=0.0), 1 - _LEAST)

    def _words(self, group: Group) -> list[int]:
        return [word for i in group for word in range(self.phrases[i].first, self.phrases[i].last)]


def _odds(p: float) -> float:
    p = min(max(p, _LEAST), 1 - _LEAST)
    return float(np.log(p / (1 - p)))


def _recognised(document: Document, words: Sequence[int]) -> float:
    """The mean logarithm of what the OCR engine thinks of these words, 0 where they were not recognised."""
    said = [document.words[i].confidence for i in words]
    logs = [np.log(max(one, 0.02)) for one in said if one is not None]
    return float(np.mean(logs)) if logs else 0.0


@dataclass(frozen=True)
class Certainty:
    """The regression. *Shape:* `weight` (`STEPS`,), `bias` ()."""

    weight: Features
    bias: float

    @classmethod
    def of_links(cls) -> Certainty:
        """That of which a pair is as sure as its link."""
        return cls(np.array([step == "link" for step in STEPS], np.float32), 0.0)

    def __call__(self, steps: Features) -> Features:
        """The probability of each pair. *Shape:* (pairs, `STEPS`) → (pairs,)."""
        return np.asarray(1 / (1 + np.exp(-np.clip(steps @ self.weight + self.bias, -30, 30))), np.float32)
