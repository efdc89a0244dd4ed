"""Many phrases found in a text at once, whatever their case and accents, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from nerkit.locales.folding import plain

Meaning = TypeVar("Meaning")

_TOKEN = re.compile(r"\w+|#")


class FoldedWord(NamedTuple):
    """A word of a text, folded, and where it stands."""

    text: str
    start: int
    end: int


class Hit(NamedTuple, Generic[Meaning]):
    """A phrase that stands at `text[start:end]`, and what it means."""

    start: int
    end: int
    meaning: Meaning


class Phrases(Generic[Meaning]):
    """Phrases with what each of them means; of two that are the same once they are folded, the first one counts.

    Each word of a text is looked up with the words behind it, for every number of words that a phrase with this
    beginning has: 100,000 phrases take no longer to look for than ten.
    """

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings: dict[str, Meaning] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, meaning in phrases:
            if words := folded(phrase).split():
                self._meanings.setdefault(" ".join(words), meaning)
                lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def find(self, text: str) -> Iterator[Hit[Meaning]]:
        """The phrases that stand in a text, in order and apart: at each word the longest that begins there."""
        found = tokens(text)
        at = 0
        while at < len(found):
            for length in self._lengths.get(found[at].text, ()):
                stretch = found[at : at + length]
                meaning = self._meanings.get(" ".join(token.text for token in stretch))
                if meaning is not None and len(stretch) == length:
                    yield Hit(stretch[0].start, stretch[-1].end, meaning)
                    at += length - 1
                    break
            at += 1


def tokens(text: str) -> list[FoldedWord]:
    """The words of a text without case and accents, "ß" as "ss"."""
    folded = plain(text)
    return [FoldedWord(match[0].replace("ß", "ss"), *match.span()) for match in _TOKEN.finditer(folded)]


def folded(phrase: str) -> str:
    """The words of a phrase, as they are looked up."""
    return " ".join(token.text for token in tokens(phrase))
