"""The codes of ISO 4217, as CLDR lists them: babel brings them, with the days on which they were withdrawn."""

from __future__ import annotations

from functools import cache

_SINCE = 1999
"""Currencies that were withdrawn before this year stand in no document that people still read: the mark does."""


@cache
def currency_codes() -> frozenset[str]:
    """The codes of the currencies in use, and of those withdrawn since the euro came: EUR and HRK, DEM, FRF."""
    from babel.core import get_global

    by_territory = get_global("territory_currencies").values()
    return frozenset(
        code
        for rows in by_territory
        for code, _, withdrawn, is_tender in rows
        if is_tender and (withdrawn is None or withdrawn[0] >= _SINCE)
    )
