"""What records are looked for: kind, state, time, confidence, and values of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from nerkit.errors import FieldError
from nerkit.exports.exported_values import exported_values
from nerkit.store.collections import collection_of

Comparison = Literal["=", ">=", "<="]

_CONDITION = re.compile(r"([\w.-]+)\s*(>=|<=|=)\s*(.+)", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")

Comparable = Decimal | str


@dataclass(frozen=True, slots=True)
class Condition:
    """A field and what one of its values is: equal to `value`, or from it on (>=), or up to it (<=).

    Numbers compare as numbers, also amounts, and all else (dates are ISO 8601) as text without regard to case.
    """

    field: str
    comparison: Comparison
    value: str

    @classmethod
    def of(cls, text: str) -> Condition:
        """The condition in "total_amount>=1000". Raises `FieldError`."""
        match = _CONDITION.fullmatch(text.strip())
        if not match:
            raise FieldError(f"{text!r} is no condition; write a field, = or >= or <=, and a value: total_amount>=1000")
        return cls(match[1], match[2], match[3])  # type: ignore[arg-type]

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether a value in the JSON object of a document fits."""
        wanted = comparable(self.value)
        return any(self._fits(comparable(value), wanted) for name, value in searched(row) if name == self.field)

    def _fits(self, value: Comparable, wanted: Comparable) -> bool:
        if self.comparison == "=":
            return value == wanted
        if isinstance(value, Decimal) and isinstance(wanted, Decimal):
            return value >= wanted if self.comparison == ">=" else value <= wanted
        if isinstance(value, str) and isinstance(wanted, str):
            return value >= wanted if self.comparison == ">=" else value <= wanted
        return False


@dataclass(frozen=True, slots=True)
class Query:
    """What records are wanted: all that is given has to fit. Times are ISO 8601 in UTC; `most` records at most."""

    kind: str | None = None
    state: str | None = None
    since: str | None = None
    until: str | None = None
    confidence: float | None = None
    """Records whose least sure value is less sure than this."""
    conditions: tuple[Condition, ...] = ()
    most: int | None = None
    collections: tuple[str, ...] = ()
    """Records of these alone; of all where none is named."""

    def may_be(self, id: str) -> bool:
        """Whether a record of this id is in one of the collections."""
        return not self.collections or collection_of(id) in self.collections


def comparable(value: str) -> Comparable:
    """What a value compares as. A number with zeros in front is an identifier."""
    return Decimal(value) if _NUMBER.fullmatch(value) else " ".join(value.casefold().split())


def searched(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The names and values that a record is found by: its fields, and "source"."""
    yield "source", str(row["source"])
    for value in exported_values(row):
        yield value.field, value.value


def least_confidence(row: Mapping[str, Any]) -> float:
    """That of the value of a record which is the least sure; 1 where there is no value."""
    return min((value.confidence for value in exported_values(row)), default=1.0)
