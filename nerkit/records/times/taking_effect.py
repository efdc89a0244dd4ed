"""How sure it is that a contract has effect from the day on which it is made, where it names no other day."""

from __future__ import annotations

import re
from functools import cache

from nerkit.locales import codes, locale
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole

SPOKEN, AT_ONCE, UNSAID = 1.1, 1.0, 0.5
"""By how much the day on which a contract was made is surer to be that of its effect than on the whole (0.8): 123 of
140 contracts of CUAD and Kleister-NDA that speak of taking effect, 62 of 78 promises of secrecy that do not. Few
readers say so of other contracts that do not (CUAD: 1 of 9), and by law it is so all the same."""

_OPENING = 1500
"""Characters within which a contract says what it is."""


def certainty_of_effect(text: str, language: str | None) -> float:
    """How sure the rule is for this contract, by whether it speaks of taking effect or binds as a promise of secrecy.

    In a language of which no such words are known it is as sure as where they stand.
    """
    effect, at_once = _patterns(language)
    folded = plain(text)
    if effect is None or effect.search(folded):
        return SPOKEN
    return AT_ONCE if at_once and at_once.search(folded, 0, _OPENING) else UNSAID


@cache
def _patterns(language: str | None) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    if language is None or language not in codes():
        return None, None
    words = locale(language).agreed
    effect, at_once = (re.compile(whole(some)) if some else None for some in (words.effect, words.at_once))
    return effect, at_once
