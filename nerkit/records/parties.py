"""The parties of a contract: names that are the same joined, mere defined terms and stray names left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nerkit.document import Document
from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import are_forms
from nerkit.locales.folding import fold, fold_space, plain, words
from nerkit.records import defined_terms
from nerkit.records.grouping import Candidate, group, join
from nerkit.records.mentions import Mention
from nerkit.records.record import FieldValue
from nerkit.records.selection import shown

STRAY_FLOOR = 0.6
"""A name outside the preamble must be at least this probable to be a party where the preamble names too few."""

SURE = 0.9
"""A name of the preamble that has no role and is mentioned once must be this probable beside two that are sure."""

HEAD, PREAMBLE, TAIL = 3000, 1500, 3000
"""Characters: the preamble stands within the first HEAD, or within PREAMBLE after the first name that has a role (a
cover or a table of contents may come before it); the signatures stand within the last TAIL."""


def parties(document: Document, mentions: Sequence[Mention], language: str | None = None) -> tuple[FieldValue, ...]:
    """The parties in the order in which they first occur, each with its role where the text defines one.

    A mention that is nothing but a party's defined term counts as a mention of that party. A role stands for a party of
    its own only beside a single name: a form contract leaves the other name blank.
    """
    defined = defined_terms.attach(document.text, mentions, language)
    places = {place: index for index, (_, place) in defined.items()}
    names: list[Mention] = []
    terms: list[tuple[Mention, int | None]] = []
    terms_in_use = {_fold(role): index for index, (role, _) in reversed(defined.items())}
    for mention in mentions:
        owner = next((index for place, index in places.items() if mention.entity.start in place), None)
        if owner is None and mention.index not in defined:
            owner = terms_in_use.get(_fold(mention.text))
        if owner is not None and owner != mention.index:
            terms.append((mention, owner))
        elif defined_terms.is_role(mention.text, language):
            terms.append((mention, None))
        else:
            names.append(mention)
    candidates = _join_short_forms(_join_fragments(group("name", names), language))
    if len(candidates) == 1:
        candidates += group("name", [term for term, owner in terms if owner is None])
    for term, owner in terms:
        candidates = [join(c, _alone(c, term)) if owner in c.entities else c for c in candidates]
    kept = _without_strangers(candidates, defined, document.text, language)
    return tuple(shown(candidate, role=_role(candidate, defined)) for candidate in kept)


def _role(candidate: Candidate, defined: dict[int, tuple[str, range]]) -> str | None:
    return next((defined[m.index][0] for m in candidate.mentions if m.index in defined), None)


def _alone(candidate: Candidate, mention: Mention) -> Candidate:
    return Candidate(candidate.value, (mention,))


def _fold(name: str) -> str:
    return fold_space(fold(name))


def _without_strangers(
    candidates: list[Candidate], defined: dict[int, tuple[str, range]], text: str, language: str | None
) -> list[Candidate]:
    """The candidates without other companies and persons that a contract names: affiliates, lawyers, signers, banks.

    A contract names its parties in its preamble. Who first occurs behind it is a party only where the preamble names
    fewer than two: then the most probable of those who sign make it two, and where it names nobody and nobody signs, of
    those who are mentioned at all.
    """
    roles_at = [candidate.start for candidate in candidates if _role(candidate, defined)]
    head = max(HEAD, min(roles_at, default=0) + PREAMBLE)
    named = [candidate for candidate in candidates if candidate.start < head]
    sure = [c for c in named if _role(c, defined) or len(c.mentions) > 1 or c.confidence >= SURE]
    if len(sure) >= 2:
        recitals = _recitals(language).search(text, sure[1].start)
        return [c for c in sure if recitals is None or c.start < recitals.start()]
    if len(named) >= 2:
        return named
    behind = [c for c in candidates if c not in named and c.confidence >= STRAY_FLOOR]
    signing = [c for c in behind if any(m.entity.start >= len(text) - TAIL for m in c.mentions)]
    others = signing if signing or named else behind
    likely = sorted(others, key=lambda c: (-len(c.mentions), -c.confidence))
    return sorted(named + likely[: 2 - len(named)], key=lambda candidate: candidate.start)


def _join_short_forms(candidates: list[Candidate]) -> list[Candidate]:
    """A name without legal form that exactly one company's name begins with joins that company.

    It must be all of that name but the legal form ("Nike" of "NIKE, Inc."), or a single word ("Nike" of "Nike Retail
    B.V."): "Acme Steel" and "Acme Steel Holdings" may be two companies.
    """
    names = [words(candidate.value) for candidate in candidates]
    homes: dict[int, int] = {}
    for i, name in enumerate(names):
        longer = [
            j
            for j, other in enumerate(names)
            if other[: len(name)] == name
            and len(other) > len(name)
            and (len(name) == 1 or are_forms(other[len(name) :]))
        ]
        if len(longer) == 1 and not are_forms(name[-1:]):
            homes[i] = longer[0]
    joined = dict(enumerate(candidates))
    for i, j in homes.items():
        if j not in homes:
            joined[j] = join(joined[j], joined.pop(i))
    return sorted(joined.values(), key=lambda candidate: candidate.start)


def _join_fragments(candidates: list[Candidate], language: str | None) -> list[Candidate]:
    """A name that ends as exactly one other does, in two words and more, is that name cut or with a word too many.

    "Fargo Securities LLC" and "Seller Wells Fargo Securities, LLC" are "Wells Fargo Securities, LLC": the form that is
    written more often is kept, then the longer one, unless what it has more is a role or a number.
    """
    kept = list(candidates)
    for shorter in sorted(candidates, key=lambda c: len(words(c.value))):
        ending = words(shorter.value)
        homes = [c for c in kept if c is not shorter and len(ending) > 1 and words(c.value)[-len(ending) :] == ending]
        if shorter in kept and len(homes) == 1 and not are_forms(ending[1:-1] or ending[:1]):
            longer = homes[0]
            more = longer.value[: max(0, plain(longer.value).rfind(ending[0]))].strip()
            doubtful = defined_terms.is_role(more, language) or any(map(str.isdigit, more))
            keeps_longer = (len(longer.mentions), not doubtful) >= (len(shorter.mentions), True)
            pair = (longer, shorter) if keeps_longer else (shorter, longer)
            kept = [c for c in kept if c not in pair] + [join(*pair)]
    return sorted(kept, key=lambda candidate: candidate.start)


@cache
def _recitals(language: str | None) -> re.Pattern[str]:
    """Where the preamble has ended, once it has named somebody: what follows tells the story of the contract."""
    return re.compile(rf"\b(?:{'|'.join(map(_spaced, words_for(language).roles.recitals)) or '(?!)'})\b")


def _spaced(heading: str) -> str:
    """A heading as it stands, with or without commas; one in capitals also with spaces between its letters."""
    between = r"\s*" if heading.isupper() else ""
    return r",?\s+".join(between.join(map(re.escape, word)) for word in heading.split())
