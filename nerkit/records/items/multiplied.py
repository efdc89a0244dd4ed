"""What a till prints above or below the line of an amount: how many of it, and at which price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from nerkit.locales import words_for
from nerkit.records.items.item_numbers import numbers
from nerkit.records.items.text_lines import LineWord
from nerkit.values.value import Context

_NUMBER = r"\d[\d.,]*"
_LONGEST = 120  # characters of a line that is looked at


@dataclass(frozen=True, slots=True)
class Multiplied:
    """A quantity and a price side by side, with what each can mean; `before` are the words in front of them."""

    before: tuple[LineWord, ...]
    cells: dict[str, list[LineWord]]
    quantities: tuple[Decimal, ...]
    prices: tuple[Decimal, ...]


def multiplied(words: Sequence[LineWord], context: Context) -> Multiplied | None:
    """The quantity and the price with which words end: "2 x 1,09", "0,792 kg x 2,49 EUR/kg"; None where they do not."""
    text, starts = _joined(words)
    match = _times().search(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    quantities, prices = numbers(match["quantity"], context), numbers(match["price"], context)
    if not quantities or not prices:
        return None
    named = ("quantity", "unit", "unit_price"), ("quantity", "unit", "price")
    cells = {
        name: list(_between(words, starts, *match.span(group)))
        for name, group in zip(*named, strict=True)
        if match[group]
    }
    before = tuple(word for word, start in zip(words, starts, strict=True) if start < match.start())
    return Multiplied(before, cells, quantities, prices)


@cache
def _times() -> re.Pattern[str]:
    """A quantity, what is counted perhaps, a sign or a word of any language for "times", and a price at the end."""
    said = "|".join(map(re.escape, words_for(None).lines.times))
    return re.compile(
        rf"(?:^|(?<=\s))(?P<quantity>{_NUMBER})\s?(?P<unit>[^\W\d_]{{1,8}}\.?|[^\W\d_]{{1,3}}[²³23])??"
        rf"\s?(?:[x×X*@]|(?<=\s)(?:{said})(?=\s))\s?\(?\s?"
        rf"(?P<price>(?:[^\W\d_]{{1,3}}|[€$£¥])?\s?{_NUMBER}(?:\s?(?:[€$£¥]|[^\W\d_]{{1,4}}))?)\s?\)?"
        r"(?:\s?/\s?[^\W\d_]{1,8}\.?)?\s?=?\s?$"
    )


def _joined(words: Sequence[LineWord]) -> tuple[str, list[int]]:
    starts, length = [], 0
    for word in words:
        starts.append(length)
        length += len(word.text) + 1
    return " ".join(word.text for word in words), starts


def _between(words: Sequence[LineWord], starts: Sequence[int], first: int, last: int) -> list[LineWord]:
    """The words, or parts of words, that stand between two places of the text of all."""
    found = []
    for word, at in zip(words, starts, strict=True):
        left, right = max(first - at, 0), min(last - at, len(word.text))
        if left < right:
            part = word.text[left:right]
            found.append(replace(word, start=word.start + left, end=word.start + right, text=part))
    return found
