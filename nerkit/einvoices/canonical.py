"""What an element of an e-invoice says, in canonical form: dates, decimals, codes and texts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from nerkit.locales.folding import fold_space

_DECIMAL = re.compile(r"[+-]?(?:0{0,15}\d{1,15}(?:\.\d{0,30})?|\.\d{1,30})", re.ASCII)
_PLACES = Decimal("1e-12")
"""What is smaller is no price: with it sums and products of what an invoice states stay exact."""
_DATE = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:T?\d{4,6}|T[\d:.]+)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)


def canonical(type: str, text: str) -> str | None:
    """The text of an element as a value of this type (`Label.type`); None where it is none, or empty.

    A date has the form of XML Schema or of UN/EDIFACT's code 102 (20240305), perhaps with a time, which is left out.
    """
    text = fold_space(text)
    match type:
        case "date":
            return _date(text)
        case "amount":
            return money_text(number) if (number := decimal_of(text)) is not None else None
        case "percent" | "number" | "quantity":
            return number_text(number) if (number := decimal_of(text)) is not None else None
        case "iban" | "bic" | "vat_id":
            return re.sub(r"[\s.-]", "", text).upper() or None
    return text or None


def decimal_of(text: str) -> Decimal | None:
    """The number of an element (xs:decimal); None where it is none."""
    text = text.strip()
    if not _DECIMAL.fullmatch(text):
        return None
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= -12 else number.quantize(_PLACES)


def money_text(number: Decimal) -> str:
    """Plain decimal with two places or more; zero has no sign."""
    whole, _, places = f"{number or abs(number):f}".lstrip("+").partition(".")
    return f"{whole or '0'}.{places.rstrip('0').ljust(2, '0')}"


def number_text(number: Decimal) -> str:
    """Plain decimal without zeros at its end."""
    text = f"{number:f}".lstrip("+")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _date(text: str) -> str | None:
    if not (found := _DATE.fullmatch(text)):
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        return None
