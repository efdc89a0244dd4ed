"""Defined terms: the role that a contract gives to a party, as in `Nike, Inc. ("Seller")`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nerkit.records.mentions import Mention

REACH = 500
"""How many characters after a name its defined term may stand: a line or five of incorporation and address."""

ROLE_WORDS = frozenset(
    """advertiser affiliate agency agent assignee assignor author bank borrower buyer carrier client company consultant
    contractor corporation customer dealer developer discloser distributor employee employer executive franchisee
    franchisor guarantor investor issuer landlord lender lessee lessor licensee licensor manufacturer member operator
    owner parent partner parties party principal producer provider publisher purchaser receiver recipient reseller
    seller shareholder shipper sponsor stockholder supplier tenant transporter user vendor
    auftraggeber auftragnehmer käufer verkäufer mieter vermieter lizenzgeber lizenznehmer kunde anbieter lieferant
    vendeur acheteur prestataire fournisseur bailleur locataire""".split()  # noqa: SIM905
)
"""Words that name a role, never a company by themselves."""

_OPEN, _CLOSE = "\"“„«‘'`‟”’‚‹»", "\"”“»’'`‟«›"
_QUOTED = (
    rf"(?<!\w)(?:[{_OPEN}]|''|``)\s?(?P<quoted>[^{_OPEN}{_CLOSE}()\n](?:[^{_OPEN}{_CLOSE}()\n]|(?<=\w)['’](?=\w)){{0,49}}?)"
    rf",?\s?(?:[{_CLOSE}]|''|``)(?!\w)"
)
_CALLED = (
    r"hereinafter|hereinabove|hereafter|referred to as|known as|called|"
    r"nachfolgend|nachstehend|im folgenden|im weiteren|"
    r"ci-après|dénommée?s?|en adelante|di seguito|hierna"
)
_IN_BRACKETS = re.compile(rf"[(\[](?P<before>[^()\[\]]{{0,120}}?){_QUOTED}[^()\[\]]{{0,120}}[)\]]")
_CALLED_QUOTED = re.compile(rf"(?i:\b(?:{_CALLED})\b)(?P<before>[^()\"“„«]{{0,60}}?){_QUOTED}")
_CALLED_BARE = re.compile(
    rf"(?i:\b(?:{_CALLED})\b)(?P<before>(?i:[\s:,]|\b(?:simply|referred|to|as|called|collectively|together|the|"
    r"genannt|als|der|die|das|den|le|la|les|el|il|de)\b)*)(?P<quoted>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,2})"
)
_BARE = re.compile(r"[\s.,]{0,3}\((?P<before>(?:the\s)?)(?P<quoted>[A-Z]\w+)\s?\)")
"""A role word in brackets right after the name, as in `Acme Ltd (Seller)`."""

_APPOSITION = re.compile(
    r"(?i)\s?\.?\s*(?:[,(\[–—:-]|[a-z]\W|$|(?:an?|and|together|of|with|having|located|whose|including|doing|d/b/a|acting|"
    r"its|in its|on behalf|for itself|formerly|organized|incorporated|or|mit|vertreten|sitz|société|sise|dont|"
    rf"{_CALLED})\b)"
)
"""How text goes on that still describes the name before it; other words begin to say what the party does."""
_TOGETHER = re.compile(
    r"(?i)\b(collectively|together|jointly|each|either|both|individually|gemeinsam|zusammen|jeweils|ensemble|"
    r"collectivement|conjointement)\b"
)
_THING = re.compile(
    r"(?i)(?:.*\s)?(agreement|contract|lease|amendment|date|time|plan|program|act|letter|notes?|awards?|transactions?|"
    r"services|terms?|payments?|products?|territory|information|board|sec|commission|part(y|ies)|"
    r"vertrag|vereinbarung|contrat|partei(en)?)"
)
"""Defined terms for things, and "the Parties", which is nobody's role in particular."""
_PARTY = re.compile(r"(?i)\w+(?:\s\w+)?\sparty(?:[\s-]\w)?|party[\s-]\w+")
_ARTICLE = re.compile(r"(?i)^(the|a|an|der|die|das|den|dem|le|la|les|el|los|il|lo|de|het)\s+|^l['’]")
_SENTENCE_END = re.compile(r"(?<=\w{5})\.\s+(?=[A-Z])|;|\n\s*\n\s*\n")
"""A full stop after a word too long for an abbreviation."""


def attach(text: str, parties: Sequence[Mention]) -> dict[int, tuple[str, range]]:
    """The role of each party mention that has one, by the mention's index: its text without article, and its place.

    A role stands after the name and before the next other name, in brackets or after words such as "hereinafter".
    `parties` are all party mentions in text order. Terms that several parties share ("the Parties") are no roles.
    """
    roles: dict[int, tuple[str, range]] = {}
    for i, party in enumerate(parties):
        end = party.entity.end
        others = (later.entity.start for later in parties[i + 1 :] if not _is_term(text, later))
        stop = min(end + REACH, next((start for start in others if start >= end), len(text)))
        if found := next(_definitions(text, end, stop), None):
            roles[party.index] = found
    return roles


def is_role(name: str) -> bool:
    """Whether a name is nothing but words for roles, as "the Seller"."""
    words = _ARTICLE.sub("", name.casefold()).split()
    return all(word.strip("\"“”'.,()") in ROLE_WORDS for word in words)


def _definitions(text: str, start: int, stop: int) -> Iterator[tuple[str, range]]:
    stretch = text[start:stop]
    if border := _SENTENCE_END.search(stretch):
        stretch = stretch[: border.start()]
    if not _APPOSITION.match(stretch):
        return
    if (bare := _BARE.match(stretch)) and is_role(bare["quoted"]):
        yield _named(bare, start)
    found = [m for pattern in (_IN_BRACKETS, _CALLED_QUOTED, _CALLED_BARE) for m in pattern.finditer(stretch)]
    for match in sorted(found, key=lambda m: m.start("quoted")):
        term, place = _named(match, start)
        is_thing = _THING.fullmatch(term) and not _PARTY.fullmatch(term)
        is_shared = _TOGETHER.search(match["before"]) and term.endswith("s")
        if term and not is_thing and not is_shared:
            yield term, place


def _named(match: re.Match[str], start: int) -> tuple[str, range]:
    term = " ".join(match["quoted"].replace("\xad", "").split()).strip(" ,.;:")
    return _ARTICLE.sub("", term), range(start + match.start("quoted"), start + match.end("quoted"))


def _is_term(text: str, mention: Mention) -> bool:
    """Whether a mention stands in quotes or brackets of its own: it is a term for the name before it."""
    start, end = mention.entity.start, mention.entity.end
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(before and after) and before in _OPEN + "(" and after in _CLOSE + ",.)"
