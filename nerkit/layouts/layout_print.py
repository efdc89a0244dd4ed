"""What a document looks like: the words of its first page, and where across the page each begins.

Words with digits change from one document of a sender to the next and say nothing. How far down the page a word stands
is left out likewise: a table of more rows moves all that is below it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nerkit.document import Document
from nerkit.locales.folding import plain

_STEPS = 40
"""Parts of the width of a page; a word that begins one part aside is still in its place."""

_PLAIN_WIDTH = 100
"""Characters of a line of text that has no pages."""

_MOST = 600
"""Words of a page that are kept."""


@dataclass(frozen=True)
class LayoutPrint:
    """Words of a page, each with the parts of its width (0 to `_STEPS`) in which it begins."""

    words: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, document: Document, but: Collection[int] = ()) -> LayoutPrint:
        """That of the first page; `but` are the offsets of words that are left out, such as those of values."""
        page = document.pages[0] if document.pages else None
        end = page.end if page else len(document.text)
        found: dict[str, set[int]] = {}
        for word in document.words[:_MOST]:
            text = _word(document.text[word.start : word.end])
            if word.start >= end or word.start in but or not text:
                continue
            if word.box is not None and page is not None:
                across = word.box.x0 / max(1.0, page.width)
            else:
                across = (word.start - document.text.rfind("\n", 0, word.start) - 1) / _PLAIN_WIDTH
            found.setdefault(text, set()).add(int(min(1.0, max(0.0, across)) * _STEPS))
        return cls({word: tuple(sorted(places)) for word, places in sorted(found.items())})

    @staticmethod
    def words_of(text: str) -> set[str]:
        """The words of a text as they are compared, with "" for one that says nothing of the layout."""
        return {_word(word) for word in text.split()}

    def likeness(self, other: LayoutPrint) -> float:
        """From 0 to 1: the share of words that both have, those in the same place twice (Dice)."""
        if not self.words or not other.words:
            return 0.0
        both = self.words.keys() & other.words.keys()
        placed = sum(_near(self.words[word], other.words[word]) for word in both)
        return (len(both) + placed) / (len(self.words) + len(other.words))


def _word(text: str) -> str:
    """A word as it is compared, "" for what changes with each document, or is hardly a word."""
    word = plain(text).strip(".,:;()[]*#|-_/")
    return "" if len(word) < 2 or any(c.isdigit() for c in word) else word


def _near(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return any(abs(x - y) <= 1 for x in a for y in b)
