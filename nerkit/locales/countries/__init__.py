"""What belongs to countries rather than to languages: names of tax numbers, legal forms, laws. One TOML file each."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["jurisdictions", "read", "tax_numbers", "tax_rates"]


@cache
def read(name: str) -> dict[str, Any]:
    """The content of `<name>.toml` in this room."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def tax_numbers() -> dict[str, list[str]]:
    """{country (ISO 3166): names that it alone gives to tax payers' numbers}."""
    return read("tax_numbers")


@cache
def tax_rates() -> dict[str, frozenset[Decimal]]:
    """{country (ISO 3166): rates of its value added or sales tax in percent}; a country without one is not there."""
    return {country: frozenset(Decimal(str(rate)) for rate in rates) for country, rates in read("tax_rates").items()}


def jurisdictions() -> dict[str, Any]:
    """Whose law a contract may choose: `federal` and `local` countries, `own_law`, `abbreviations` of states."""
    return read("jurisdictions")
