"""Words that a hyphen parts at the end of a line become one word again.

The second half moves up behind the first, so that the text holds the word in one piece, while each half stays a word of
its own with its own box. The hyphen of a compound stays; the document itself says what is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise

from nerkit.locales import words_for
from nerkit.reading.columns import Fragment
from nerkit.reading.placed import PlacedPage, PlacedWord

_FIRST = re.compile(r"\W*((?:[^\W\d_]+-)*[^\W\d_]{2,})-")
_SECOND = re.compile(r"([^\W\d_]{2,})[\W]*")
_PUNCTUATION = ".,;:!?()[]\"'\u201c\u201d\u2018\u2019"


@cache
def _compounding() -> frozenset[str]:
    return frozenset(word.casefold() for word in words_for(None).reading.compounding)


class Hyphenation:
    """Decides and mends, with the words of all pages as its dictionary; they are counted when they are first needed."""

    def __init__(self, pages: Sequence[PlacedPage]) -> None:
        self._pages = pages

    @cached_property
    def _known(self) -> Counter[str]:
        return Counter(word.text.strip(_PUNCTUATION).casefold() for page in self._pages for word in page.words)

    def mend(self, rows: Iterable[list[Fragment[PlacedWord]]]) -> None:
        """Move second halves up to their first ones, in lines of running text; the words' boxes stay what they are."""
        for above, below in pairwise(rows):
            if len(above) != 1 or len(below) != 1 or not below[0].words:
                continue
            first, second = above[0].words[-1] if above[0].words else None, below[0].words[0]
            if first is None or second.box.x0 >= first.box.x0:
                continue
            halves = _halves(first.text, second.text)
            if halves is None:
                continue
            if not self._is_compound(*halves):
                first = replace(first, text=first.text[:-1])
            above[0].words = [*above[0].words[:-1], first, replace(second, glued=True)]
            below[0].words = below[0].words[1:]

    def _is_compound(self, first: str, second: str) -> bool:
        known = self._known
        if known[f"{first}{second}"]:
            return False
        # A half that is a word of its own here speaks for a compound; this second half was itself counted once.
        return bool(
            known[f"{first}-{second}"]
            or "-" in first
            or first in _compounding()
            or (known[first] and len(first) > 2)
            or known[second] > 1
        )


def _halves(first: str, second: str) -> tuple[str, str] | None:
    """Both in lower case and without punctuation, None where this is no word that runs over the end of a line."""
    one, other = _FIRST.fullmatch(first), _SECOND.match(second)
    if not one or not other:
        return None
    if other[1].islower() or (one[1].isupper() and other[1].isupper()):
        return one[1].casefold(), other[1].casefold()
    return None
