"""What a document says, as fields with values: the record, its checks and its warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nerkit.document import Box, EvidenceKind, Notice
from nerkit.labels.label import ValueType
from nerkit.records.deadline import StatedDeadline
from nerkit.records.placed_values import Charge, LineItem, TaxBreakdown
from nerkit.records.recorded_party import RecordedParty


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value that the field could hold: a second candidate, or another reading of the same ambiguous text."""

    value: str
    confidence: float
    entities: tuple[int, ...]
    currency: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule of the schema that made a value what it is; `was` is the value before it, None where there was none."""

    rule: str
    was: str | None = None

    def __str__(self) -> str:
        return self.rule if self.was is None else f"{self.rule} (was {self.was})"


def shares(probabilities: Sequence[float], left: float) -> list[float]:
    """What each of several alternatives gets of the probability that is left for all of them.

    Each was judged by itself, so that together they may come to more; then all are scaled down.
    """
    scale = min(1.0, max(left, 0.0) / sum(probabilities)) if any(probabilities) else 1.0
    return [scale * probability for probability in probabilities]


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value in canonical form and where it comes from.

    `entities` are indices into the entities that the record was built from; a derived value points at those it was
    derived from. `confidence` is the highest probability among its mentions. `alternatives` stand in order of
    preference; where `ambiguous`, the other readings of the text come first. One value alone can be right, so that
    their confidences and the value's own come to 1 at most. `role` is the defined term of a party,
    `derived` says how a value that stands nowhere in the text was found, `note` what is remarkable about it (such as
    a checksum that fails). `type` is that of the field, as the schema of the record has it, `unit` the code of what a
    quantity counts (UN/ECE Recommendation 20), and `rules` are those of the schema that acted, in their order.
    `evidence` is what says the value; where that is not the text, `place` says where in it (the XPath in an XML), and
    `boxes` are where it stands on the pages, or the code that holds it, if it has no entities.
    """

    value: str
    confidence: float
    entities: tuple[int, ...]
    currency: str | None = None
    role: str | None = None
    ambiguous: bool = False
    alternatives: tuple[Alternative, ...] = ()
    derived: str | None = None
    note: str | None = None
    type: ValueType | None = None
    unit: str | None = None
    rules: tuple[Applied, ...] = ()
    evidence: EvidenceKind = "text"
    place: str | None = None
    boxes: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        left = shares([other.confidence for other in self.alternatives], 1 - self.confidence)
        alternatives = (replace(other, confidence=share) for other, share in zip(self.alternatives, left, strict=True))
        object.__setattr__(self, "alternatives", tuple(alternatives))

    @property
    def readings(self) -> tuple[str, ...]:
        """The values that the text itself allows: one, or several where it is ambiguous."""
        if not self.ambiguous:
            return (self.value,)
        return (self.value, *(other.value for other in self.alternatives if other.entities == self.entities))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A value of a field that is stated beside the text, at `place`, and the other one that the page shows.

    `shown` is None where the page shows no value of the field, and should.
    """

    field: str
    stated: str
    place: str
    evidence: EvidenceKind
    shown: FieldValue | None = None

    def to_dict(self) -> dict[str, Any]:
        """The contradiction as it stands in the output."""
        shown = {"value": self.shown.value, "entities": list(self.shown.entities)} if self.shown else None
        return {"field": self.field, self.evidence: {"value": self.stated, "place": self.place}, "page": shown}


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between values of one record and whether it holds; `detail` says by how much it does not.

    `fields` are those that it is about, among them "line_items", "charges" and "taxes". `contradictions` are the values
    on both sides where the page was held against what is stated beside it.
    """

    check: str
    passed: bool
    detail: str | None = None
    fields: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True)
class Record:
    """The key-value record of one document; `fields` holds the fields of its kind that have a value, in their order.

    `line_items`, `charges`, `taxes`, `parties`, `deadlines` are those of a kind that has them, None for other kinds.
    """

    kind: str
    kind_confidence: float
    language: str | None = None
    fields: Mapping[str, tuple[FieldValue, ...]] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    warnings: tuple[Notice, ...] = ()
    line_items: tuple[LineItem, ...] | None = None
    charges: tuple[Charge, ...] | None = None
    taxes: tuple[TaxBreakdown, ...] | None = None
    deadlines: tuple[StatedDeadline, ...] | None = None
    parties: tuple[RecordedParty, ...] | None = None

    def first(self, name: str) -> FieldValue | None:
        """The value of a field that holds one, None where there is none."""
        values = self.fields.get(name, ())
        return values[0] if values else None

    def to_dict(self) -> dict[str, Any]:
        """The parts "kind", "language", "record", "checks" and "warnings" of the output, ready for JSON.

        Invoices and receipts have "line_items", "charges" and "taxes" too, contracts "parties", "deadlines".
        """
        tables: Mapping[str, Sequence[Any] | None] = {
            "line_items": self.line_items,
            "charges": self.charges,
            "taxes": self.taxes,
            "parties": self.parties,
            "deadlines": self.deadlines,
        }
        return {
            "kind": self.kind,
            "kind_confidence": round(self.kind_confidence, 4),
            "language": self.language,
            "record": {name: [_value(value) for value in values] for name, values in self.fields.items()},
            **{name: [row.to_dict() for row in rows] for name, rows in tables.items() if rows is not None},
            "checks": [_check(check) for check in self.checks],
            "warnings": [notice.to_dict() for notice in self.warnings],
        }


def _value(value: FieldValue) -> dict[str, Any]:
    row = _common(value.type, value)
    if value.evidence != "text":
        row["evidence"] = value.evidence
    if value.boxes:
        row["boxes"] = [box.to_dict() for box in value.boxes]
    for key in ("place", "role", "derived", "note"):
        if (text := getattr(value, key)) is not None:
            row[key] = text
    if value.rules:
        row["rules"] = [{"rule": one.rule, **({} if one.was is None else {"was": one.was})} for one in value.rules]
    if value.ambiguous:
        row["ambiguous"] = True
    if value.alternatives:
        row["alternatives"] = [_common(value.type, other) for other in value.alternatives]
    return row


def _common(type: ValueType | None, value: FieldValue | Alternative) -> dict[str, Any]:
    row: dict[str, Any] = {"value": value.value}
    if type == "amount" or value.currency:
        row["currency"] = value.currency
    if type == "quantity":
        row["unit"] = value.unit
    row["confidence"] = round(value.confidence, 4)
    row["entities"] = list(value.entities)
    return row


def _check(check: Check) -> dict[str, Any]:
    row: dict[str, Any] = {"check": check.check, "passed": check.passed}
    if check.detail is not None:
        row["detail"] = check.detail
    if check.contradictions:
        row["contradictions"] = [contradiction.to_dict() for contradiction in check.contradictions]
    return row
