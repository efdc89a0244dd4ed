"""Whether nerkit's words of a page are pdfplumber's, and why not where they are not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

REPAIRS = frozenset({"hyphenated at a line's end", "letters spaced out"})
WHITE_SPACE = frozenset({"nerkit parts it", "nerkit does not part it"})

_EXAMPLES = 5
_HYPHENS = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\x02\ufffe"), "-")


class TheirWord(NamedTuple):
    """A word of pdfplumber and whether it stands on the visible page."""

    text: str
    visible: bool


@dataclass(slots=True)
class WordAgreement:
    """How many word tokens pdfplumber has, how many of them nerkit has too, and the others by cause."""

    tokens: int = 0
    equal: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def share(self, *folded: str) -> float:
        """The share of tokens that agree when these causes count as agreement too."""
        return (self.equal + sum(self.causes[cause] for cause in folded)) / max(self.tokens, 1)

    def add(self, cause: str, example: str) -> None:
        """Count a token that differs and keep the first examples of its cause."""
        self.causes[cause] += 1
        kept = self.examples.setdefault(cause, [])
        if len(kept) < _EXAMPLES and example not in kept:
            kept.append(example)

    def update(self, other: WordAgreement) -> None:
        """Add the figures of other pages."""
        self.tokens += other.tokens
        self.equal += other.equal
        self.causes += other.causes
        for cause, examples in other.examples.items():
            self.examples[cause] = list(dict.fromkeys([*self.examples.get(cause, []), *examples]))[:_EXAMPLES]


def agreement(ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[TheirWord]]) -> WordAgreement:
    """Compare the words of each page as multisets: the order of reading is not compared, ligatures are folded."""
    result = WordAgreement()
    for our_page, their_page in zip(ours, theirs, strict=True):
        _compare(result, [_folded(word) for word in our_page], their_page)
    return result


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).translate(_HYPHENS).replace("\0", "")


def _compare(result: WordAgreement, ours: Sequence[str], theirs: Sequence[TheirWord]) -> None:
    mine = Counter(ours)
    left = []
    for word in theirs:
        text = _folded(word.text)
        if not text.strip():
            continue
        result.tokens += 1
        if mine[text] > 0:
            mine[text] -= 1
            result.equal += 1
        else:
            left.append((text, word))
    extra = list(mine.elements())
    for text, word in left:
        result.add(_cause(text, word, ours, extra), text)


def _cause(text: str, word: TheirWord, ours: Sequence[str], extra: Sequence[str]) -> str:
    if not word.visible:
        return "outside of the page"
    if "(cid:" in word.text:
        return "without a code"
    if any(_is_half(text, other) for other in extra):
        return "hyphenated at a line's end"
    if len(text.strip(".,:;")) == 1 and text[0].isalpha() and any(text in other and other.isalpha() for other in extra):
        return "letters spaced out"
    if any(text in other for other in extra):
        return "nerkit does not part it"
    if any(other and text.startswith(other) for other in extra) and text in "".join(ours):
        return "nerkit parts it"
    if _undoubled(text) in ours:
        return "drawn twice, letter by letter"
    return "drawn twice or hidden" if text in ours else "other"


def _is_half(text: str, other: str) -> bool:
    if len(text) < 2 or len(other) <= len(text):
        return False
    return (text.endswith("-") and other.startswith(text[:-1])) or (
        other.rstrip('.,;:)\u201d"').endswith(text.rstrip('.,;:)\u201d"')) and text[0].islower()
    )


def _undoubled(text: str) -> str:
    return re.sub(r"(.)\1", r"\1", text)
