"""Notices that the tagger took for those that end a contract and that stop its renewal, as their sentence says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nerkit.labels import Kind
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.records.floors import CONFIDENCE_FLOOR
from nerkit.records.mentions import Mention
from nerkit.records.sentences import sentence


def with_renewal_notices(text: str, mentions: Sequence[Mention], kind: Kind, language: str | None) -> list[Mention]:
    """The mentions; where none is the notice of a renewal, one to end the contract is behind a word for it and a comma.

    "It renews for a year each, unless either party gives three months' notice" is how most contracts say it, and "may
    extend the time by a month" is none.
    """
    of_duty = {duty: field.upper() for field, duty in kind.deadlines.items()}
    renewal, termination = of_duty.get("renewal"), of_duty.get("termination")
    known = any(one.entity.label == renewal and one.entity.confidence >= CONFIDENCE_FLOOR for one in mentions)
    if known or renewal is None:
        return list(mentions)

    def is_of_renewal(mention: Mention) -> bool:
        if mention.entity.label != termination:
            return False
        begin, _ = sentence(text, mention.entity.start, mention.entity.end)
        return _renews(language).search(plain(text[begin : mention.entity.start])) is not None

    return [replace(one, entity=replace(one.entity, label=renewal)) if is_of_renewal(one) else one for one in mentions]


@cache
def _renews(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"{whole(words_for(language).deadlines.duties.get('renewal', ()))}[^,;]*[,;]")
