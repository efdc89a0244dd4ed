"""Account numbers, banks' codes and tax payers' identifiers in running text, found by form and checksum alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Literal, NamedTuple

from nerkit.locales import words_for
from nerkit.locales.countries import tax_numbers
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.identifiers import UNLETTERED, length_of_iban, number_words, read_iban, valid_bic, valid_iban
from nerkit.values.nearby import stretches_near
from nerkit.values.vat_ids import (
    has_form_of_vat_id,
    lettered,
    looks_like_vat_id,
    national_names,
    valid_bare,
    valid_vat_id,
)

Evidence = Literal["announced", "alone", "unproven"]
"""What speaks for an identifier: its name before it and its checksum, its checksum alone, or its name and its form."""

_APART = r"[ .-]?"
"""What may stand between two groups of one identifier."""
_IBAN = re.compile(r"(?<![A-Za-z0-9])(?=([A-Z]{2}\d\d(?:[ .\n-]?[0-9A-Z]){11,32}))")
"""An account number may go on in the next line: its checksum says whether it does."""
_BIC = re.compile(r"(?<![A-Za-z0-9])[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![A-Za-z0-9])")
_MORE_DIGITS = re.compile(r" \d{4}(?!\d)", re.ASCII)
_GROUP = re.compile(rf"{_APART}([0-9A-Z*+]+)(?![a-z])")
_SHORTEST, _LONGEST = 8, 18
"""Characters of an identifier that is known by its form; shorter ones are too often right by chance."""
_NEAR = 150
"""Characters from an account number within which a bank's code of the same country is that of its bank."""
_BEFORE = 40
"""Characters before an identifier in which its name stands."""
_NAME = 100
"""Characters of the name of a tax payer's number at most."""
_GSTIN = re.compile(r"(?<![A-Za-z0-9])\d\d[A-Z]{5}\d{4}[A-Z][0-9A-Z]{3}(?![A-Za-z0-9])")
_IBAN_NAMED = re.compile(r"iban[^a-z0-9]*$")
_BIC_NAMED = re.compile(r"(?<![a-z])(?:bic|swift)(?![a-z])[^\n]{0,20}$")


_WORD = re.compile(r"[0-9A-Z]+(?![\w]|[ .-]\d)")


class FoundIdentifier(NamedTuple):
    """`text[start:end]` is an identifier that its checksum, or for a bank's code its place, proves."""

    start: int
    end: int
    evidence: Evidence


def find_identifiers(type: str, text: str) -> Iterator[FoundIdentifier]:
    """The identifiers of a type that checks itself (`iban`, `bic`, `vat_id`) in a text, in order and apart.

    No text raises. Raises KeyError for another type.
    """
    return _FINDERS[type](text)


def _ibans(text: str) -> Iterator[FoundIdentifier]:
    lettered_ones = (
        FoundIdentifier(start, end, "announced" if _IBAN_NAMED.search(_before(text, start)) else "alone")
        for start, end in _iban_spans(text)
    )
    yield from sorted(chain(lettered_ones, _unlettered_ibans(text)))


def _iban_spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        wanted = length_of_iban(match[1][:2])
        places = [place for place, char in enumerate(match[1]) if char.isalnum()]
        if wanted and len(places) >= wanted:
            end = match.start() + places[wanted - 1] + 1
            code = text[match.start() : end]
            if not text[end : end + 1].isalnum() and valid_iban(re.sub(r"[^0-9A-Z]", "", code)):
                yield match.start(), end


def _unlettered_ibans(text: str) -> Iterator[FoundIdentifier]:
    for match in UNLETTERED.finditer(text):
        if read_iban(match[0]).note is None:
            yield FoundIdentifier(*match.span(), "alone")


def _bics(text: str) -> Iterator[FoundIdentifier]:
    """Banks' codes with their name before them, and those near an account number of their country."""
    accounts: dict[str, list[tuple[int, int]]] = {}
    for start, end in _iban_spans(text):
        accounts.setdefault(text[start : start + 2], []).append((start, end))
    for match in _BIC.finditer(text):
        if not valid_bic(match[0]):
            continue
        named = _BIC_NAMED.search(_before(text, match.start())) is not None
        near = _near(accounts.get(match[0][4:6], ()), match.start())
        # A heading in capitals may have the form of a code: capitals alone need their name, or all eleven places.
        if named or (near and (len(match[0]) > _SHORTEST or any(map(str.isdigit, match[0])))):
            yield FoundIdentifier(*match.span(), "announced" if named else "alone")


def _near(accounts: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether one of the accounts, which stand in order and apart, ends near a place and does not hold it."""
    first = bisect_right(accounts, at - _NEAR, key=itemgetter(1))
    last = bisect_left(accounts, at + _NEAR, key=itemgetter(1))
    return any(not start <= at < end for start, end in accounts[first:last])


def _vat_ids(text: str) -> Iterator[FoundIdentifier]:
    folded = plain(text)
    found: dict[tuple[int, int], Evidence] = {}
    named = list(stretches_near(folded, _generic(), _NAME, _NAME))
    for country, name in national_names().items():
        for match in chain.from_iterable(name.finditer(folded, *place) for place in named):
            if between := _between().match(folded, match.end()):
                at = between.end()
                if span := _valid_span(text, at, at, lambda code: valid_vat_id(country + code)):  # noqa: B023
                    found[span] = "announced"
                elif span := _valid_span(text, at, at, lambda code: has_form_of_vat_id(country + code)):  # noqa: B023
                    found.setdefault(span, "unproven")
    for match in _generic().finditer(folded):
        if (between := _between().match(folded, match.end())) is None:
            continue
        at = between.end()
        if span := _valid_span(text, at, at, lambda code: valid_bare(code) or valid_vat_id(code)):
            found.setdefault(span, "announced")
        elif span := _valid_span(text, at, at, has_form_of_vat_id) or _doubtful_span(text, at):
            found.setdefault(span, "unproven")
    for match in _lettered().finditer(text):
        span = _valid_span(text, match.start(), match.end(), valid_vat_id)
        if span and not _MORE_DIGITS.match(text, span[1]):  # the first digits of an account are no tax payer's number
            found.setdefault(span, "alone")
    for match in _GSTIN.finditer(text):
        if valid_vat_id(f"IN{match[0]}"):
            found.setdefault(match.span(), "alone")
    spans = sorted(found, key=lambda span: (span[0], -span[1]))
    end = 0
    for start, stop in spans:
        if start >= end:
            yield FoundIdentifier(start, stop, found[start, stop])
            end = stop


def _valid_span(text: str, start: int, at: int, valid: Callable[[str], bool]) -> tuple[int, int] | None:
    """The fewest groups from `at` on that make a valid identifier of what begins at `start`."""
    code = text[start:at]
    while group := _GROUP.match(text, at):
        code, at = code + group[1], group.end()
        if len(code) > _LONGEST:
            return None
        if len(code) >= _SHORTEST and not text[at : at + 1].isalnum() and valid(code):
            return start, at
    return None


def _doubtful_span(text: str, at: int) -> tuple[int, int] | None:
    """The one word at `at`, where it looks like an identifier and no other digits go on with it."""
    word = _WORD.match(text, at)
    return word.span() if word and looks_like_vat_id(word[0]) else None


def _before(text: str, start: int) -> str:
    """What stands right before an identifier, in plain text."""
    return plain(text[max(0, start - _BEFORE) : start])


@cache
def _lettered() -> re.Pattern[str]:
    """The letters of the countries with which identifiers begin that are known by their form."""
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(lettered())})(?=[ .-]?[0-9A-Z])")


@cache
def _between() -> re.Pattern[str]:
    """What may stand between the name of a number and the number: up to three words, no country's letters but "no."."""
    letters = any_of(lettered())
    word = rf"(?:{number_words()}(?![a-z0-9])|(?!{letters}[^a-z])(?![a-z][ .-]?\d)[a-z]{{1,25}}(?![a-z0-9]))"
    return re.compile(rf"(?:[^\w\n]{{0,4}}{word}){{0,3}}+[^\w\n]{{0,4}}\n?(?=[0-9a-z]{{0,4}}[ .-]?\d)")


@cache
def _generic() -> re.Pattern[str]:
    """What a tax payer's number is called whatever the country, and the names that one country has for it."""
    words = words_for(None).identifiers.tax_numbers
    generic = rf"(?<![a-z]){any_of(words, dotted=True)}"
    begins = {plain(word)[0] for word in (*words, *chain.from_iterable(tax_numbers().values()))}
    forms = "|".join([generic, *(name.pattern for name in national_names().values())])
    return re.compile(rf"(?=[{re.escape(''.join(sorted(begins)))}])(?:{forms})")  # a quick look first


_FINDERS: Mapping[str, Callable[[str], Iterator[FoundIdentifier]]] = MappingProxyType(
    {"iban": _ibans, "bic": _bics, "vat_id": _vat_ids}
)
