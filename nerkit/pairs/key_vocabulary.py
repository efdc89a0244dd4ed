"""What is known of the words of keys: label words of all languages, and how often a word stands in keys of forms."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from nerkit.locales import codes, locale
from nerkit.locales.folding import plain
from nerkit.parsing import json_of

FILE = "key_words.json"

_WORD = re.compile(r"[^\W\d_]+|\d+|[#%€$£]")


def words_of(text: str) -> list[str]:
    """The words of a key as they are compared: plain, each run of digits as one zero."""
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(plain(text))]


def key_of(text: str) -> str:
    """A whole key as it is compared."""
    return " ".join(words_of(text))


@dataclass(frozen=True)
class KeyWords:
    """`label_words`: keys that the locales name. `odds`: log-odds of a word to stand in a key and not elsewhere.

    `keys`: log-odds of a whole phrase to be a key. Both are learned from forms. `numbers`: words for "number".
    """

    label_words: frozenset[str]
    odds: Mapping[str, float] = field(default_factory=dict)
    keys: Mapping[str, float] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()

    def announces_number(self, text: str) -> bool:
        """Whether a number right behind this text is a value: behind a known key, or a word for "number"."""
        words = text.split()
        return self.is_key(text) or (bool(words) and key_of(words[-1]) in self.numbers)

    def is_key(self, text: str) -> bool:
        """Whether a text is a label word of some language, or is known as a key from forms."""
        key = key_of(text)
        return key in self.label_words or self.keys.get(key, 0.0) > 1.0

    def odds_of(self, text: str) -> tuple[float, float, float, float]:
        """Of the words of a text: the mean log-odds, the least, those of the first and of the last."""
        known = [self.odds.get(word, 0.0) for word in words_of(text)]
        if not known:
            return 0.0, 0.0, 0.0, 0.0
        return sum(known) / len(known), min(known), known[0], known[-1]

    @classmethod
    @cache
    def default(cls) -> KeyWords:
        """Those that nerkit brings."""
        path = files("nerkit").joinpath("pairs", FILE)
        learned = json_of(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return cls(_label_words(), learned.get("words", {}), learned.get("keys", {}), _number_words())


@cache
def _label_words() -> frozenset[str]:
    found: set[str] = set()
    for code in codes():
        known = locale(code)
        for label in known.labels.values():
            found.update(map(key_of, label.words))
            found.update(map(key_of, label.not_words))
        for heading in known.lines.headings.values():
            found.update(map(key_of, heading))
    return frozenset(found - {""})


@cache
def _number_words() -> frozenset[str]:
    words = (word for code in codes() for word in locale(code).identifiers.numbers)
    return frozenset(map(key_of, words)) - {""}


def log_odds(inside: int, outside: int, share: float) -> float:
    """The log-odds of a word counted in keys and elsewhere, of a corpus in which a `share` of all words are in keys."""
    return math.log((inside + share) / (outside + 1 - share)) - math.log(share / (1 - share))
