"""A deadline: what somebody has to do by a day or within a length of time, and where the document says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nerkit.document import Box
from nerkit.locales.contract_words import Duty
from nerkit.records.placed_values import PlacedValue

DEADLINE_CELLS = ("what", "who", "when", "relative", "date")
"""What a deadline can say, in the order in which it is shown."""

Relation = Literal["after", "before", "each"]
"""How a length of time lies to its anchor: it begins there, it ends there, or it comes again and again."""


@dataclass(frozen=True, slots=True)
class StatedDeadline:
    """A date, or a length of time, that obliges somebody.

    `when` is an ISO date, an ISO 8601 duration, or a repeating interval ("R/P1M": every month). `who` is the party as
    the sentence names it, None where it names none. `anchor` is the text that a length of time is counted from, or the
    day on which something comes again; `field` is the field of the record that it speaks of, and `date` the day that
    follows from that field's value. `entities` are indices as of a `FieldValue`, `spans` ranges of the text, none of a
    deadline that follows from other values; `derived` says from which.
    """

    what: Duty
    when: str
    confidence: float
    who: str | None = None
    relation: Relation | None = None
    anchor: str | None = None
    field: str | None = None
    date: str | None = None
    entities: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    boxes: tuple[Box, ...] = ()
    derived: str | None = None

    @property
    def relative(self) -> str | None:
        """Relation and anchor for a person: "after receipt of the invoice"."""
        if self.relation == "each" or not self.relation:
            return self.anchor or self.derived
        return f"{self.relation} {self.anchor}" if self.anchor else None

    @property
    def cells(self) -> Mapping[str, PlacedValue]:
        """What it says by name (see `DEADLINE_CELLS`), only what it has."""
        said = {name: getattr(self, name) for name in DEADLINE_CELLS}
        return {name: PlacedValue(text, self.spans, self.boxes) for name, text in said.items() if text}

    def to_dict(self) -> dict[str, Any]:
        """The deadline as it stands in the output."""
        row: dict[str, Any] = {"what": self.what, "who": self.who, "when": self.when}
        for name in ("relation", "anchor", "field", "date", "derived"):
            if (text := getattr(self, name)) is not None:
                row[name] = text
        return row | {
            "confidence": round(self.confidence, 4),
            "entities": list(self.entities),
            "spans": [list(span) for span in self.spans],
            "boxes": [box.to_dict() for box in self.boxes],
        }
