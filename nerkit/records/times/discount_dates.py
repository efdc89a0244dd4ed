"""The last day on which a bill may be paid with a discount is not the day on which it is due."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from nerkit.labels import Kind, Schema
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.records.floors import CONFIDENCE_FLOOR
from nerkit.records.mentions import Mention

_REACH = 80
"""Characters before and behind a date in which its clause is looked for."""
_BORDER = re.compile(r"[;\n\f\t]|[.,](?!\d)|\s{3}")


def without_discount_dates(
    text: str, mentions: Sequence[Mention], kind: Kind, schema: Schema, language: str | None
) -> Sequence[Mention]:
    """The mentions without due dates whose clause grants a discount, where another one is left to be one."""
    fields = {one.fields[1] for one in kind.derive if one.way == "payment_terms"}
    due = [one for one in mentions if schema.labels[one.entity.label].field in fields]
    if len({one.text for one in due}) < 2:
        return mentions
    dates = [one for one in mentions if schema.labels[one.entity.label].type == "date"]
    places = sorted({(one.entity.start, one.entity.end) for one in dates})
    folded = plain(text)
    early = {one.index for one in due if _speaks_of_discount(_clause(folded, one, places), language)}
    if not any(one.text and one.entity.confidence >= CONFIDENCE_FLOOR and one.index not in early for one in due):
        return mentions
    return [one for one in mentions if one.index not in early]


def _clause(text: str, mention: Mention, places: Sequence[tuple[int, int]]) -> str:
    """What stands around a date in its clause, up to the dates before and behind it."""
    start, end = mention.entity.start, mention.entity.end
    index = bisect_left(places, (start, end))
    floor = max(start - _REACH, places[index - 1][1] if index else 0)
    ceiling = min(end + _REACH, places[index + 1][0] if index + 1 < len(places) else len(text))
    before, behind = _BORDER.split(text[floor:start])[-1], _BORDER.split(text[end : max(end, ceiling)])[0]
    return f"{before} {behind}"


def _speaks_of_discount(clause: str, language: str | None) -> bool:
    """Whether a clause grants a discount, and does not say that there is none."""
    discount, none = _words(language)
    return bool(discount.search(clause)) and not none.search(clause)


@cache
def _words(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    terms = words_for(language).terms
    return re.compile(whole(terms.discounts)), re.compile(whole(terms.undiscounted))
