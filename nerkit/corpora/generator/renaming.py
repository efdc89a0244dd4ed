"""A contract under other names: the same text with its parties and its governing law exchanged for invented ones.

A few hundred contracts name a few hundred companies, and a tagger learns these by heart. Each name is exchanged the
same way wherever it stands in the document, so that the text stays consistent.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import accumulate
from random import Random

from nerkit.corpora.generator import names
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text
from nerkit.values.names import name_key

_COUNTRIES = ("US", "US", "US", "GB", "DE", "FR", "CH")
_PERSONS, _CAPITALS, _TWO_PARTS = 0.3, 0.3, 0.35
"""Shares of persons among the names, of names in capitals, of companies called by two words of two names."""


def renamed(labelled: LabelledDocument, rng: Random) -> LabelledDocument:
    """The document with new PARTY and GOVERNING_LAW texts; all spans stand for the same as before.

    Only for documents without pages: the words of a page have places that a longer name would not fit.
    """
    text = labelled.document.text
    chosen: dict[tuple[str, str], str] = {}
    edits: list[tuple[int, int, str]] = []
    for span in sorted(labelled.spans, key=lambda s: s.start):
        invent = _INVENT.get(span.label)
        if invent is not None:
            key = (span.label, name_key(text[span.start : span.end]))
            if key not in chosen:
                chosen[key] = invent(rng)
            edits.append((span.start, span.end, chosen[key]))
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


def _party(rng: Random) -> str:
    country = rng.choice(_COUNTRIES)
    if rng.random() < _PERSONS:
        name = names.person(country, rng)
    else:
        name = names.company(country, rng)
        if rng.random() < _TWO_PARTS:
            name = f"{names.surname(country, rng)} {name}"
    return name.upper() if rng.random() < _CAPITALS else name


def _law(rng: Random) -> str:
    return rng.choice(_places())


@cache
def _places() -> tuple[str, ...]:
    import pycountry

    states = [s.name for s in pycountry.subdivisions if s.country_code == "US" and s.type == "State"]
    provinces = [s.name for s in pycountry.subdivisions if s.country_code == "CA" and s.type == "Province"]
    countries = ["England and Wales", "England", "Germany", "France", "Switzerland", "Israel", "Japan", "Singapore"]
    # US states stand for most governing laws of contracts in English.
    return tuple(states * 4 + provinces + countries)


_INVENT: dict[str, Callable[[Random], str]] = {"PARTY": _party, "GOVERNING_LAW": _law}
