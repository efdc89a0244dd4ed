"""What states itself beside the text enters the record: it comes before all that was found in the text.

A statement is of the whole document, with tables: what gives single values, such as a payment code, is `given`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nerkit.document import Document, Entity, StatedValue, Statement
from nerkit.labels import Kind, Schema
from nerkit.records import checks
from nerkit.records.agreement import page_agrees
from nerkit.records.billing.lines_and_taxes import with_stated_lines
from nerkit.records.billing.stated_tables import placed_tables
from nerkit.records.page_values import PageValues
from nerkit.records.record import Alternative, Check, FieldValue, Record
from nerkit.records.rules import ruled
from nerkit.values import read_value
from nerkit.values.context import context_of
from nerkit.values.identifiers import CHECKSUM
from nerkit.values.value import Context

_NEXT_LINE = 80
"""Characters from the end of a line of an address to the next one, with what may stand beside it."""
_WITH_CHECKSUM = frozenset({"iban", "bic", "vat_id"})


@dataclass(frozen=True)
class Evident:
    """A record with what is stated in it, and the entities that it points at: those given, then new ones.

    `statement` is what it came from, None where nothing is stated.
    """

    record: Record
    entities: tuple[Entity, ...]
    statement: Statement | None = None


def is_told(document: Document) -> bool:
    """Whether a document is nothing but a statement, so that there is no page to read."""
    return any(statement.whole for statement in document.statements)


def stated_kind(document: Document, schema: Schema) -> str | None:
    """The kind of document that a statement says that this is, if the schema has it."""
    return next((kind for one in document.statements for kind in one.kinds if kind in schema.kinds), None)


def with_statement(document: Document, entities: Sequence[Entity], record: Record, schema: Schema) -> Evident:
    """The record of a page, and of the statement about it: a field that is stated has the stated value.

    What the statement leaves out stays as the page has it; of XML alone there is nothing else. Stated values are as
    sure as the checks on them allow: of n that do not fit together one is wrong.
    """
    if not document.statements or record.kind not in schema.kinds:
        return Evident(record, tuple(entities))
    statement, kind = _named(document.statements[0], schema.kinds[record.kind]), schema.kinds[record.kind]
    context = Context() if statement.whole else context_of(document.text, document.language)
    page = PageValues(document.text, context)
    places = _Places(document, page, list(entities))
    agrees = None if statement.whole else page_agrees(document, page, record, statement, schema)
    values = {
        name: tuple(_field_value(name, value, statement, places, schema, context) for value in stated)
        for name in kind.fields
        for stated in (_held(name, statement, kind),)
        if stated
    }
    own, notices = ruled(values, kind, schema, context)
    found = {} if statement.whole else record.fields
    fields = {name: own.get(name) or found.get(name, ()) for name in kind.fields}
    fields = {name: held for name, held in fields.items() if held}
    merged = replace(record, fields=fields, warnings=(*record.warnings, *notices))
    tables = placed_tables(statement, document, page, record)
    merged = with_stated_lines(merged, kind, tables)
    outcome = (*checks.run(fields, kind, schema), *merged.checks, *((agrees,) if agrees else ()))
    return Evident(
        replace(merged, fields=_doubted(fields, outcome), checks=outcome),
        tuple(places.entities),
        document.statements[0],
    )


def _named(statement: Statement, kind: Kind) -> Statement:
    """The statement with the names that a kind has for amounts and rates."""
    names: Mapping[str, str] = vars(kind.amounts)
    return replace(statement, fields={names.get(name, name): values for name, values in statement.fields.items()})


def _held(name: str, statement: Statement, kind: Kind) -> tuple[StatedValue, ...]:
    values = statement.fields.get(name, ())
    return values if name in kind.many else values[:1]


def _field_value(
    name: str, value: StatedValue, statement: Statement, places: _Places, schema: Schema, context: Context
) -> FieldValue:
    type = schema.type_of(name)
    return FieldValue(
        value.value,
        1.0,
        places.of(name, type or "text", value),
        currency=value.currency,
        note=_note(type, value.value, context),
        type=type,
        evidence=statement.evidence,
        place=value.path,
    )


def _note(type: str | None, value: str, context: Context) -> str | None:
    """Whether a code that has a checksum keeps it; it stays as it is stated."""
    if type not in _WITH_CHECKSUM:
        return None
    read = read_value(type, value, context)
    return None if read.value == value and read.note is None else CHECKSUM


class _Places:
    """Where the text shows stated values: entities that were found there, else new ones, behind those."""

    def __init__(self, document: Document, page: PageValues, entities: list[Entity]) -> None:
        self.entities = entities
        self._document = document
        self._page = page
        self._known = {(entity.label, entity.start, entity.end): index for index, entity in enumerate(entities)}

    def of(self, name: str, type: str, value: StatedValue) -> tuple[int, ...]:
        """The entities of a value of a field; none where the text does not show it."""
        label = name.upper()
        spans = [value.span] if value.span else self._page.spans(type, value.value) or self._parts(type, value.value)
        if not spans:
            return ()
        own = [
            index
            for index, entity in enumerate(self.entities)
            if entity.label == label and any(start < entity.end and entity.start < end for start, end in spans)
        ]
        if own:
            return tuple(own)
        start, end = spans[-1] if type == "amount" else spans[0]  # sums stand below what they sum up
        self.entities.append(
            Entity(label, start, end, self._document.text[start:end], 1.0, self._document.boxes(start, end), "xml")
        )
        return (len(self.entities) - 1,)

    def _parts(self, type: str, value: str) -> list[tuple[int, int]]:
        """Where a text of several lines, as an address, begins, and as much of the rest as stands right behind it."""
        first, *rest = value.split(", ") if type == "text" else [""]
        for start, end in self._page.spans("text", first) if rest else ():
            for part in rest:
                behind = (span for span in self._page.spans("text", part) if 0 <= span[0] - end <= _NEXT_LINE)
                end = next(behind, (start, end))[1]
            return [(start, end)]
        return []


def _doubted(
    fields: Mapping[str, tuple[FieldValue, ...]], outcome: Sequence[Check]
) -> dict[str, tuple[FieldValue, ...]]:
    """The fields, those that are stated less sure where a check on them fails."""
    return {name: tuple(_less_sure(name, value, outcome) for value in values) for name, values in fields.items()}


def _less_sure(name: str, value: FieldValue, outcome: Sequence[Check]) -> FieldValue:
    if value.evidence == "text":
        return value
    sizes = [2] if value.note == CHECKSUM else []
    others: list[Alternative] = []
    for check in outcome:
        if check.passed or name not in check.fields:
            continue
        if check.contradictions:
            mine = [each for each in check.contradictions if each.field == name and each.stated == value.value]
            sizes += [2] * len(mine)
            others += [
                Alternative(page.value, page.confidence, page.entities, page.currency, page.unit)
                for page in (each.shown for each in mine)
                if page
            ]
        elif not check.check.endswith("is valid"):
            sizes.append(max(2, len(check.fields)))
    if not sizes:
        return value
    return replace(value, confidence=1 - 1 / min(sizes), alternatives=tuple(others))
