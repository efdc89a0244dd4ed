"""What differs from country to country; `lexicon/countries.toml` is the source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Country:
    """A country: how companies are named, its tax and currency, the shapes of its identifiers ("" where it has none).

    `language` (de, fr or en) decides how companies and people are named; `names` is the country's name by language.
    """

    code: str
    locale: str
    language: str
    names: Mapping[str, str]
    currency: str
    forms: tuple[str, ...]
    tax_rates: tuple[str, ...]
    iban: str = ""
    vat_id: str = ""

    @property
    def iso(self) -> str:
        """The ISO 3166 code; ROM, the French-speaking part of Switzerland, is CH."""
        return "CH" if self.code == "ROM" else self.code


@cache
def countries() -> dict[str, Country]:
    """All countries by code."""
    source = tomllib.loads(
        files("nerkit.corpora.augmentation").joinpath("lexicon", "countries.toml").read_text(encoding="utf-8")
    )
    return {
        code: Country(code, forms=tuple(row.pop("forms")), tax_rates=tuple(row.pop("tax_rates")), **row)
        for code, row in source.items()
    }
