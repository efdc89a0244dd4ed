"""Entities become the record of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from nerkit.document import Document, Entity, Notice
from nerkit.labels import Kind, Schema, builtin
from nerkit.labels.words import with_words
from nerkit.records import checks
from nerkit.records import kind_detection as kinds_of
from nerkit.records.billing.lines_and_taxes import with_lines
from nerkit.records.borne_out import is_borne_out
from nerkit.records.choosing.choice import Scored, choose
from nerkit.records.choosing.parts_of_sums import without_doubled_parts
from nerkit.records.choosing.ranking import rank
from nerkit.records.choosing.roundings import without_large_roundings
from nerkit.records.choosing.rows_of_taxes import without_turned_taxes
from nerkit.records.choosing.scorer import Scorer, default
from nerkit.records.choosing.selection import value_of
from nerkit.records.choosing.settled_totals import without_settled_totals
from nerkit.records.deadlines.deadline_finder import DeadlineFinder
from nerkit.records.derive import DerivationSource, derived
from nerkit.records.given import GivenByKind, with_given
from nerkit.records.mentions import Mention, Readings, likely_by_field, with_doubtful, without_acting
from nerkit.records.misreading import with_misreadings
from nerkit.records.parties.kept_parties import parties
from nerkit.records.parties.party_parts import with_parts
from nerkit.records.record import FieldValue, Record
from nerkit.records.rules import ruled
from nerkit.records.times.agreed_times import agreed
from nerkit.records.times.defined_dates import with_defined
from nerkit.records.times.discount_dates import without_discount_dates
from nerkit.records.times.named_documents import without_dates_of_others
from nerkit.records.times.renewal_notices import with_renewal_notices
from nerkit.records.whole_titles import whole_titles


def build(
    document: Document,
    entities: Sequence[Entity],
    *,
    kind: str = "auto",
    schema: Schema | None = None,
    scorer: Scorer | None = None,
    read: Readings | None = None,
    given: GivenByKind = MappingProxyType({}),
) -> Record:
    """The record of a document from its entities; `kind` is "auto" or the name of a kind of the schema.

    Only fields of that kind are filled. `schema` and `scorer` are those that nerkit brings unless given, `read` is what
    the entities mean where that is known already. What is `given` outweighs the entities. Raises ValueError for an
    unknown kind.
    """
    schema, scorer = schema or builtin(), scorer or default()
    if kind != "auto" and kind not in schema.kinds:
        raise ValueError(f"unknown kind of document {kind!r}: use auto, {', '.join(schema.kinds)}")
    read = read or Readings.of(document, entities, schema)
    schema = with_words(schema, read.context.language)
    name, confidence = kinds_of.classify(document, entities, schema.kinds, given) if kind == "auto" else (kind, 1.0)
    if name == kinds_of.OTHER:
        return Record(kind=name, kind_confidence=confidence, language=read.context.language)
    of_kind = schema.kinds[name]
    meant = _meant(document.text, read.likely, of_kind, schema, read.context.language)
    meant = without_discount_dates(document.text, meant, of_kind, schema, read.context.language)
    meant = without_dates_of_others(document.text, meant, of_kind, schema)
    likely, warnings = likely_by_field(meant, schema)
    ranked = rank(document, meant, of_kind, schema, scorer, read.context)
    ranked = without_turned_taxes(ranked, of_kind, document.own, read.context)
    fields, changes = _fill(of_kind, ranked, schema, scorer)
    if of_kind.parties:
        acting = likely.get(of_kind.party_parts.get("representative", ""), ())
        named = without_acting(with_doubtful(likely.get(of_kind.parties, ()), meant), acting)
        fields[of_kind.parties] = parties(document, named, read.context.language, acting)
        if len(fields[of_kind.parties]) == 1:
            said = f"{of_kind.parties}: one alone was found; look who the other is"
            changes.append(Notice("one-party", said))
    fields = with_misreadings(document, entities, fields, schema)
    fields, agreements = with_given(fields, given.get(name, ()), of_kind, read.likely, schema)
    record = Record(
        kind=name,
        kind_confidence=confidence,
        language=read.context.language,
        fields=derived(of_kind.derive, fields, DerivationSource(document, likely, read.context.language)),
        warnings=(*warnings, *changes),
    )
    by_type: dict[str, list[Mention]] = {}
    for mention in read.likely:
        by_type.setdefault(schema.labels[mention.entity.label].type, []).append(mention)
    percents = [label for label in schema.labels.values() if label.type == "percent"]
    record = with_lines(record, of_kind, document.own, read.context, by_type, percents)
    values, kept = ruled(record.fields, of_kind, schema, read.context)
    record = replace(record, fields=values, warnings=(*record.warnings, *kept))
    shown = {
        field: tuple(replace(value, type=schema.type_of(field)) for value in record.fields[field])
        for field in of_kind.fields
        if record.fields.get(field)
    }
    if of_kind.parties:
        known = with_parts(document, shown, read.likely, of_kind, read.context.language)
        record = replace(record, parties=known)
    if of_kind.deadlines:
        found = DeadlineFinder(document, of_kind, shown, read.context.language).find(read.likely)
        record = replace(record, deadlines=found)
    return replace(record, fields=shown, checks=(*checks.run(shown, of_kind, schema), *agreements, *record.checks))


def _meant(
    text: str, mentions: Sequence[Mention], kind: Kind, schema: Schema, language: str | None
) -> Sequence[Mention]:
    """The mentions as the words around them say; what is not a contract's stays as it is."""
    times = next((one.fields for one in kind.derive if one.way == "lasts"), None)
    if times is None:
        return mentions
    asked = {name.upper() for name in kind.fields if kind.announced}  # a kind of one's own may mean something else
    titled = with_renewal_notices(text, whole_titles(text, mentions, schema, language), kind, language)
    believed = [one for one in titled if one.entity.label not in asked or is_borne_out(text, one.entity, language)]
    start, _, last = times
    dates = dict.fromkeys((start, last, *(name for name in kind.deadlines if schema.type_of(name) == "date")))
    made = next((one.fields[0].upper() for one in kind.derive if one.way == "same"), None)
    defined = with_defined(text, believed, tuple(dates), schema, language, made)
    return agreed(text, defined, kind, schema, language)


def _fill(
    kind: Kind, ranked: Mapping[str, Sequence[Scored]], schema: Schema, scorer: Scorer
) -> tuple[dict[str, tuple[FieldValue, ...]], list[Notice]]:
    """The fields with their values, and what checks have changed."""
    fields: dict[str, tuple[FieldValue, ...]] = {}
    changes = []
    for name in kind.many:
        sound = [scored for scored in ranked.get(name, ()) if scored.score >= scorer.threshold]
        sound.sort(key=lambda scored: scored.candidate.start)
        fields[name] = tuple(value_of(name, scored) for scored in sound)
    one = {name: ranked[name] for name in kind.one if name in ranked}
    possible = without_doubled_parts(without_large_roundings(one, schema.checks), schema.checks)
    likely = without_settled_totals(possible, schema.checks)
    for name, choice in choose(likely, schema.checks, scorer).items():
        if choice.chosen:
            fields[name] = (value_of(name, choice.chosen, choice.others),)
        if choice.because:
            because = " and ".join(choice.because)
            said = f"{name}: chosen because {because}; by itself another value is likelier"
            changes.append(Notice("changed-by-checks", said))
    return {name: values for name, values in fields.items() if values}, changes
