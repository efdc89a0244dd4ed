"""A party to a contract with what the contract says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nerkit.records.placed_values import PlacedValue

PARTY_CELLS = ("name", "role", "address", "representative", "registration_number")
"""What is known of a party, in the order in which it is shown."""


@dataclass(frozen=True)
class RecordedParty:
    """A party to a contract: its cells by name (see `PARTY_CELLS`), only those that it has, and its confidence."""

    cells: Mapping[str, PlacedValue]
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """The party as it stands in the output."""
        cells = {name: self.cells[name].to_dict(name) for name in PARTY_CELLS if name in self.cells}
        return {**cells, "confidence": round(self.confidence, 4)}
