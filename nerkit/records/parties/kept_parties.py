"""The parties of a contract: names that are the same joined, mere defined terms and stray names left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from nerkit.budget import paced
from nerkit.document import Document
from nerkit.locales import words_for
from nerkit.locales.countries.legal_forms import are_forms
from nerkit.locales.folding import fold, fold_space, plain, words
from nerkit.locales.word_patterns import any_of, whole
from nerkit.records.choosing.selection import shown
from nerkit.records.floors import DOUBTED
from nerkit.records.grouping import Candidate, group, join
from nerkit.records.mentions import Mention
from nerkit.records.parties import defined_terms
from nerkit.records.parties.headed_parties import headed_parties, only_helps
from nerkit.records.parties.joint_parties import apart, is_person
from nerkit.records.parties.party_probability import party_probability
from nerkit.records.record import FieldValue
from nerkit.values.names import name_key

STRAY_FLOOR = 0.6
"""A name outside the preamble must be at least this probable to be a party where the preamble names too few."""

SURE = 0.9
"""A name of the preamble that has no role and is mentioned once must be this probable beside two that are sure,
unless it signs or is joined to others by a title ("and Mr Gray")."""

SIGNS = 20
"""Characters behind a name within which the word begins with which it signs: "ACME LTD\\nBy:"."""

BESIDE = 150
"""Characters from one of several persons to the next one, within which both are of one side of a contract."""

ATTENDS = 200
"""Characters behind the words for those who sign beside the parties, within which their names stand."""

ANNEXED = 1000
"""Characters within which a contract has no annexes: what is called one there is the contract ("Exhibit 10.1")."""

HEAD, PREAMBLE, TAIL = 3000, 1500, 3000
"""Characters: the preamble stands within the first HEAD, or within PREAMBLE after the first name that has a role (a
cover or a table of contents may come before it); the signatures stand within the last TAIL."""


def parties(
    document: Document, mentions: Sequence[Mention], language: str | None = None, acting: Sequence[Mention] = ()
) -> tuple[FieldValue, ...]:
    """The parties in the order in which they first occur, each with its role where the text defines one.

    `acting` are the mentions of those who act for a party.

    A mention that is nothing but a party's defined term counts as a mention of that party. A role stands for a party of
    its own only beside a single name: a form contract leaves the other name blank.
    """
    defined = defined_terms.attach(document.text, mentions, language)
    owners = _by_character({place: index for index, (_, place) in defined.items()})
    names: list[Mention] = []
    terms: list[tuple[Mention, int | None]] = []
    terms_in_use = {_fold(role): index for index, (role, _) in reversed(defined.items())}
    for mention in paced(mentions):
        owner = owners.get(mention.entity.start)
        if owner is None and mention.index not in defined:
            owner = terms_in_use.get(_fold(mention.text))
        if owner is not None and owner != mention.index:
            terms.append((mention, owner))
        elif defined_terms.is_role(mention.text, language):
            terms.append((mention, None))
        else:
            names.append(mention)
    candidates = _join_short_forms(_join_fragments(group("name", apart(names, language, document.text)), language))
    if len(candidates) == 1:
        candidates += group("name", [term for term, owner in terms if owner is None])
    candidates = _without_acting(_with_terms(candidates, terms), defined, acting)
    kept = _without_strangers(candidates, defined, document.text, language)
    roles = [_role(candidate, defined) for candidate in kept]
    return tuple(
        shown(candidate, party_probability(candidate, has_role=role is not None), role=role)
        for candidate, role in zip(kept, roles, strict=True)
    )


def _by_character(places: Mapping[range, int]) -> dict[int, int]:
    """The owner of each character of these places; of two that overlap, the first counts."""
    owners: dict[int, int] = {}
    for place, owner in places.items():
        for character in place:
            owners.setdefault(character, owner)
    return owners


def _with_terms(candidates: Sequence[Candidate], terms: Sequence[tuple[Mention, int | None]]) -> list[Candidate]:
    """The candidates with the terms that stand for one of their mentions, whose index stands beside each term."""
    homes = {index: number for number, candidate in enumerate(candidates) for index in candidate.entities}
    joined: list[list[Candidate]] = [[candidate] for candidate in candidates]
    for term, owner in terms:
        if owner in homes:
            home = homes[term.index] = homes[owner]
            joined[home].append(_alone(candidates[home], term))
    return [join(*same) for same in joined]


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

    A contract names its parties in its preamble; a short one names some where they sign. Who first occurs behind it is
    a party only where the preamble names fewer than two: then the most probable of those who sign make it two, and
    where nobody signs, of those who are mentioned again and again, or at all where the preamble names nobody.
    """
    roles_at = [candidate.start for candidate in candidates if _role(candidate, defined)]
    candidates = [c for c in candidates if _role(c, defined) or not _only_attends(c, text, language)]
    candidates = _without_helpers(candidates, defined, text, language)
    candidates = _without_annexed(candidates, bool(roles_at), text, language)
    head = max(HEAD, min(roles_at, default=0) + PREAMBLE)
    named = [candidate for candidate in candidates if candidate.start < head]
    signs, joined = _signing(language), _joined_by_title(language)
    joins = {
        number
        for number, c in enumerate(named)
        if any(joined.search(plain(text[max(0, m.entity.start - SIGNS) : m.entity.start])) for m in c.mentions)
    }
    headed = headed_parties(text, named, language)
    sure = [
        c
        for number, c in enumerate(named)
        if _role(c, defined)
        or c in headed
        or len(c.mentions) > 1
        or c.confidence >= SURE
        or any(signs.match(plain(text[m.entity.end : m.entity.end + SIGNS])) for m in c.mentions)
        or number in joins
    ]
    sure = _with_joined(sure, named, text, language)
    if len(sure) >= 2:
        recitals = _recitals(language).search(text, sure[1].start)
        return [c for c in sure if recitals is None or c.start < recitals.start()]
    if len(named) >= 2:
        return named
    behind = [c for c in candidates if c.start >= head and c.confidence >= STRAY_FLOOR]
    signing = [c for c in behind if any(m.entity.start >= len(text) - TAIL for m in c.mentions)]
    others = signing or [c for c in behind if len(c.mentions) > 1 or not named]
    likely = sorted(others, key=lambda c: (-len(c.mentions), -c.confidence))
    return sorted(named + likely[: 2 - len(named)], key=lambda candidate: candidate.start)


def _without_acting(
    candidates: list[Candidate], defined: dict[int, tuple[str, range]], acting: Sequence[Mention]
) -> list[Candidate]:
    """Without doubtful ones without a role who are surer to act for a party, where two others are surer parties."""
    acts: dict[str, float] = {}
    for mention in acting:
        key = name_key(mention.text)
        acts[key] = max(mention.entity.confidence, acts.get(key, 0.0))

    def only_acts(one: Candidate) -> bool:
        if _role(one, defined) or one.confidence >= min(DOUBTED, acts.get(name_key(one.value), 0.0)):
            return False
        surer = [c for c in candidates if c is not one and (_role(c, defined) or c.confidence > one.confidence)]
        return len(surer) > 1

    return [candidate for candidate in candidates if not only_acts(candidate)]


def _with_joined(
    sure: Sequence[Candidate], named: Sequence[Candidate], text: str, language: str | None
) -> list[Candidate]:
    """The sure ones, and each person to whom one of them is joined: "D. Luis Otero, …, y D.ª Nuria Casals"."""
    joined = _joined(language)
    found = {id(candidate) for candidate in sure}
    for before, behind in reversed([*pairwise(named)]):
        between = text[before.mentions[0].entity.end : behind.start]
        near = len(between) < BESIDE and "\n\n" not in between and joined.search(plain(between))
        if near and id(behind) in found and is_person(before.value, language):
            found.add(id(before))
    return [candidate for candidate in named if id(candidate) in found]


def _without_helpers(
    candidates: list[Candidate], defined: dict[int, tuple[str, range]], text: str, language: str | None
) -> list[Candidate]:
    """Without brokers, guarantors and the like, where two others are left."""
    others = [c for c in candidates if _role(c, defined) or not only_helps(text, c, language)]
    return others if len(others) > 1 else candidates


def _only_attends(candidate: Candidate, text: str, language: str | None) -> bool:
    """Whether a name stands nowhere but among witnesses and lawyers."""
    words = _bystanders(language)
    return all(words.search(plain(text[max(0, m.entity.start - ATTENDS) : m.entity.start])) for m in candidate.mentions)


def _without_annexed(candidates: list[Candidate], has_roles: bool, text: str, language: str | None) -> list[Candidate]:
    """Without those who stand in an annex alone and sign nothing there, as companies that work for a party do."""
    heading = next((one for one in _annexes(language).finditer(plain(text)) if one.start() > ANNEXED), None)
    own = [c for c in candidates if heading is None or c.start < heading.start()]
    if len(own) == len(candidates) or not own or not has_roles:
        return candidates
    signs = _signing(language)
    signing = [
        c for c in candidates if any(signs.match(plain(text[m.entity.end : m.entity.end + SIGNS])) for m in c.mentions)
    ]
    return [c for c in candidates if c in own or c in signing]


def _join_short_forms(candidates: list[Candidate]) -> list[Candidate]:
    """A name without legal form that exactly one company's name begins with joins that company.

    It must be all of that name but the legal form ("Nike" of "NIKE, Inc."), or a single word ("Nike" of "Nike Retail
    B.V."): "Acme Steel" and "Acme Steel Holdings" may be two companies.
    """
    names = [tuple(words(candidate.value)) for candidate in candidates]
    lengths = sorted({len(name) for name in names})
    beginning: dict[tuple[str, ...], list[int]] = {}
    for j, other in enumerate(paced(names)):
        for length in lengths[: bisect_left(lengths, len(other))]:
            if length == 1 or are_forms(other[length:]):
                beginning.setdefault(other[:length], []).append(j)
    homes: dict[int, int] = {}
    for i, name in enumerate(names):
        longer = beginning.get(name, [])
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
    endings = _Endings(candidates)
    names = {number: words(candidate.value) for number, candidate in enumerate(candidates)}
    for number in paced(sorted(names, key=lambda number: len(names[number]))):
        ending = names[number]
        homes = endings.of(ending) - {number} if len(ending) > 1 else set()
        if number in endings.kept and len(homes) == 1 and not are_forms(ending[1:-1] or ending[:1]):
            shorter, other = endings.kept[number], homes.pop()
            longer = endings.kept[other]
            more = longer.value[: max(0, plain(longer.value).rfind(ending[0]))].strip()
            doubtful = defined_terms.is_role(more, language) or any(map(str.isdigit, more))
            keeps_longer = (len(longer.mentions), not doubtful) >= (len(shorter.mentions), True)
            pair = (longer, shorter) if keeps_longer else (shorter, longer)
            endings.drop(number)
            endings.drop(other)
            endings.add(join(*pair))
    return sorted(endings.kept.values(), key=lambda candidate: candidate.start)


class _Endings:
    """Candidates by their numbers, found by the words with which their names end."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.kept: dict[int, Candidate] = {}
        self._lengths = sorted({len(words(candidate.value)) for candidate in candidates})
        self._ending: dict[tuple[str, ...], set[int]] = {}
        self._added = 0
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        for ending in self._endings(candidate):
            self._ending.setdefault(ending, set()).add(self._added)
        self.kept[self._added] = candidate
        self._added += 1

    def drop(self, number: int) -> None:
        for ending in self._endings(self.kept.pop(number)):
            self._ending[ending].remove(number)

    def of(self, ending: Sequence[str]) -> set[int]:
        """The numbers of those whose names end with these words."""
        return self._ending.get(tuple(ending), set())

    def _endings(self, candidate: Candidate) -> Iterator[tuple[str, ...]]:
        name = words(candidate.value)
        return (tuple(name[-length:]) for length in self._lengths if 1 < length <= len(name))


@cache
def _signing(language: str | None) -> re.Pattern[str]:
    """What stands behind the name of who signs."""
    return re.compile(rf"\W*(?:/s/|(?<!\w){any_of(words_for(language).roles.signing)}\s?:)")


@cache
def _annexes(language: str | None) -> re.Pattern[str]:
    """A line that is the heading of an annex: its word, a number or letter, and a title."""
    return re.compile(
        rf"(?m)^\W*{whole(words_for(language).roles.annexes)}(?:\s+(?:[a-z]|[ivx]+|\d+))?(?:\W[^\n]{{0,60}})?$"
    )


@cache
def _bystanders(language: str | None) -> re.Pattern[str]:
    return re.compile(whole(words_for(language).roles.bystanders))


@cache
def _joined_by_title(language: str | None) -> re.Pattern[str]:
    """What stands before a person who is one of several: "and Mr "."""
    names = words_for(language).names
    return re.compile(rf"(?<!\w){any_of(names.joiners)}\s+{any_of(names.titles)}\.?\s+$")


@cache
def _joined(language: str | None) -> re.Pattern[str]:
    """The word for "and" with which a text comes to another person, with a title or without."""
    names = words_for(language).names
    return re.compile(rf"(?<!\w){any_of(names.joiners)}\s+(?:{any_of(names.titles)}\.?\s+)?$")


@cache
def _recitals(language: str | None) -> re.Pattern[str]:
    """Where the preamble has ended, once it has named somebody: what follows tells the story of the contract."""
    return re.compile(rf"\b(?:{'|'.join(map(_spaced, words_for(language).roles.recitals)) or '(?!)'})\b")


def _spaced(heading: str) -> str:
    """A heading as it stands, with or without commas; one in capitals also with spaces between its letters."""
    between = r"\s*" if heading.isupper() else ""
    return r",?\s+".join(between.join(map(re.escape, word)) for word in heading.split())
