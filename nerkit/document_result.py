"""A document that was read → its result: tagged, its record built, and what was asked for filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerkit.document import Document, Entity
from nerkit.labels import Schema
from nerkit.pipeline_options import PipelineOptions
from nerkit.result import Result

if TYPE_CHECKING:
    from nerkit.fields import FilledFields
    from nerkit.pairs import Pair
    from nerkit.records.choosing.scorer import Scorer
    from nerkit.records.given import Given
    from nerkit.records.record import Record
    from nerkit.tagging import Tagger


def result_of(document: Document, options: PipelineOptions, schema: Schema, tagger: Tagger, scorer: Scorer) -> Result:
    """The result for a document as one; `options` are checked and complete."""
    from nerkit.evidence import given_by_codes, given_by_zone
    from nerkit.pairs import find_pairs
    from nerkit.reading.standing import as_it_came, standing
    from nerkit.records import Check, build, explain, is_told, stated_kind, with_found, with_statement

    least, field, kind = options["min_confidence"], options["explain"], options["kind"]
    upright = standing(document if options["xml"] else replace(document, statements=()))
    if kind == "auto":
        kind = stated_kind(upright, schema) or kind
    page = replace(upright, text="", words=()) if is_told(upright) else upright
    found = with_found(page, tagger.tag(page), schema, kind)
    entities = tuple(entity for entity in found if entity.confidence >= least)
    given, warnings = given_by_codes(upright, schema)
    of_zone, wrong = given_by_zone(upright, schema)
    given, warnings = {**given, **of_zone}, [*warnings, *wrong]
    given = _recalled(upright, given, options["memory"], schema)
    record = build(page, entities, kind=kind, schema=schema, scorer=scorer, given=given)
    record = replace(record, warnings=(*record.warnings, *warnings))
    if record.kind in of_zone:
        held = tuple(one.field for one in of_zone[record.kind])
        digits = Check("check digits of the machine-readable zone", passed=True, fields=held)
        record = replace(record, checks=(*record.checks, digits))
    explanation = explain(field, page, entities, record.kind, schema=schema, scorer=scorer) if field else None
    evident = with_statement(upright, entities, record, schema)
    asked = options["pairs"] or record.kind not in schema.kinds
    wanted = options["fields"]
    pairs = find_pairs(upright, evident.entities) if asked or wanted else ()
    answer = _answer(wanted, upright, evident.record, pairs, evident.entities, schema, tagger) if wanted else None
    came = as_it_came(evident, document)
    return Result(
        document,
        came.entities,
        came.record,
        tagger.name,
        explanation,
        as_it_came(pairs, document) if asked or wanted else None,
        came.statement,
        as_it_came(answer, document),
    )


def _recalled(
    document: Document, given: dict[str, list[Given]], memory: object, schema: Schema
) -> dict[str, list[Given]]:
    """What is given, and what layouts that are remembered say of fields to which nothing else gives a value."""
    if memory is None:
        return given
    from nerkit.layouts import LayoutMemory, recalled

    found = dict(given)
    for kind, values in recalled(document, LayoutMemory.of(memory), schema).items():
        known = {one.field for one in given.get(kind, ())}
        found[kind] = [*given.get(kind, ()), *(one for one in values if one.field not in known)]
    return found


def _answer(
    wanted: object,
    document: Document,
    record: Record,
    pairs: tuple[Pair, ...],
    entities: tuple[Entity, ...],
    schema: Schema,
    tagger: Tagger,
) -> FilledFields:
    from nerkit.fields import fill, wanted_fields
    from nerkit.fields.model_vectors import vectors_of

    return fill(wanted_fields(wanted), document, record, pairs, entities, schema, vectors_of(tagger.model))
