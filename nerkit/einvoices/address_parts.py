"""An address in one line of text, taken apart into what an e-invoice has elements for; joined again it is the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BETWEEN = ", "
_COUNTRY = re.compile(r"[A-Z]{2}")
_POSTCODE = r"(?:[A-Z]{1,3}-)?\d{3,6}(?:[ -]\d{2,4})?(?: [A-Z]{2}(?= ))?"
_TOWN = re.compile(rf"(?P<postcode>{_POSTCODE})(?: (?P<city>\D.*))?")
_TOWN_BEHIND = re.compile(rf"(?P<street>.*?\S) (?:(?P<country>[A-Z]{{2}}) )?(?P<town>{_POSTCODE} \D+)")
"""A whole address without commas, as it is read from lines of a page."""
_LINES = 3


@dataclass(frozen=True, slots=True)
class AddressParts:
    """The parts of an address, each perhaps empty; `country` is a code of ISO 3166-1."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    subdivision: str = ""
    country: str = ""


def address_parts(text: str) -> AddressParts:
    """The parts of an address; what cannot be told apart stays in one of them, and nothing is lost.

    The town is what begins with a postcode, the street stands in front of it, a region behind.
    """
    parts = [part for part in text.split(_BETWEEN) if part]
    country = parts.pop() if parts and _COUNTRY.fullmatch(parts[-1]) else ""
    if not any(map(_TOWN.fullmatch, parts)) and (found := _TOWN_BEHIND.fullmatch(_BETWEEN.join(parts))):
        country = country or found["country"] or ""
        parts = [*found["street"].rstrip(",").split(_BETWEEN), found["town"]]
    towns = [place for place, part in enumerate(parts) if _TOWN.fullmatch(part)]
    if not towns:
        *lines, city = parts if len(parts) > 1 else [*parts, ""]
        return AddressParts(_folded(lines), city=city, country=country)
    at = next((place for place in reversed(towns) if place), towns[0])
    town = _TOWN.fullmatch(parts[at])
    assert town is not None
    return AddressParts(
        _folded(parts[:at]), town["postcode"], town["city"] or "", _BETWEEN.join(parts[at + 1 :]), country
    )


def _folded(lines: list[str]) -> tuple[str, ...]:
    """At most three lines: what is more stands in the last."""
    return (*lines[: _LINES - 1], _BETWEEN.join(lines[_LINES - 1 :])) if len(lines) > _LINES else tuple(lines)
