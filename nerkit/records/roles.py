"""Defined terms: the role that a contract gives to a party, as in `Nike, Inc. ("Seller")`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nerkit.records.mentions import Mention

REACH = 500
"""How many characters after a name its defined term may stand: a line or five of incorporation and address."""

_OPEN, _CLOSE = "\"“„«‘'`‟”’‚‹»", "\"”“»’'`‟«›"
_QUOTED = rf"(?:[{_OPEN}]|''|``)\s?(?P<quoted>[^{_OPEN}{_CLOSE}()\n]{{1,50}}?),?\s?(?:[{_CLOSE}]|''|``)"
_CALLED = (
    r"hereina(?:fter|bove)|hereafter|referred to as|known as|called|"
    r"nachfolgend|nachstehend|im folgenden|im weiteren|"
    r"ci-après|dénommée?s?|en adelante|di seguito|hierna|hereinafter"
)
_IN_BRACKETS = re.compile(rf"[(\[](?P<before>[^()\[\]]{{0,90}}?){_QUOTED}[^()\[\]]{{0,120}}[)\]]")
_CALLED_QUOTED = re.compile(rf"(?i:\b(?:{_CALLED})\b)(?P<before>[^()\"“„«]{{0,60}}?){_QUOTED}")
_CALLED_BARE = re.compile(
    rf"(?i:\b(?:{_CALLED})\b)(?P<before>(?i:[\s:,]|\b(?:simply|referred|to|as|called|collectively|together|the|"
    r"genannt|als|der|die|das|den|le|la|les|el|il|de)\b)*)(?P<quoted>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,2})"
)
_SHARED = re.compile(
    r"(?i)\b(collectively|together|jointly|each|either|both|individually|gemeinsam|zusammen|jeweils|ensemble|"
    r"collectivement|conjointement)\b"
)
_NOT_A_ROLE = re.compile(
    r"(?i)(agreement|contract|lease|amendment|effective date|closing date|commencement date|execution date|date|"
    r"part(y|ies)|vertrag|vereinbarung|contrat|partei(en)?|term|sec|commission|act)"
)
_ARTICLE = re.compile(r"(?i)^(the|a|an|der|die|das|den|dem|le|la|les|l['’]|el|los|il|lo|de|het)\s+|^l['’]")
_SENTENCE_END = re.compile(r"(?<=\w{5})\.\s+(?=[A-Z])|;|\n\s*\n\s*\n")
"""A full stop after a word too long for an abbreviation."""


def attach(text: str, parties: Sequence[Mention]) -> dict[int, tuple[str, range]]:
    """The role of each party mention that has one, by the mention's index: its text without article, and its place.

    A role stands after the name and before the next other name, in brackets or after words such as "hereinafter".
    `parties` are all party mentions in text order. Terms that all parties share ("the Parties") are no roles.
    """
    roles: dict[int, tuple[str, range]] = {}
    for i, party in enumerate(parties):
        end = party.entity.end
        stop = end + REACH
        for later in parties[i + 1 :]:
            if later.entity.start >= end and not _in_quotes(text, later):
                stop = min(stop, later.entity.start)
                break
        found = next(_definitions(text, end, stop), None)
        if found:
            roles[party.index] = found
    return roles


def _definitions(text: str, start: int, stop: int) -> Iterator[tuple[str, range]]:
    stretch = text[start:stop]
    if border := _SENTENCE_END.search(stretch):
        stretch = stretch[: border.start()]
    found = [m for pattern in (_IN_BRACKETS, _CALLED_QUOTED, _CALLED_BARE) for m in pattern.finditer(stretch)]
    for match in sorted(found, key=lambda m: m.start("quoted")):
        term = _ARTICLE.sub("", " ".join(match["quoted"].split()).strip(" ,.;:"))
        if not term or _NOT_A_ROLE.fullmatch(term) or _SHARED.search(match["before"]):
            continue
        yield term, range(start + match.start("quoted"), start + match.end("quoted"))


def _in_quotes(text: str, mention: Mention) -> bool:
    before, after = (
        text[mention.entity.start - 1 : mention.entity.start],
        text[mention.entity.end : mention.entity.end + 1],
    )
    return bool(before) and before in _OPEN and bool(after) and after in _CLOSE + ",."
