"""What a text is known by again, and what it says of itself: that it is a copy, or gives back what another took."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Literal

from nerkit.document import Document
from nerkit.locales import words_for
from nerkit.locales.folding import plain, words_of
from nerkit.locales.word_patterns import any_of

Mark = Literal["copy", "credit"]

_LEAST = 20
"""Characters of a text below which it is like many others."""
_HEAD = 40
"""Lines among which a document says what it is."""
_WORDS = 2
"""Words beside that of a mark in its line."""
_MOST = 40
"""Numbers that a credit note may name."""
_NUMBER = re.compile(r"(?<![\w.,/-])(?=[\w/-]*\d{3})[A-Za-z0-9][\w/-]{2,30}(?![\w.,/-]\w)")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A digest of the text, whatever its white space and case; what it is marked as; and the numbers in a credit note.

    `text` is None where there is too little of it.
    """

    text: str | None
    marks: tuple[Mark, ...] = ()
    numbers: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The fingerprint as it stands in the output: only what it has."""
        found = {"text": self.text, "marks": list(self.marks), "numbers": list(self.numbers)}
        return {name: value for name, value in found.items() if value}


def fingerprint(document: Document, kind: str) -> Fingerprint:
    """The fingerprint of a document of this kind, by the words of its language."""
    folded = " ".join(words_of(document.text)).casefold()
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:32] if len(folded) >= _LEAST else None
    heads = [plain(line) for line in islice(document.text.splitlines(), _HEAD)]
    copies, credits = _patterns(document.language, kind)
    marks: list[Mark] = ["copy"] if copies and any(map(copies.fullmatch, heads)) else []
    if not credits or not any(map(credits.fullmatch, heads)):
        return Fingerprint(digest, tuple(marks))
    numbers = dict.fromkeys(found[0] for found in _NUMBER.finditer(document.text))
    return Fingerprint(digest, (*marks, "credit"), tuple(islice(numbers, _MOST)))


@cache
def _patterns(language: str | None, kind: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    words = words_for(language).kinds.get(kind)
    few = rf"(?:\s+[^\s:]+){{0,{_WORDS}}}\s*"
    return (_line(words.copies, few), _line(words.credits, ".*")) if words else (None, None)


def _line(words: tuple[str, ...], behind: str) -> re.Pattern[str] | None:
    """A line that begins with one of the words, or has few in front of it, and ends as `behind` says."""
    if not words:
        return None
    return re.compile(rf"\W*(?:[^\s:]+\s+){{0,{_WORDS}}}?\W*(?:{any_of(words)})(?!\w)[^\s\w:]*{behind}")
