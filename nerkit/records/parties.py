"""The parties of a contract: names that are the same joined, mere defined terms and stray names left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nerkit.document import Document
from nerkit.records import roles
from nerkit.records.grouping import Candidate, group, join
from nerkit.records.mentions import Mention
from nerkit.records.record import FieldValue
from nerkit.records.selection import shown

STRAY_FLOOR = 0.6
"""A name mentioned once, neither near the head nor near the end, must be at least this probable to be a party."""

HEAD, TAIL = 3000, 3000
"""Characters: the preamble stands within the first, the signatures within the last so many."""

_LEGAL_FORMS = frozenset(
    """inc incorporated corp corporation co company ltd limited llc lc lp llp plc pllc na
    gmbh ag kg ohg ug se mbh kgaa ev eg sa sas sarl sasu sci snc bv nv ab as asa aps oy oyj spa srl sl lda ltda pte pty
    pvt bhd sdn kk and""".split()  # noqa: SIM905
)


def parties(document: Document, mentions: Sequence[Mention]) -> tuple[FieldValue, ...]:
    """The parties in the order in which they first occur, each with its role where the text defines one.

    A mention that is nothing but a party's defined term counts as a mention of that party. A role stands for a party of
    its own only beside a single name: a form contract leaves the other name blank.
    """
    defined = roles.attach(document.text, mentions)
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
        elif roles.is_role(mention.text):
            terms.append((mention, None))
        else:
            names.append(mention)
    candidates = _join_short_forms(group("party", names))
    if len(candidates) == 1:
        candidates += group("party", [term for term, owner in terms if owner is None])
    for term, owner in terms:
        candidates = [join(c, _alone(c, term)) if owner in c.entities else c for c in candidates]
    return tuple(
        shown(candidate, role=_role(candidate, defined))
        for candidate in candidates
        if not _is_stray(candidate, len(document.text))
    )


def _role(candidate: Candidate, defined: dict[int, tuple[str, range]]) -> str | None:
    return next((defined[m.index][0] for m in candidate.mentions if m.index in defined), None)


def _alone(candidate: Candidate, mention: Mention) -> Candidate:
    return Candidate(candidate.value, (mention,))


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_stray(candidate: Candidate, length: int) -> bool:
    if len(candidate.mentions) > 1 or candidate.confidence >= STRAY_FLOOR:
        return False
    return HEAD < candidate.start < length - TAIL


def _join_short_forms(candidates: list[Candidate]) -> list[Candidate]:
    """A name without legal form that exactly one company's name begins with joins that company.

    It must be all of that name but the legal form ("Nike" of "NIKE, Inc."), or a single word ("Nike" of "Nike Retail
    B.V."): "Acme Steel" and "Acme Steel Holdings" may be two companies.
    """
    names = [_words(candidate.value) for candidate in candidates]
    homes: dict[int, int] = {}
    for i, name in enumerate(names):
        longer = [
            j
            for j, other in enumerate(names)
            if other[: len(name)] == name
            and len(other) > len(name)
            and (len(name) == 1 or _is_form(other[len(name) :]))
        ]
        if len(longer) == 1 and not _is_form(name[-1:]):
            homes[i] = longer[0]
    joined = dict(enumerate(candidates))
    for i, j in homes.items():
        if j not in homes:
            joined[j] = join(joined[j], joined.pop(i))
    return sorted(joined.values(), key=lambda candidate: candidate.start)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"[.'’]", "", name.casefold()))


def _is_form(words: Sequence[str]) -> bool:
    return all(word in _LEGAL_FORMS for word in words)
