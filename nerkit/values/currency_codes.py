"""The codes of ISO 4217, as CLDR lists them: babel brings them, with the days on which they were withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

_SINCE = 1999
"""Currencies that were withdrawn before this year stand in no document that people still read: the mark does."""


@cache
def currency_codes() -> frozenset[str]:
    """The codes of the currencies in use, and of those withdrawn since the euro came: EUR and HRK, DEM, FRF."""
    return codes_in_use() | frozenset(code for code, withdrawn in _rows() if withdrawn and withdrawn[0] >= _SINCE)


@cache
def codes_in_use() -> frozenset[str]:
    """Those that are tender today."""
    return frozenset(code for code, withdrawn in _rows() if withdrawn is None)


def _rows() -> Iterator[tuple[str, tuple[int, int, int] | None]]:
    """Codes with the day on which a territory withdrew them."""
    from babel.core import get_global

    for rows in get_global("territory_currencies").values():
        yield from ((code, withdrawn) for code, _, withdrawn, is_tender in rows if is_tender)
