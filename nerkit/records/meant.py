"""What entities mean within their document, where that is not all in their own text.

A date may go on behind its entity ("15.01." of "15.01.–02.02.2024"), and so may an account number; the entity of what
ends a period may hold all of it, the brackets that make an amount negative stand around its entity, why a rate is zero
stands behind it, and whose a tax payer's number without letters is stands before it ("P.IVA").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nerkit.budget import paced
from nerkit.document import Document, Entity
from nerkit.labels import Label, Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.records.finders.dictionary import listed
from nerkit.values.amount_text import with_sign
from nerkit.values.date_values import read_date
from nerkit.values.dates import find_dates
from nerkit.values.identifiers import length_of_iban, valid_iban
from nerkit.values.percent import read_percent
from nerkit.values.periods import FoundPeriod, find_periods
from nerkit.values.value import Context
from nerkit.values.vat_ids import national_names

_MASKED = re.compile(r"[ .-]?[*•]{2}")
_OF_NUMBER = re.compile(r"[A-Z0-9/-]")
_GROUPS = re.compile(r"(?:[ .-]?[0-9A-Z])+")
_MINUS = "-−–( "
_WRAPPED = re.compile(r"(?<=\d)\n(?=\d{3}(?!\d))")
"""A line that ends between two groups of thousands: "18\\n000 €"."""
_BEHIND = 40
"""Characters around a date in which it goes on: a year in words, the last day of its period with the year, its day."""

_LINES = 2
"""Lines below a cell in which an account number goes on that its cell has no room for."""
_NEXT = 400
"""Characters of these lines at most."""

_ARTICLE = re.compile(r"(?<![^\W\d_a-zß-ÿ]\s)(?<!\w)([^\W\d_a-zß-ÿ]{2,3})\s$")
"""A short word in capitals behind none in capitals: in a heading all are."""
_SHORT = 8
"""Characters before a name within which its article stands."""

_BEFORE = 40
"""Characters before a tax payer's number in which its name stands."""


def completed(
    document: Document, entities: Sequence[Entity], schema: Schema, language: str | None = None
) -> list[Entity]:
    """The same entities at the same places, each with the text that its value is read from, in this language."""
    ends = schema.ends
    return [
        replace(entity, text=_text(label, entity, document.text, language, ends=label.field in ends))
        if (label := schema.labels.get(entity.label))
        else entity
        for entity in paced(entities)
    ]


def _text(label: Label, entity: Entity, text: str, language: str | None, *, ends: bool) -> str:
    if label.values:
        return listed(label.values, entity.text) or entity.text
    if label.type == "date":
        return _date(entity, text, language, ends=ends)
    if label.type == "amount":
        if label.unsigned:
            return entity.text.lstrip(_MINUS)
        return _WRAPPED.sub(" ", text[slice(*with_sign(text, entity.start, entity.end, language))])
    if label.type == "identifier":
        return _whole_number(entity, text)
    if label.type == "iban":
        return _whole_account(entity, text)
    if label.type == "name":
        return _with_article(entity, text, language)
    if label.type == "vat_id":
        return _named_by_country(entity, text)
    return _percent(entity, text, language) if label.type == "percent" else entity.text


def _named_by_country(entity: Entity, text: str) -> str:
    """A tax payer's number with the name that a country has for it, where that stands before it on its line."""
    before = plain(text[max(0, entity.start - _BEFORE) : entity.start]).rpartition("\n")[2]
    names = [name for pattern in national_names().values() for name in pattern.finditer(before)]
    nearest = max(names, key=lambda name: name.end(), default=None)
    if nearest is None or any(map(str.isdigit, before[nearest.end() :])):
        return entity.text
    return before[nearest.start() :] + entity.text


def _whole_number(entity: Entity, text: str) -> str:
    """All of a number in parts with strokes of which the entity has the last ones: "DST/23-24/0871"."""
    begin = entity.start
    while begin and _OF_NUMBER.match(text[begin - 1]):
        begin -= 1
    before = text[begin : entity.start]
    return (
        before + entity.text
        if "/" in before and not _OF_NUMBER.match(text[entity.end : entity.end + 1])
        else entity.text
    )


def _whole_account(entity: Entity, text: str) -> str:
    """An account number with the groups behind it that its country has; none where some of it is masked."""
    line = text[entity.start : entity.end + _BEHIND].partition("\n")[0]
    if _MASKED.match(line, len(entity.text)):
        return ""
    places = [place for place, char in enumerate(line) if char.isalnum()]
    length = length_of_iban(entity.text[:2])
    own = sum(map(str.isalnum, entity.text))
    if own < length and (whole := _wrapped_account(entity, text, length - own)):
        return whole
    if not own < length <= len(places) or line[: len(entity.text)] != entity.text:
        return entity.text
    end = places[length - 1] + 1
    more = line[len(entity.text) : end]
    return line[:end] if _GROUPS.fullmatch(more) and not line[end : end + 1].isalnum() else entity.text


def _wrapped_account(entity: Entity, text: str, missing: int) -> str | None:
    """An account number that ends its cell, with the rest of it that begins a cell of the next lines and proves it."""
    if text[entity.end : entity.end + 1] not in ("\t", "\n"):
        return None
    start = text.find("\n", entity.end) + 1
    lines = text[start : start + _NEXT].split("\n", _LINES)[:_LINES] if start else []
    for cell in (cell for line in lines for cell in line.split("\t")):
        group = _GROUPS.match(cell)
        rest = re.sub(r"[^0-9A-Z]", "", group[0]) if group else ""
        if len(rest) == missing and valid_iban(re.sub(r"[^0-9A-Z]", "", entity.text) + rest):
            return f"{entity.text} {rest}"
    return None


def _date(entity: Entity, text: str, language: str | None, *, ends: bool) -> str:
    if ends and (periods := _periods(entity.text, language)):
        last = periods[-1].last
        return last.readings[0].isoformat() if len(last.readings) == 1 else entity.text[last.start : last.end]
    if read_date(entity.text, Context(language)).value is not None:
        return entity.text
    stretch = text[entity.start : entity.end + _BEHIND]
    folded = plain(stretch)
    begun = [
        *((hit.start, hit.end) for hit in find_dates(folded, language)),
        *((period.first.start, period.last.end) for period in find_periods(folded, language) if period.borrowed),
    ]
    whole = next((stretch[:end] for start, end in sorted(begun) if start < len(entity.text) <= end), None)
    return whole or _around(entity, text, language) or entity.text


def _around(entity: Entity, text: str, language: str | None) -> str | None:
    """The date that holds all of an entity: the tagger may see "month of May of 2023" behind "the nine days of the"."""
    since = max(0, entity.start - _BEHIND)
    stretch = text[since : entity.end + _BEHIND]
    start, end = entity.start - since, entity.end - since
    found = find_dates(plain(stretch), language)
    return next((stretch[hit.start : hit.end] for hit in found if hit.start <= start and end <= hit.end), None)


def _periods(text: str, language: str | None) -> list[FoundPeriod]:
    """Those in the document's language, else in any; what is one whole date here is no period elsewhere."""
    folded = plain(text)
    found = list(find_periods(folded, language))
    if found or any(not _beside(folded, date.start, date.end) for date in find_dates(folded, language)):
        return found
    return list(find_periods(folded))


def _beside(text: str, start: int, end: int) -> bool:
    """Whether a letter or a figure stands before or behind this stretch."""
    return any(map(str.isalnum, text[:start] + text[end:]))


def _percent(entity: Entity, text: str, language: str | None) -> str:
    if read_percent(entity.text, Context(language)).value != "0":
        return entity.text
    line = text[entity.start : entity.end + _BEHIND].partition("\n")[0]
    return line if read_percent(line, Context(language)).value == "0" else entity.text


def _with_article(entity: Entity, text: str, language: str | None) -> str:
    """A name in capitals with the article in capitals right before it: "LA TABLE D'OR", "DE GOEDE LEPEL B.V."."""
    if language is None or not entity.text.isupper() or " " not in entity.text.strip():
        return entity.text
    before = _ARTICLE.search(text, max(0, entity.start - _SHORT), entity.start)
    if before is None or plain(before[1]) not in _articles(language):
        return entity.text
    return f"{before[1]} {entity.text}"


@cache
def _articles(language: str | None) -> frozenset[str]:
    """The articles of a language with which a name may begin; that of English names may be missing anywhere."""
    words = words_for(language)
    return frozenset(map(plain, words.roles.articles)) - frozenset(map(plain, words.names.leading))
