"""What a table says, cell by cell, with the place of each: the lines of an invoice, and its taxes by rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nerkit.document import Box, Document, EvidenceKind

CELLS = ("article", "description", "quantity", "unit", "unit_price", "discount", "allowance", "tax_rate", "amount")
"""What a line can hold, in the order in which it is shown."""

CHARGE_CELLS = ("description", "rate", "amount")
"""What a discount or charge of the whole invoice can hold."""

TAX_CELLS = ("rate", "base", "amount")
"""What a tax holds."""

TAX_CODES = ("category", "exemption_code", "exemption_reason")
"""What only an e-invoice says of a tax: its category (UNTDID 5305), and why nothing is taxed, by code and in words."""

_MONEY = frozenset({"unit_price", "allowance", "amount", "base"})


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """A value in canonical form, and where it stands: `spans` are ranges of the text, `boxes` their lines.

    `derived` says how a value that stands nowhere was found. `evidence` and `place` are those of a field's value.
    """

    value: str
    spans: tuple[tuple[int, int], ...] = ()
    boxes: tuple[Box, ...] = ()
    currency: str | None = None
    derived: str | None = None
    evidence: EvidenceKind = "text"
    place: str | None = None

    @property
    def number(self) -> Decimal:
        """The value of a cell that holds a number."""
        return Decimal(self.value)

    def to_dict(self, name: str) -> dict[str, Any]:
        """The cell as it stands in the output under this name."""
        row: dict[str, Any] = {"value": self.value}
        if name in _MONEY:
            row["currency"] = self.currency
        if self.derived:
            row["derived"] = self.derived
        if self.evidence != "text":
            row |= {"evidence": self.evidence, "place": self.place}
        row["spans"] = [list(span) for span in self.spans]
        row["boxes"] = [
            {"page": box.page, **{edge: round(float(getattr(box, edge)), 1) for edge in ("x0", "top", "x1", "bottom")}}
            for box in self.boxes
        ]
        return row


@dataclass(frozen=True)
class LineItem:
    """A line of an invoice: its cells by name (see `CELLS`), only those that it has."""

    cells: Mapping[str, PlacedValue]

    def number(self, name: str) -> Decimal | None:
        """The number in a cell; None where there is none."""
        cell = self.cells.get(name)
        return Decimal(cell.value) if cell else None

    def to_dict(self) -> dict[str, Any]:
        """The line as it stands in the output."""
        return {name: cell.to_dict(name) for name, cell in self.cells.items()}


@dataclass(frozen=True)
class Charge:
    """A discount (negative) or a charge of the whole invoice: its cells by name (see `CHARGE_CELLS`).

    `after` counts the line items above it; `falls` says that it is called a discount, so that it counts against them.
    """

    cells: Mapping[str, PlacedValue]
    after: int = 0
    falls: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The charge as it stands in the output."""
        return {name: self.cells[name].to_dict(name) for name in CHARGE_CELLS if name in self.cells}


@dataclass(frozen=True, slots=True)
class TaxBreakdown:
    """A tax rate in percent with the amount that is taxed at it and the tax; None where the document does not say.

    `codes` are further cells by name (see `TAX_CODES`), only those that it has.
    """

    rate: PlacedValue
    base: PlacedValue | None = None
    amount: PlacedValue | None = None
    codes: Mapping[str, PlacedValue] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The tax as it stands in the output."""
        cells = self.cells
        return {
            **{name: cells[name].to_dict(name) if name in cells else None for name in TAX_CELLS},
            **{name: cells[name].to_dict(name) for name in TAX_CODES if name in cells},
        }

    @property
    def cells(self) -> Mapping[str, PlacedValue]:
        """Its cells by name (see `TAX_CELLS` and `TAX_CODES`), only those that it has."""
        cells = {"rate": self.rate, "base": self.base, "amount": self.amount, **self.codes}
        return {name: cell for name, cell in cells.items() if cell}


def placed(
    document: Document, spans: Iterable[tuple[int, int]], value: str, currency: str | None = None
) -> PlacedValue:
    """A cell with the boxes of its spans; spans with nothing but white space of a line between them are one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not document.text[joined[-1][1] : start].strip(" "):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    boxes = tuple(box for start, end in joined for box in document.boxes(start, end))
    return PlacedValue(value, tuple(joined), boxes, currency)


def money(number: Decimal) -> str:
    """Plain decimal with two places or more where there are any."""
    whole, point, places = f"{number:f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}" if point else whole


def plain_number(number: Decimal) -> str:
    """Plain decimal without trailing zeros."""
    whole, _, places = f"{number:f}".partition(".")
    return f"{whole}.{places.rstrip('0')}" if places.rstrip("0") else whole
