"""What holds between the fields of a sound record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

from nerkit.labels.label import ValueType

Relation = Literal["sum", "order", "at_most", "differ", "rate", "lasts"]

Signature = tuple[frozenset[ValueType], ...]
"""The types of the fields that something joins, in their order."""

NUMERIC: frozenset[ValueType] = frozenset({"amount", "number", "quantity"})
NAME: frozenset[ValueType] = frozenset({"name", "identifier"})
DATE: frozenset[ValueType] = frozenset({"date"})
PERCENT: frozenset[ValueType] = frozenset({"percent"})
DURATION: frozenset[ValueType] = frozenset({"duration"})

SIGNATURES: Mapping[Relation, Signature] = MappingProxyType(
    {
        "sum": (NUMERIC, NUMERIC, NUMERIC),
        "order": (DATE, DATE),
        "at_most": (NUMERIC, NUMERIC),
        "differ": (NAME, NAME),
        "rate": (NUMERIC, PERCENT, NUMERIC),
        "lasts": (DATE, DURATION, DATE),
    }
)

OPEN: frozenset[Relation] = frozenset({"sum", "order", "at_most", "differ"})
"""Relations that join more fields than their signature has too, all of its last type."""


@dataclass(frozen=True)
class Relationship:
    """What holds between fields of a sound record.

    `sum`: the last is the sum of the others, to the cent. `order`: no date is before the one in front of it. `at_most`:
    no amount is larger than the one behind it. `differ`: no two are the same. `rate`: the first, times the second in
    percent, is the third. `lasts`: from the first date it is so long to the last, or to the day before. Quantities are
    compared where they have one unit.

    `rounding` is a field that adds to the parts of a sum where the document has it: what is paid in cash is rounded.
    Where a part of a sum may be `alone`, it is the whole, and one value may fill both: nothing was paid before.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    relation: Relation
    fields: tuple[str, ...]
    rounding: str | None = None
    alone: bool = False
