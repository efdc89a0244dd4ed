"""Parties that the opening of a contract names by its form: `Tenant: Mary Brown`, "between Alpha Ltd and Beta LLP"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import a_form
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.values import read_value
from nerkit.values.value import Context

OPENING = 3000
"""Characters within which a contract names its parties."""

_NAME_WORDS = range(2, 9)
_CUT = re.compile(r"[,;(\t\n]|\s[-–—]\s")
_CAPITAL = re.compile(r"[^\W\d_a-zß-ÿ]")
_RUN = re.compile(rf"(?:{_CAPITAL.pattern}[\w.'’-]*\s){{1,3}}{_CAPITAL.pattern}[\w'’-]+")
_ACTS = 80
"""Characters before a person within which words say that this one acts for another."""


def parties_in_opening(text: str, context: Context) -> Iterator[tuple[int, int]]:
    """Where the opening names parties: behind a role and a colon, behind "and Mr", and two companies behind "between".

    And between two words for companies: "la société DATAPLI, société anonyme".

    A name of a person has two words and more and no figure, one of a company has a legal form.
    """
    language = context.language
    head = plain(text[:OPENING])
    particulars = list(_particulars(language).finditer(head))
    for line, following in zip_longest(particulars, particulars[1:]):
        stop = min(line.end("names"), following.start() if following else OPENING)
        for start, end in _parts(head, line.start("names"), stop, language):
            yield from _name(text, start, end, context)
    for joined in _titled(language).finditer(head):
        name = _RUN.match(text, joined.end())
        acting = _acting(language).search(head, max(0, joined.start() - _ACTS), joined.start())
        if name and not acting:
            yield from _name(text, *name.span(), context)
    for company in _companies(language).finditer(head):
        yield from _name(text, *company.span("name"), context, whole=True)
    for pair in _pairs(language).finditer(head):
        for group in ("first", "second"):
            yield from _name(text, *pair.span(group), context)


def _parts(head: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """The names in what stands behind a role, each without what describes it."""
    describes = re.compile(rf"\s+{whole(words_for(language).roles.apposition)}\s+\d")
    for border in (*_joined(language).finditer(head, start, end), None):
        stop = border.start() if border else end
        cuts = [cut.start() for cut in (_CUT.search(head, start, stop), describes.search(head, start, stop)) if cut]
        yield start, min([*cuts, stop])
        start = border.end() if border else stop


def _name(text: str, start: int, end: int, context: Context, *, whole: bool = False) -> Iterator[tuple[int, int]]:
    said = text[start:end].strip()
    start = text.index(said, start) if said else start
    words = said.split()
    if words and words[-1] not in words_for(context.language).reading.abbreviations:
        said = said.rstrip(".")
    formed = re.search(rf"{a_form()}\.?$", plain(said)) is not None
    if not _CAPITAL.match(said) or any(map(str.isdigit, said)) or "__" in said:
        return
    if (whole or formed or len(words) in _NAME_WORDS) and read_value("name", said, context).value:
        yield start, start + len(said)


@cache
def _particulars(language: str | None) -> re.Pattern[str]:
    roles = words_for(language).roles
    begins = r"(?:^[\W\d]{0,6}|(?<=[\w)][.;])[ ])"  # a line, or a sentence of it
    role = rf"(?:{any_of(roles.between)}\s)?{any_of(roles.words)}(?:\(\w{{1,2}}\)|/\w+)?s?"
    return re.compile(rf"(?m){begins}{role}\s?:[ \t]*(?=(?P<names>[^\n]{{3,200}}))")


@cache
def _titled(language: str | None) -> re.Pattern[str]:
    names = words_for(language).names
    return re.compile(rf"(?<!\w){any_of(names.joiners)}\s+{any_of(names.titles)}\.?\s+")


@cache
def _acting(language: str | None) -> re.Pattern[str]:
    return re.compile(whole(words_for(language).labels["REPRESENTATIVE"].words))


@cache
def _pairs(language: str | None) -> re.Pattern[str]:
    locale = words_for(language)
    between, joined = whole(locale.labels["PARTY"].words), any_of(locale.names.joiners)
    name = rf"[a-z][\w&.' -]{{1,60}}?\s{a_form()}\.?(?!\w)"
    return re.compile(rf"{between}:?\s+(?P<first>{name}),?\s+{joined}\s+(?P<second>{name})")


@cache
def _companies(language: str | None) -> re.Pattern[str]:
    kinds = any_of(words_for(language).names.kinds)
    return re.compile(rf"(?<!\w){kinds}\s+(?P<name>[a-z0-9][^,;:()\n]{{2,60}}),\s+{kinds}(?!\w)")


@cache
def _joined(language: str | None) -> re.Pattern[str]:
    return re.compile(rf",?\s+{any_of(words_for(language).names.joiners)}\s+")
