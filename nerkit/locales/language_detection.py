"""Which language a document is in, by the commonest words of each: as good for a short invoice as for running text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from nerkit.locales import codes, locale
from nerkit.locales.folding import plain

_WORD = re.compile(r"(?<![\w.@])[^\W\d_]{2,}(?![\w@])")  # no part of a code or an address, no single letter
_SAMPLE = 200_000  # characters that decide
_ENOUGH = 1.5
"""Words by which a language is known; one that others have too counts as a part of one."""
_LEAD = 1.5
"""How many times the words of the next language."""


def language_of(text: str) -> str | None:
    """The language of a text (ISO 639-1), None where its words decide for none of those that are known. No text raises.

    A word counts for every language that has it among its `common` ones, the less the more they are; with its accents
    it counts for those that write it so.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    words: Counter[str] = Counter()
    own: set[str] = set()
    for word, times in Counter(_WORD.findall(text[:_SAMPLE].lower())).items():
        known = _languages().get(word) or _languages().get(plain(word), ())
        for language in known:
            scores[language] += times / len(known)
        words.update(known)
        own.update(known if len(known) == 1 else ())
    if not scores:
        return None
    best, *others = sorted(scores, key=lambda language: -scores[language])
    # One word alone may be something else: "NE" is Nebraska, ".au" Australia.
    sure = best in own and words[best] > 1 and scores[best] >= _ENOUGH
    return best if sure and all(scores[best] > _LEAD * scores[other] for other in others) else None


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """The languages of each common word, as it is written and without accents."""
    languages: dict[str, dict[str, None]] = {}
    for code in codes():
        for word in locale(code).common:
            for spelt in (word.lower(), plain(word)):
                languages.setdefault(spelt, {})[code] = None
    return {word: tuple(codes) for word, codes in languages.items()}
