"""The text of an offer as the type that is asked for: a date as YYYY-MM-DD, a number, a member of an enum."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nerkit.fields.asked_type import counted, counted_length
from nerkit.fields.likeness import VectorOf, likeness
from nerkit.fields.offer import Offer
from nerkit.fields.wanted import WantedField
from nerkit.locales import codes, locale
from nerkit.locales.folding import fold
from nerkit.values import read_value
from nerkit.values.value import Context

Scalar = str | int | float | bool | None

_LIKE_MEMBER = 0.6
"""Likeness to a member of an enum below which a text is none of them."""

_READ = {"date": "date", "amount": "amount", "percent": "percent", "duration": "duration"}
"""Types of pairs whose text is read, so that a string is in canonical form."""


@dataclass(frozen=True)
class Shaped:
    """A value in the type that was asked for, or the reason why the text gives none."""

    value: Scalar
    reason: str | None = None


def shaped(offer: Offer, wanted: WantedField, context: Context, vector_of: VectorOf | None = None) -> Shaped:
    """The value of an offer for a field."""
    if wanted.one_of:
        return _member(offer, wanted, vector_of)
    if wanted.type == "boolean":
        return _boolean(offer)
    if offer.chosen is not None:
        return Shaped(None, "a check box is neither a text nor a number; ask for a boolean")
    if wanted.type == "date":
        found = offer.canonical if offer.type == "date" and offer.canonical else None
        found = found or read_value("date", offer.text, context).value
        return Shaped(found, None if found else "no date stands there")
    if wanted.type in ("number", "integer"):
        whole = wanted.type == "integer"
        asked = counted_length(wanted.said) if offer.type == "duration" else None
        return _counted(offer, asked.unit, context, whole=whole) if asked else _number(offer, context, whole=whole)
    if offer.canonical is None and offer.type in _READ:
        read = read_value(_READ[offer.type], offer.text, context)
        if read.value and offer.type in ("date", "duration"):
            return Shaped(read.value)
    return Shaped(offer.canonical or offer.text)


def _counted(offer: Offer, unit: str, context: Context, *, whole: bool) -> Shaped:
    """A length of time as a number of the unit that is asked for."""
    duration = offer.canonical or read_value("duration", offer.text, context).value
    number = counted(duration, unit) if duration else None
    if number is None:
        return Shaped(None, "the length of time there cannot be counted in that unit")
    if number.is_integer():
        return Shaped(int(number))
    return Shaped(None, "the number there is not whole") if whole else Shaped(number)


def _number(offer: Offer, context: Context, *, whole: bool) -> Shaped:
    text = offer.canonical
    if text is None or not _is_decimal(text):
        kinds = ("amount", "percent", "number") if offer.type in ("amount", "percent") else ("number", "amount")
        text = next((value for kind in kinds if (value := read_value(kind, offer.text, context).value)), None)
    if text is None or not _is_decimal(text):
        return Shaped(None, "no number stands there")
    number = Decimal(text)
    if number == number.to_integral_value() and (whole or "." not in text):
        return Shaped(int(number))
    return Shaped(None, "the number there is not whole") if whole else Shaped(float(number))


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _boolean(offer: Offer) -> Shaped:
    """A check box by itself, or an answer that the locales know as yes or no."""
    if offer.chosen is not None:
        return Shaped(offer.chosen)
    said = fold(offer.text).strip(" .!")
    affirming, denying = _affirming_and_denying()
    if (said in affirming) != (said in denying):
        return Shaped(said in affirming)
    return Shaped(None, "neither a check box nor a yes or a no stands there")


@cache
def _affirming_and_denying() -> tuple[frozenset[str], frozenset[str]]:
    reading = [locale(code).reading for code in codes()]
    return (
        frozenset(fold(word) for one in reading for word in one.affirming),
        frozenset(fold(word) for one in reading for word in one.denying),
    )


def _member(offer: Offer, wanted: WantedField, vector_of: VectorOf | None) -> Shaped:
    same = [member for member in wanted.one_of if fold(member) == fold(offer.text)]
    if same:
        return Shaped(same[0])
    ranked = sorted(((likeness(member, offer.text, vector_of), member) for member in wanted.one_of), reverse=True)
    if ranked[0][0] < _LIKE_MEMBER or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return Shaped(None, "the text there is none of the values that are allowed")
    return Shaped(ranked[0][1])
