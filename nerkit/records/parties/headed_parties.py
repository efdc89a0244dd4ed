"""Names that stand behind the word for a role, in their line or in the cell to the right: "Tenant: Mary Brown"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.grouping import Candidate

_BEFORE = 120
"""Characters before a name in which the word for its role stands."""


def headed_parties(text: str, candidates: Sequence[Candidate], language: str | None) -> list[Candidate]:
    """The candidates behind a word for a role of a party, where two of these words and more name somebody.

    A form that gives one party this way and the other in a sentence says nothing of who else is one.
    """
    role, _ = _headings(language)
    roles = {id(candidate): said for candidate in candidates if (said := _said(text, candidate, role))}
    return [one for one in candidates if id(one) in roles] if len({*roles.values()}) > 1 else []


def only_helps(text: str, candidate: Candidate, language: str | None) -> bool:
    """Whether a name stands nowhere but behind the word for somebody beside the parties, as a broker or a guarantor.

    A sentence may name several behind that word: "no broker other than Alpha LLC, for the landlord, and Beta LLC".
    """
    _, helper = _headings(language)
    told, opens = _sentences(language)

    def helps(place: int) -> bool:
        before = _before(text, place)
        said = told.search(before)
        return bool(helper.search(before) or (said and not opens.search(said[0])))

    return all(helps(mention.entity.start) for mention in candidate.mentions)


def _said(text: str, candidate: Candidate, role: re.Pattern[str]) -> str | None:
    found = (role.search(_before(text, mention.entity.start)) for mention in candidate.mentions)
    return next((match["role"] for match in found if match), None)


def _before(text: str, place: int) -> str:
    return plain(text[max(0, place - _BEFORE) : place])


@cache
def _sentences(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A sentence from the word for somebody beside the parties on, and the words with which an opening begins."""
    locale = words_for(language)
    return (
        re.compile(rf"{whole(locale.roles.beside)}[^.;:\n]*$"),
        re.compile(whole(locale.labels["PARTY"].words)),
    )


@cache
def _headings(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends before a name: the word for the role of a party, and one for somebody beside them."""
    locale = words_for(language)
    joined = rf"(?:[^\n\t:]{{2,60}}(?:\s{any_of(locale.names.joiners)}|[&,])\s)?"
    titled = rf"(?:{any_of(locale.names.titles)}\.?\s)?$"
    behind = rf"(?:\s?\(?[\w/.]{{1,3}}\)?)?\s?[:\t]\s*{joined}{titled}"
    begins = r"(?:^|[\n\t.;])[^\w\n\t]*"
    return (
        re.compile(rf"{begins}(?P<role>{any_of(locale.roles.words)})s?{behind}"),
        re.compile(rf"{begins}{whole(locale.roles.beside)}{behind}"),
    )
