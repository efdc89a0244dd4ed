"""Postal addresses, invented, as they are written in their country."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from nerkit.corpora.augmentation.countries import countries
from nerkit.corpora.augmentation.invented_names import fake, plain

if TYPE_CHECKING:
    from faker import Faker

_POSTAL_PREFIXES = {"DE": ("D-", "DE-", "DE "), "AT": ("A-",), "CH": ("CH-",), "ROM": ("CH-",), "BE": ("B-", "BE-")}
_STATES = {"CA": ("ON", "BC", "QC"), "AU": ("NSW", "VIC", "QLD")}


@dataclass(frozen=True)
class Address:
    """A postal address: an optional first line, the street, the town with its code; `place` is the town alone."""

    street: str
    town: str
    place: str
    country: str
    extra: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines below the name, without the country."""
        return (*((self.extra,) if self.extra else ()), self.street, self.town)


def address(country: str, rng: Random) -> Address:
    """An address in `country`."""
    source = fake(country, rng)
    place = source.city()
    if country in ("US", "CA", "AU"):
        street, extra = _american_street(source, rng)
        state = source.state_abbr() if country == "US" else rng.choice(_STATES[country])
        town = f"{place}, {state}{rng.choice((' ', ' ', '  '))}{source.postcode()}"
        if country == "US" and rng.random() < 0.08:
            town += f"-{rng.randrange(1000, 9999)}"
    elif country in ("GB", "IE"):
        street, extra = f"{rng.randrange(1, 220)} {source.street_name()}", None
        if rng.random() < 0.3:
            park = f"Unit {rng.randrange(1, 40)} {source.last_name()} Business Park"
            extra = rng.choice((park, f"{source.last_name()} House"))
        town = f"{place}{rng.choice((' ', ', '))}{source.postcode()}"
    else:
        street, extra = _continental_street(country, source, rng)
        prefix = rng.choice(_POSTAL_PREFIXES.get(country, ("",))) if rng.random() < 0.15 else ""
        cedex = " Cedex" if country == "FR" and rng.random() < 0.06 else ""
        town = f"{prefix}{_postcode(country, source, rng)} {place}{cedex}"
    lines = [plain(line.replace("\n", ", ")) for line in (street, town, extra or "")]
    return Address(lines[0], lines[1], plain(place), country, lines[2] or None)


def _american_street(source: Faker, rng: Random) -> tuple[str, str | None]:
    """The street and a line before it."""
    street = f"P.O. Box {rng.randrange(100, 999999)}" if rng.random() < 0.15 else source.street_address()
    if rng.random() < 0.2:
        return f"{rng.choice(('Suite', 'Floor', 'Ste', 'Unit'))} {rng.randrange(2, 900)}", street
    return street, None


def _continental_street(country: str, source: Faker, rng: Random) -> tuple[str, str | None]:
    """The street and a line before it; the number stands before the street's name in France, else behind it."""
    if countries()[country].language == "fr":
        extra = rng.choice(("Bâtiment B", "ZI Nord", "Zone Artisanale", f"BP {rng.randrange(10, 999)}"))
        street = f"{source.street_name()} {rng.randrange(1, 120)}" if country == "ROM" else source.street_address()
        return street, extra if rng.random() < 0.15 else None
    if country in ("DE", "AT") and rng.random() < 0.1:
        return f"Postfach {rng.randrange(10, 99)} {rng.randrange(10, 99)} {rng.randrange(10, 99)}", None
    number = f"{rng.randrange(1, 180)}{rng.choice(('', '', '', '', 'a', 'b', f'-{rng.randrange(181, 199)}'))}"
    return f"{source.street_name()} {number}", None


def _postcode(country: str, source: Faker, rng: Random) -> str:
    if country in ("BE", "LU"):
        return str(rng.randrange(1000, 9999))
    if country in ("DE", "IT"):
        return f"{rng.randrange(1067, 98999):05d}"
    return str(source.postcode())
