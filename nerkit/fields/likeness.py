"""How alike two names of a thing are: by their words, by what the locales say means the same, and by word vectors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nerkit.locales import codes, locale
from nerkit.locales.folding import plain
from nerkit.pairs.key_vocabulary import words_of

Vector = NDArray[np.float32]
VectorOf = Callable[[str], Vector | None]
"""The vector of a word, None for one that has none."""

SAME_THING = 0.9
"""Likeness of two label words of one label."""

_BY_VECTORS = 0.75
"""The most that vectors alone can say: a start and an end are near each other there."""

_NEAR = 0.55
"""Cosine above which two words have to do with each other."""


def likeness(asked: str, offered: str, vector_of: VectorOf | None = None) -> float:
    """From 0 to 1, 1 for names of the same words. Symmetrical."""
    a, b = _content(asked), _content(offered)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if _labels().get(" ".join(a), frozenset()) & _labels().get(" ".join(b), frozenset()):
        return SAME_THING
    covered = (_covered(a, b, vector_of) + _covered(b, a, vector_of)) / 2
    return min(covered, 0.97)


def _covered(words: Sequence[str], others: Sequence[str], vector_of: VectorOf | None) -> float:
    """The share of the words, each by its weight, that stand among the others or are like one of them."""
    weights = [_weight(word) for word in words]
    alike = [max(_alike(word, other, vector_of) for other in others) for word in words]
    return sum(w * s for w, s in zip(weights, alike, strict=True)) / sum(weights)


def _alike(a: str, b: str, vector_of: VectorOf | None) -> float:
    if a == b:
        return 1.0
    spelling = _spelling(a, b)
    if vector_of is None or (first := vector_of(a)) is None or (second := vector_of(b)) is None:
        return spelling
    norm = float(np.linalg.norm(first) * np.linalg.norm(second)) or 1.0
    cosine = float(first @ second) / norm
    return max(spelling, _BY_VECTORS * (cosine - _NEAR) / (1 - _NEAR) if cosine > _NEAR else 0.0)


def _spelling(a: str, b: str) -> float:
    """Abbreviations ("qty" is none, "addr" is one), plurals and compounds: the shared beginning or end."""
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < 3:
        return 0.0
    if longer.startswith(shorter):
        return 0.6 + 0.35 * len(shorter) / len(longer)
    if len(shorter) > 4 and longer.endswith(shorter):
        return 0.7
    shared = Counter(pairwise(a)) & Counter(pairwise(b))
    dice = 2 * shared.total() / (len(a) + len(b) - 2)
    return 0.9 * dice if dice > 0.7 else 0.0


def _content(name: str) -> tuple[str, ...]:
    """The words of a name; all words for "number" are the sign for it."""
    return tuple("#" if word in _numbers() else word for word in words_of(name) if word not in _joiners())


@cache
def _numbers() -> frozenset[str]:
    return frozenset(word for code in codes() for said in locale(code).identifiers.numbers for word in words_of(said))


@cache
def _joiners() -> frozenset[str]:
    found = {word for code in codes() for said in locale(code).identifiers.of for word in words_of(said)}
    return frozenset(
        found | {word for code in codes() for said in locale(code).roles.articles for word in words_of(said)}
    )


@cache
def _labels() -> Mapping[str, frozenset[str]]:
    """For each label word the labels that it announces."""
    found: dict[str, set[str]] = {}
    for code in codes():
        for label, words in locale(code).labels.items():
            for word in (plain(label).replace("_", " "), *words.words):
                found.setdefault(" ".join(_content(word)), set()).add(label)
    # A word of many labels ("total", "from") says little of any of them.
    return {word: frozenset(labels) for word, labels in found.items() if len(labels) <= 2}


@lru_cache(maxsize=4096)
def _weight(word: str) -> float:
    """Rare words say more: the logarithm of how many label words do not have the word."""
    counts, total = _counts()
    return 0.3 + math.log((total + 1) / (counts[word] + 1)) / math.log(total + 1)


@cache
def _counts() -> tuple[Counter[str], int]:
    said = [word for code in codes() for words in locale(code).labels.values() for word in words.words]
    return Counter(word for one in said for word in set(_content(one))), len(said)
