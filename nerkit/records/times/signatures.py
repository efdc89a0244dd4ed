"""The dates beside the signatures of a contract: what dates it where nothing else does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.mentions import Mention
from nerkit.records.record import Alternative, FieldValue

BLOCK = 500
"""Characters on either side of a date within which somebody signs."""

_BODY = 1 / 3
"""The part of a contract in which its opening stands, and no signature does."""


@cache
def _dated(language: str | None) -> re.Pattern[str]:
    words = words_for(language).roles
    date = rf"{whole(words.dated)}(?: {any_of(words.dated_on)})?\W{{0,12}}"
    return re.compile(rf"(?:{date}|/s/[^\n]{{1,80}})$")


@cache
def _signs(language: str | None) -> re.Pattern[str]:
    words = words_for(language).roles
    return re.compile(rf"{whole(words.signing)}\s?[:.]|{whole(words.signatures)}|/s/|_{{6}}")


def date_of_signatures(document: Document, dates: Sequence[Mention], language: str | None) -> FieldValue | None:
    """The latest of the dates that stand beside signatures: a contract is made when the last party has signed it.

    Signatures are known by the words of the document's `language`. The earlier dates are the alternatives of the last;
    None where no signature is dated.
    """
    signed = [m for m in paced(dates) if not m.value.ambiguous and _beside_signature(document.text, m, language)]
    return _latest(signed)


def last_of_signings(
    document: Document, made: Sequence[Mention], others: Sequence[Mention], language: str | None
) -> FieldValue | None:
    """The latest of several dates on which a contract was `made`, where all of them stand in its block of signatures.

    Each of the parties dates its own signature, at its own place; of the `others`, dates without a role, those beside
    a signature there count too. None where one of the dates stands elsewhere, as in the opening, which says when the
    contract was made.
    """
    text, likely = document.text, [mention for mention in made if not mention.value.ambiguous]
    if likely and likely[0].entity.start >= _BODY * len(text):
        beside = (one for one in others if one.entity.start > likely[0].entity.start and not one.value.ambiguous)
        likely += [one for one in beside if _beside_signature(text, one, language)]
        likely.sort(key=lambda mention: mention.entity.start)
    dates = {mention.text for mention in likely}
    gaps = [later.entity.start - one.entity.end for one, later in pairwise(likely)]
    if len(dates) < 2 or max(gaps) > BLOCK or likely[0].entity.start < _BODY * len(text):
        return None
    return _latest(likely)


def _latest(signed: Sequence[Mention]) -> FieldValue | None:
    """The latest date, as sure as its surest mention; the earlier ones are its alternatives."""
    found: dict[str, Mention] = {}
    for mention in sorted(signed, key=lambda mention: -mention.entity.confidence):
        found.setdefault(mention.text, mention)
    if not found:
        return None
    last, *earlier = sorted(found.values(), key=lambda mention: date.fromisoformat(mention.text), reverse=True)
    return FieldValue(
        value=last.text,
        confidence=last.entity.confidence,
        entities=(last.index,),
        alternatives=tuple(Alternative(m.text, m.entity.confidence, (m.index,)) for m in earlier),
        derived="last date beside a signature",
    )


def _beside_signature(text: str, mention: Mention, language: str | None) -> bool:
    start, end = mention.entity.start, mention.entity.end
    around = plain(text[max(0, start - BLOCK) : start]), plain(text[end : end + BLOCK])
    return bool(_dated(language).search(around[0])) and any(map(_signs(language).search, around))
