"""The values in the JSON object of a document, each with its place and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

UNSURE = 0.6
"""A value less probable than this is doubtful."""

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ExportedValue:
    """A value of a record. `box` is {"page", "x0", "top", "x1", "bottom"} in points, of its first line.

    `readings` are all that an ambiguous value may mean, and empty for others. What was derived has no box.
    """

    field: str
    value: str
    confidence: float
    currency: str | None = None
    unit: str | None = None
    role: str | None = None
    derived: str | None = None
    note: str | None = None
    readings: tuple[str, ...] = ()
    box: Mapping[str, float] | None = None

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.readings) or self.note is not None or self.confidence < UNSURE


def exported_values(row: Object) -> Iterator[ExportedValue]:
    """The values of a record in the order of its fields; none of a file that failed."""
    for field, values in row.get("record", {}).items():
        for value in values:
            yield ExportedValue(
                field,
                value["value"],
                value["confidence"],
                **{name: value.get(name) for name in ("currency", "unit", "role", "derived", "note")},
                readings=tuple(_readings(value)) if value.get("ambiguous") else (),
                box=None if value.get("derived") else _box(row, value),
            )


def _readings(value: Object) -> Iterator[str]:
    yield value["value"]
    for other in value.get("alternatives", ()):
        if other["entities"] == value["entities"]:
            yield other["value"]


def _box(row: Object, value: Object) -> Mapping[str, float] | None:
    return next((box for index in value["entities"] for box in row["entities"][index]["boxes"]), None)
