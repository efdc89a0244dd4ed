"""Values that something surer than the tagger gives: the one way in which they enter a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import groupby

from nerkit.document import Box, EvidenceKind
from nerkit.labels import Kind, Schema
from nerkit.locales.folding import words
from nerkit.records.floors import CONFIDENCE_FLOOR
from nerkit.records.mentions import Mention
from nerkit.records.record import Alternative, Check, FieldValue
from nerkit.values.identifiers import CHECKSUM
from nerkit.values.names import same_name

Fields = Mapping[str, tuple[FieldValue, ...]]

SOURCES: Mapping[EvidenceKind, str] = {"xml": "XML", "qr": "code", "mrz": "zone"}
"""What says a value, in words."""

_STRICT = frozenset({"amount", "date", "iban"})
"""Types whose values are the same in every form: another one on the page contradicts."""


@dataclass(frozen=True, slots=True)
class Given:
    """The value of a field in canonical form, and what says so.

    `place` is where in it (an XPath), `boxes` where the value stands on the pages, or the code that holds it.
    `contradicts` is whether another value on the page is a contradiction that a person should see; what `gives_way`
    only fills a field that the page leaves empty.
    """

    field: str
    value: str
    evidence: EvidenceKind
    confidence: float = 1.0
    currency: str | None = None
    unit: str | None = None
    place: str | None = None
    boxes: tuple[Box, ...] = ()
    contradicts: bool = True
    gives_way: bool = False


GivenByKind = Mapping[str, Sequence[Given]]
"""What is given to a record of each kind, by the name of the kind: other kinds get nothing, and are less likely."""


def with_given(
    fields: Fields, given: Sequence[Given], kind: Kind, mentions: Sequence[Mention], schema: Schema
) -> tuple[dict[str, tuple[FieldValue, ...]], list[Check]]:
    """The fields with what is given in front, and a check for each source that the page can be held against.

    What the page said else stays behind it: as another value of a field of many, as an alternative of one.
    """
    known = dict(fields)
    ours = [one for one in given if one.field in kind.fields]
    checks = list(_agreements(ours, fields, mentions, schema))
    for name, of_field in groupby(
        sorted(ours, key=lambda one: kind.fields.index(one.field)), key=lambda one: one.field
    ):
        type, own = schema.type_of(name) or "text", known.get(name, ())
        values = [_value(one, type, own, mentions, schema) for one in of_field if not _stays(own, one, type)]
        if not values:
            continue
        rest = [value for value in own if not any(same_value(type, value.value, new.value) for new in values)]
        if name in kind.many:
            known[name] = (*values, *rest)
            continue
        others = tuple(_alternative(value) for value in rest) + tuple(
            other for value in own for other in value.alternatives
        )
        apart = (other for other in others if not same_value(type, other.value, values[0].value))
        known[name] = (replace(values[0], alternatives=tuple(apart)),)
    return known, checks


def _stays(own: Sequence[FieldValue], given: Given, type: str) -> bool:
    """Whether the field keeps its own value."""
    return given.gives_way and any(_speaks(value) and not same_value(type, value.value, given.value) for value in own)


def same_value(type: str, a: str, b: str) -> bool:
    """Whether two canonical values of a type are one value."""
    if type == "amount":
        try:
            return Decimal(a) == Decimal(b)
        except InvalidOperation:
            return a == b
    if type == "name":
        return same_name(a, b)
    if type == "text":
        return words(a) == words(b)
    return "".join(a.split()).casefold() == "".join(b.split()).casefold()


def _value(
    given: Given, type: str, own: Sequence[FieldValue], mentions: Sequence[Mention], schema: Schema
) -> FieldValue:
    """What is given as the value of a field, with the entities that say the same."""
    same = next((value for value in own if same_value(type, value.value, given.value)), None)
    entities = same.entities if same and not same.derived else ()
    if not entities:
        alike = (m for m in mentions if schema.labels[m.entity.label].type == type)
        entities = tuple(sorted(m.index for m in alike if same_value(type, m.text, given.value)))
    return FieldValue(
        given.value,
        given.confidence,
        entities,
        currency=given.currency or (same.currency if same else None),
        unit=given.unit or (same.unit if same else None),
        evidence=given.evidence,
        place=given.place,
        boxes=given.boxes,
    )


def _alternative(value: FieldValue) -> Alternative:
    return Alternative(value.value, value.confidence, value.entities, value.currency, value.unit)


def _agreements(given: Sequence[Given], fields: Fields, mentions: Sequence[Mention], schema: Schema) -> Iterator[Check]:
    """For each source whether the page has other values in fields where the source's stand nowhere on it."""
    for evidence, source in SOURCES.items():
        held: list[str] = []
        against: list[str] = []
        for one in given:
            type = schema.type_of(one.field) or "text"
            if one.evidence != evidence or not one.contradicts or type not in _STRICT:
                continue
            on_page = [m for m in mentions if schema.labels[m.entity.label].type == type and m.text]
            own = [value for value in fields.get(one.field, ()) if _speaks(value)]
            if any(same_value(type, m.text, one.value) for m in on_page):
                held.append(one.field)
            elif own:
                against.append(f"{one.field}: {one.value} in the {source}, {own[0].value} on the page")
                held.append(one.field)
        if held:
            yield Check(
                f"page agrees with its {source}", not against, "; ".join(against) or None, tuple(dict.fromkeys(held))
            )


def _speaks(value: FieldValue) -> bool:
    """Whether a value stands on the page and is no misreading that can be seen."""
    return value.confidence >= CONFIDENCE_FLOOR and value.note != CHECKSUM and not value.derived and not value.ambiguous
