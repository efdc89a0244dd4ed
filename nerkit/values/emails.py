"""E-mail addresses as they are written on an envelope: the domain in small letters, nothing around the address."""

from __future__ import annotations

import re

from nerkit.locales.folding import fold_space
from nerkit.values.value import Context, Value

_LONGEST = 400
_AT = re.compile(r"\s?[(\[]\s?(?:at|@)\s?[)\]]\s?|\s?@\s?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]]{1,64}@[^\s@<>(),;:\"\[\]/]{1,255}")


def read_email(text: str, _: Context = Context()) -> Value:  # noqa: B008
    """The first address of the text; "(at)" is the sign, and a full stop that ends a sentence is left out.

    No server is asked whether the address exists; the note says where its domain is reserved, as "example" is.
    Contract: no text raises. The value is None, with a note, where the text holds no address. A value reads as itself.
    """
    for match in _ADDRESS.finditer(_AT.sub("@", fold_space(text[:_LONGEST]))):
        address = match[0].strip(".'")
        if (value := _valid(address)) is not None:
            return Value(value)
        stem, _dot, _top = address.rpartition(".")
        if (value := _valid(f"{stem}.com")) is not None:
            return Value(f"{value.removesuffix('.com')}.{_top.lower()}", note="a reserved domain")
    return Value(None, note="no e-mail address")


def _valid(address: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).normalized
    except (EmailNotValidError, ValueError):  # UnicodeError among them
        return None
