"""Which VAT category and rate each tax, line and charge has: EN 16931 wants them, a page shows the rates alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice, product

from nerkit.einvoices.syntax import profile_codes

_MOST = 4096
"""Ways to give rates to charges that are tried."""


class TaxCategories:
    """The taxes of an e-invoice by rate, each with its category.

    `assumed` are the terms that had to be guessed.
    """

    def __init__(self, taxes: list[dict[str, str]]) -> None:
        self._codes = profile_codes()
        self.assumed: list[str] = []
        self._bases = [(tax["rate"], tax.get("base")) for tax in taxes]
        self._rates = list(dict.fromkeys(tax["rate"] for tax in taxes))
        for tax in taxes:
            if "category" not in tax:
                tax["category"] = self._of_rate(tax["rate"])
        self._by_rate = {tax["rate"]: tax["category"] for tax in reversed(taxes)}

    def spread(self, lines: list[dict[str, str]], charges: list[dict[str, str]]) -> bool:
        """Gives each line and charge its category and rate; whether they then add up to the base of each rate.

        Where there are several rates, charges get those with which they do.
        """
        for line in lines:
            if rate := line.get("tax_rate") or (self._rates[0] if len(self._rates) == 1 else None):
                self._set(line, rate)
        rates = self._rates or list(dict.fromkeys(line["tax_rate"] for line in lines if "tax_rate" in line))
        ways = list(islice(product(rates, repeat=len(charges)), _MOST))
        sound = next((way for way in ways if self._even(lines, charges, way)), None)
        if charges and len(rates) > 1 and sound is None:
            self.assumed.append("charges.tax_rate")
        for charge, rate in zip(charges, sound or next(iter(ways), ()), strict=False):
            self._set(charge, rate)
        return sound is not None or not self._bases

    def _set(self, row: dict[str, str], rate: str) -> None:
        row["category"] = self._by_rate.get(rate) or self._of_rate(rate)
        if row["category"] == self._codes["not_subject"]:
            row.pop("tax_rate", None)
        else:
            row["tax_rate"] = rate

    def _of_rate(self, rate: str) -> str:
        if Decimal(rate):
            return self._codes["taxed"]
        if "taxes.category" not in self.assumed:
            self.assumed.append("taxes.category")
        return self._codes["zero"]

    def _even(self, lines: list[dict[str, str]], charges: list[dict[str, str]], way: Sequence[str]) -> bool:
        """Whether lines and charges add up to the bases of each rate; of one without a base anything does."""
        sums = dict.fromkeys(self._rates, Decimal(0))
        rows: list[tuple[Mapping[str, str], str | None]] = [(line, line.get("tax_rate")) for line in lines]
        rows += zip(charges, way, strict=True)
        for row, rate in rows:
            own = rate if rate is not None else self._rates[0] if len(self._rates) == 1 else None
            if own in sums and "amount" in row:
                sums[own] += Decimal(row["amount"])
        stated = {rate: [base for other, base in self._bases if other == rate] for rate in self._rates}
        return all(
            None in bases or sum(Decimal(base) for base in bases if base) == sums[rate]
            for rate, bases in stated.items()
        )
