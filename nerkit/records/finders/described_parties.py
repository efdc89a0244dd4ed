"""Parties that a contract describes and gives a role, by that form: `Bank of Ohio, an Ohio bank (the "Bank")`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import are_forms
from nerkit.locales.folding import plain, words
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.quotation_marks import CLOSE, OPEN
from nerkit.values import read_value
from nerkit.values.value import Context

OPENING = 3000
"""Characters within which a contract names its parties."""

_LONGEST = 90
"""Characters of a name at most."""

_WORD = re.compile(r"\S+")
_EDGES = ".®™"


def described_parties(text: str, context: Context) -> Iterator[tuple[int, int]]:
    """Where names stand that an indefinite article, a kind of party and a role in quotes follow, in text order.

    The words of a name have capitals, but for small ones such as "of" between them.
    """
    for described in _descriptions(context.language).finditer(plain(text[:OPENING])):
        end = described.start()
        start = _begin(text, end, context.language)
        if _is_name(text[start:end]) and read_value("name", text[start:end], context).value:
            yield start, end


def _is_name(name: str) -> bool:
    """Whether it has no figure and no blank to fill, does not begin with a legal form or end with a small word."""
    said = name.split()
    if not said or not words(name) or any(map(str.isdigit, name)) or "__" in name:
        return False
    return said[-1][0].isupper() and not are_forms(words(name)[:1])


def _begin(text: str, end: int, language: str | None) -> int:
    """Where the name begins that ends at `end`; `end` itself where there is none."""
    names = words_for(language).names
    start = reached = end
    for word in reversed(list(_WORD.finditer(text, max(0, end - _LONGEST), end))):
        said = word[0]
        if are_forms(words(text[start:end])):
            said = said.rstrip(",")
        between = text[word.end() : reached]
        if not said:
            reached = word.start()  # a comma between spaces, before a legal form
            continue
        if "\n" in between.replace("\n", "", 1) or not (said[-1].isalnum() or said[-1] in _EDGES):
            break
        if said in names.joiners and are_forms(words(text[max(0, word.start() - 8) : word.start()])[-1:]):
            break  # a company, and another one
        if said[0].isupper():
            start = word.start()
        elif said not in names.joiners and said not in names.within:
            break
        reached = word.start()
    return start


@cache
def _descriptions(language: str | None) -> re.Pattern[str]:
    names = words_for(language).names
    quoted = rf"[^()]{{0,250}}?\([^()]{{0,40}}?[{OPEN}][^()]{{1,60}}[{CLOSE}][^()]{{0,40}}\)"
    alone = rf",\s{any_of(names.acting)}\s{any_of(words_for(language).roles.words)}(?=[,.;])"
    role = rf"(?:{quoted}|{alone})"
    return re.compile(rf",?\s+{any_of(names.articles)}\s[^()\n]{{0,80}}?{whole(names.kinds)}{role}")
