"""A document under other names: the same text with its parties, persons, companies and places exchanged for others.

A few hundred contracts name a few hundred companies, and a tagger learns these by heart. Each name is exchanged the
same way wherever it stands in the document, so that the text stays consistent.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from random import Random

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.language.tokenizer import tokenize
from nerkit.reading import document_from_text
from nerkit.values.names import name_key

_COUNTRIES = ("US", "US", "US", "GB", "DE", "FR", "CH")
_PERSONS, _CAPITALS, _TWO_PARTS = 0.3, 0.3, 0.35
"""Shares of persons among the names, of names in capitals, of companies called by two words of two names."""
_STREETS, _LARGE_PLACES = 0.2, 0.5
"""Share of streets among places without a number, and of states and countries among the others."""


def renamed(labelled: LabelledDocument, rng: Random, kept: Collection[str] = ()) -> LabelledDocument:
    """The document with new texts for the labels that name somebody or a place; all spans stand for the same as before.

    `kept`: words that stay where they are the whole name of a person or a company; see `role_words`. Only for
    documents without pages: the words of a page have places that a longer name would not fit. Where punctuation
    stands apart as tokens of a corpus do, that of a new name does too.
    """
    text = labelled.document.text
    apart = _punctuation_stands_apart(text)
    chosen: dict[tuple[str, str], str] = {}
    edits: list[tuple[int, int, str]] = []
    position = 0
    for span in sorted(labelled.spans, key=lambda s: s.start):
        invent, old = _INVENT.get(span.label), text[span.start : span.end]
        # Of spans that overlap, as annotators may leave them, the first one is exchanged.
        if invent is None or span.start < position or (span.label in _BY_ROLES and old.casefold() in kept):
            continue
        key = (span.label, name_key(old))
        if key not in chosen:
            chosen[key] = invent(rng, old)
        new = chosen[key]
        if old.isupper() and span.label not in ("PARTY", "GOVERNING_LAW"):
            new = new.upper()
        if apart:
            new = " ".join(tokenize(document_from_text(new, "")).forms)
        edits.append((span.start, span.end, new))
        position = span.end
    moved = _mover(edits)
    new_text, position = "", 0
    for start, end, new in edits:
        new_text += text[position:start] + new
        position = end
    document = document_from_text(new_text + text[position:], labelled.document.source)
    return replace(
        labelled,
        document=document,
        spans=tuple(Span(moved(s.start), moved(s.end), s.label) for s in labelled.spans),
        open_spans=tuple(Span(moved(s.start), moved(s.end), s.label) for s in labelled.open_spans),
        record={},
        tolerated={},
    )


def role_words(documents: Iterable[LabelledDocument]) -> frozenset[str]:
    """Words of a corpus that stand alone as a person or a company and are a role: "borrower", "bank", case folded.

    That is a word that also occurs in lower case, or is mentioned in two documents or more.
    """
    mentioned: Counter[str] = Counter()
    lower: set[str] = set()
    for document in documents:
        text = document.document.text
        mentions = {text[s.start : s.end].casefold() for s in document.spans if s.label in _BY_ROLES}
        mentioned.update(mention for mention in mentions if mention.isalpha())
        lower.update(word for word in re.findall(r"\w+", text) if word.islower())
    return frozenset(word for word, count in mentioned.items() if count > 1 or word in lower)


def _punctuation_stands_apart(text: str) -> bool:
    return re.search(r"\s[.,]\s", text) is not None and re.search(r"\w,\s", text) is None


def _mover(edits: list[tuple[int, int, str]]) -> Callable[[int], int]:
    """Where an offset of the old text stands in the new one; inside an edit, at its start."""
    ends = [end for _, end, _ in edits]
    shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def moved(offset: int) -> int:
        done = bisect_right(ends, offset)
        if done < len(edits) and edits[done][0] < offset:
            offset = edits[done][0]
        return offset + shifts[done]

    return moved


def _party(rng: Random, _: str) -> str:
    country = rng.choice(_COUNTRIES)
    if rng.random() < _PERSONS:
        name = invented_names.person(country, rng)
    else:
        name = invented_names.company(country, rng)
        if rng.random() < _TWO_PARTS:
            name = f"{invented_names.surname(country, rng)} {name}"
    return name.upper() if rng.random() < _CAPITALS else name


def _law(rng: Random, _: str) -> str:
    return rng.choice(_places())


@cache
def _places() -> tuple[str, ...]:
    import pycountry

    states = [s.name for s in pycountry.subdivisions if s.country_code == "US" and s.type == "State"]
    provinces = [s.name for s in pycountry.subdivisions if s.country_code == "CA" and s.type == "Province"]
    countries = ["England and Wales", "England", "Germany", "France", "Switzerland", "Israel", "Japan", "Singapore"]
    # US states stand for most governing laws of contracts in English.
    return tuple(states * 4 + provinces + countries)


def _person(locales: Sequence[str]) -> Callable[[Random, str], str]:
    def invent(rng: Random, old: str) -> str:
        source = invented_names.source(rng.choice(locales), rng)
        first = [source.first_name()] if len(old.split()) > 1 else []
        return invented_names.plain(" ".join([*first, source.last_name()]))

    return invent


def _company(locales: Sequence[str]) -> Callable[[Random, str], str]:
    def invent(rng: Random, old: str) -> str:
        if len(old.split()) == 1:
            return invented_names.word(rng)
        if locales is _PORTUGUESE:
            return invented_names.plain(invented_names.source(rng.choice(locales), rng).company())
        return invented_names.company(rng.choice(_COUNTRIES), rng)

    return invent


def _place(locales: Sequence[str]) -> Callable[[Random, str], str]:
    def invent(rng: Random, old: str) -> str:
        source = invented_names.source(rng.choice(locales), rng)
        if any(char.isdigit() for char in old):
            street, number = invented_names.plain(source.street_name()), rng.randint(1, 400)
            return f"{street}, {number}" if locales is _PORTUGUESE else f"{number} {street}"
        if rng.random() < _STREETS:
            return invented_names.plain(source.street_name())
        if locales is _ENGLISH and rng.random() < _LARGE_PLACES:
            return rng.choice(_places())
        return invented_names.plain(source.city())

    return invent


_ENGLISH = ("en_US", "en_US", "en_US", "en_GB", "de_DE", "fr_FR")
_PORTUGUESE = ("pt_BR",)
_BY_ROLES = frozenset({"PER", "PERSON", "PESSOA", "ORG", "ORGANIZATION", "ORGANIZACAO"})
"""Labels of names of which a word may be a role: "the Lender"."""
_INVENT: dict[str, Callable[[Random, str], str]] = {
    "PARTY": _party,
    "GOVERNING_LAW": _law,
    **dict.fromkeys(("PER", "PERSON"), _person(_ENGLISH)),
    **dict.fromkeys(("ORG", "ORGANIZATION"), _company(_ENGLISH)),
    **dict.fromkeys(("LOC", "LOCATION", "GPE"), _place(_ENGLISH)),
    "PESSOA": _person(_PORTUGUESE),
    "ORGANIZACAO": _company(_PORTUGUESE),
    "LOCAL": _place(_PORTUGUESE),
}
"""For each label what makes a new text of chance and the old one."""
