"""One reader for every type of value that `schema.toml` names."""

from __future__ import annotations

from collections.abc import Callable

from nerkit.values.date_values import read_date
from nerkit.values.durations import read_duration
from nerkit.values.emails import read_email
from nerkit.values.identifiers import read_bic, read_iban, read_identifier
from nerkit.values.money import read_amount
from nerkit.values.names import read_name, read_text, read_title
from nerkit.values.numbers import read_number
from nerkit.values.percent import read_percent
from nerkit.values.phones import read_phone
from nerkit.values.places import read_place
from nerkit.values.quantities import read_quantity
from nerkit.values.urls import read_url
from nerkit.values.value import Context, Value
from nerkit.values.vat_ids import read_vat_id

_READERS: dict[str, Callable[[str, Context], Value]] = {
    "name": lambda text, context: read_name(text, context.language),
    "title": lambda text, _: read_title(text),
    "text": lambda text, _: read_text(text),
    "identifier": lambda text, _: read_identifier(text),
    "iban": lambda text, _: read_iban(text),
    "bic": lambda text, _: read_bic(text),
    "vat_id": lambda text, _: read_vat_id(text),
    "place": lambda text, context: read_place(text, context.language),
    "date": read_date,
    "amount": read_amount,
    "percent": read_percent,
    "duration": read_duration,
    "number": read_number,
    "quantity": read_quantity,
    "phone": read_phone,
    "email": read_email,
    "url": read_url,
}

TYPES = tuple(_READERS)
"""The types that can be read; `Label.type` is one of them."""

_NOTHING_KNOWN = Context()


def read_value(type: str, text: str, context: Context = _NOTHING_KNOWN) -> Value:
    """What the text of an entity of this type (`Label.type`) means in its document.

    Reading never fails on any text: one without a reading gives a `Value` of None whose note says why. A value in
    canonical form reads as itself. Raises KeyError for a type that is none of `TYPES`.
    """
    return _READERS[type](text, context)
