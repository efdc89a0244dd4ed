"""Quantities: a number and the unit that it counts, as a code of UN/ECE Recommendation 20 ("KGM", "C62")."""

from __future__ import annotations

from dataclasses import replace

from nerkit.locales.folding import fold_space, plain
from nerkit.values.numbers import first_number, of_numbers
from nerkit.values.units import unit_after, unit_before
from nerkit.values.value import LONGEST, Context, Value


def read_quantity(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first number of the text as a plain decimal, with the unit that stands behind it or, failing that, before it.

    Contract: no text raises. The value is None, with a note, where the text has no number in figures; `unit` is None
    where it names no unit that is known. A value reads as itself.
    """
    text = text[:LONGEST]
    spaced = fold_space(text)
    found = first_number(plain(spaced), context)
    if found is None:
        return Value(None, note="no number")
    numbers, start, end = found
    unit = unit_after(spaced[end:], context.language) or unit_before(spaced[:start], context.language)
    return replace(of_numbers(numbers), unit=unit)
