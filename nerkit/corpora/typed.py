"""Everything in a text that has a typed value, and what is left over of it for the labels without a role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nerkit.corpora.labelled import Span
from nerkit.corpora.role_mentions import Stretch, overlaps
from nerkit.locales.folding import plain
from nerkit.values import Context, read_value
from nerkit.values.dates import find_dates
from nerkit.values.money import find_amounts
from nerkit.values.typed_spans import mentions

_GENERIC = {"date": "DATE", "amount": "AMOUNT", "percent": "PERCENT", "duration": "DURATION"}
_SIGNS = ("$", "€", "£")
_MONEY = re.compile(r"[.,]\s?\d\d(?!\d)|[^\W\d_]|[$€£]")


@dataclass(frozen=True, slots=True)
class Typed:
    """`text[start:end]` may be a date or an amount with one of these canonical values."""

    start: int
    end: int
    values: tuple[str, ...]

    @property
    def stretch(self) -> Stretch:
        """Where it stands."""
        return self.start, self.end


def dates(text: str, context: Context) -> list[Typed]:
    """Every date in `text`, in order."""
    return list(
        _valued("date", text, [(hit.start, hit.end) for hit in find_dates(plain(text), context.language)], context)
    )


def amounts(text: str, context: Context) -> list[Typed]:
    """Every number in `text` that may be an amount, in order: one with a currency, or with two decimals.

    More than `mentions` gives, because who looks for a known amount is hardly misled.
    """
    stretches = []
    for hit in find_amounts(text):
        # A currency in the next line belongs to the next line.
        start, end = hit.start, hit.start + len(text[hit.start : hit.end].partition("\n")[0])
        if _takes_next_sign(text, end):
            end = start + len(text[start : end - 1].rstrip())
        start -= start > 0 and _takes_next_sign(text, start)
        whole = not (start and text[start - 1].isalnum()) and not text[end : end + 1].isdigit()
        if whole and _MONEY.search(text[start:end]):
            stretches.append((start, end))
    return list(_valued("amount", text, stretches, context))


def readings(type: str, text: str, context: Context) -> tuple[str, ...]:
    """The canonical values that `text` may have, the likeliest first; none where it has none."""
    value = read_value(type, text, context)
    found = tuple(dict.fromkeys(v for v in (value.value, *value.alternatives) if v is not None))
    return tuple(f"{Decimal(v):.2f}" for v in found) if type == "amount" else found


def roleless(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """Spans with the labels of no role (DATE, AMOUNT, …) where none of `taken` stands."""
    for mention in mentions(text):
        if not overlaps(mention.start, mention.end, taken) and not _takes_next_sign(text, mention.end):
            yield Span(mention.start, mention.end, _GENERIC[mention.type])


def _takes_next_sign(text: str, end: int) -> bool:
    """Whether the sign before `end` stands between two numbers and touches the second: "2 $520.00"."""
    return text[end - 1 : end] in _SIGNS and text[end : end + 1].isdigit()


def _valued(type: str, text: str, stretches: Sequence[Stretch], context: Context) -> Iterator[Typed]:
    for start, end in stretches:
        if values := readings(type, text[start:end], context):
            yield Typed(start, end, values)
