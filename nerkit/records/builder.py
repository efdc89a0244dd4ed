"""Entities become the record of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nerkit.document import Document, Entity
from nerkit.labels import kinds
from nerkit.records import amounts, checks, derive, selection
from nerkit.records import kind as kinds_of
from nerkit.records.billing import with_lines
from nerkit.records.grouping import group
from nerkit.records.mentions import Mention, mentions_by_field
from nerkit.records.parties import parties
from nerkit.records.record import FieldValue, Record


def build(document: Document, entities: Sequence[Entity], *, kind: str = "auto") -> Record:
    """The record of a document from its entities; `kind` is "auto" or a name in `labels.kinds()`.

    Only fields of that kind are filled. Raises ValueError for an unknown kind.
    """
    if kind != "auto" and kind not in kinds():
        raise ValueError(f"unknown kind of document {kind!r}: use auto, {', '.join(kinds())}")
    name, confidence = kinds_of.classify(document, entities) if kind == "auto" else (kind, 1.0)
    mentions, context, warnings = mentions_by_field(document, entities)
    if name == kinds_of.OTHER:
        return Record(kind=name, kind_confidence=confidence, language=document.language or context.language)
    fields = _fill(name, document, mentions)
    derived = derive.contract(fields) if name == "contract" else ()
    if name == "invoice":
        derived = derive.invoice(fields, document, mentions.get("duration", []))
    for field, value in tuple(derived):
        fields[field] = (value,)
    ordered = {field: fields[field] for field in kinds()[name].fields if fields.get(field)}
    record = Record(
        kind=name,
        kind_confidence=confidence,
        language=document.language or context.language,
        fields=ordered,
        checks=checks.run(ordered),
        warnings=tuple(warnings),
    )
    return with_lines(record, document, context)


def _fill(
    kind: str, document: Document, mentions: Mapping[str, Sequence[Mention]]
) -> dict[str, tuple[FieldValue, ...]]:
    fields: dict[str, tuple[FieldValue, ...]] = {}
    length = len(document.text)
    for field in kinds()[kind].many:
        if field == "party":
            fields[field] = parties(document, mentions.get(field, ()))
        else:
            fields[field] = tuple(selection.shown(candidate) for candidate in group(field, mentions.get(field, ())))
    one = {field: group(field, mentions.get(field, ())) for field in kinds()[kind].one}
    for field, candidates in one.items():
        if field not in amounts.FIELDS:
            fields[field] = selection.best(field, candidates, length)
    fields |= amounts.choose({field: one[field] for field in amounts.FIELDS if field in one}, length)
    return {field: values for field, values in fields.items() if values}
