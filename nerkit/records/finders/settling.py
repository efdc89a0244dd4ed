"""Which of the tagger's entities and those that were found stay where they say different things of one place."""

from __future__ import annotations

from collections.abc import Sequence

from nerkit.document import Entity
from nerkit.labels import ROLELESS, Kind, Schema
from nerkit.labels.kind import PaymentPart
from nerkit.labels.label import SELF_CHECKING
from nerkit.records.finders.addresses.owners import AddressOwners
from nerkit.records.finders.by_label import FORMED
from nerkit.records.finders.search import Search
from nerkit.records.finders.taken import Taken


def settled(search: Search, columns: Sequence[Entity]) -> tuple[Entity, ...]:
    """The entities in text order; `columns` are the lines of addresses below a name.

    Of the same found twice the surer one counts. An entity with no role of its own, or none in a document of this kind,
    gives way to one that has, and any identifier to one that its checksum proves in its place. An address of the
    tagger's that meets lines which stand below a name goes over two columns, and is left out. What is the date of this
    document is not that of another one, which the tagger takes it for that knows few kinds.
    """
    schema, kind, below_names = search.schema, search.kind, Taken(columns)
    others = _dates_of_others(schema, kind)
    postal = {name for name, label in schema.labels.items() if label.postal}
    own = {(one.start, one.end) for one in search.found if kind and one.label.lower() == kind.titled.get("date")}
    whole = [
        one
        for one in search.entities
        if not (one.label in postal and below_names.touches(one.start, one.end))
        and not (one.label in others and (one.start, one.end) in own)
    ]
    surest: dict[tuple[str, int, int], Entity] = {}
    for entity in (*_without_proven(whole, search.found, schema), *search.found):
        key = (entity.label, entity.start, entity.end)
        if key not in surest or surest[key].confidence < entity.confidence:
            surest[key] = entity
    taken = {(entity.start, entity.end) for entity in search.found if entity.label not in ROLELESS}
    without_role = {*ROLELESS, *_of_other_kinds(schema, kind)}
    kept = [one for one in surest.values() if one.label not in without_role or (one.start, one.end) not in taken]
    owners = AddressOwners(search.cells, kept, _owned_addresses(kind))
    return tuple(sorted(owners.settled(kept), key=lambda entity: (entity.start, entity.end)))


def _dates_of_others(schema: Schema, kind: Kind | None) -> set[str]:
    """The labels of the dates that documents of other kinds have for their own."""
    dates = {one.titled.get("date", "") for one in schema.kinds.values()}
    return {name.upper() for name in dates if name and kind and name != kind.titled.get("date")}


def _owned_addresses(kind: Kind | None) -> dict[str, str]:
    """The label of the address of each name's, as payment codes have them."""
    said = kind.payment if kind else {}
    parties: tuple[tuple[PaymentPart, PaymentPart], ...] = (("payee", "payee_address"), ("debtor", "debtor_address"))
    return {said[name].upper(): said[address].upper() for name, address in parties if {name, address} <= {*said}}


def _without_proven(entities: Sequence[Entity], found: Sequence[Entity], schema: Schema) -> list[Entity]:
    """The entities but for identifiers where another proves itself, or where words announce another number.

    A customer's number may have the form of a tax payer's; what words announce has to be surer than the tagger.
    """
    proven = [one for one in found if one.found_by == "form" and one.confidence > FORMED["unproven"]]
    types = {name: label.type for name, label in schema.labels.items()}
    named = [one for one in found if one.found_by == "words" and types.get(one.label) == "identifier"]
    return [
        entity
        for entity in entities
        if types.get(entity.label) not in ("identifier", *SELF_CHECKING)
        or not (
            any(_meet(entity, one) for one in proven)
            or (
                types[entity.label] in SELF_CHECKING
                and any(_meet(entity, one) and one.confidence > entity.confidence for one in named)
            )
        )
    ]


def _meet(one: Entity, other: Entity) -> bool:
    return one.start < other.end and other.start < one.end


def _of_other_kinds(schema: Schema, kind: Kind | None) -> set[str]:
    """The labels that are no field of a kind which looks for its own."""
    return {
        label.name for label in schema.labels.values() if kind and kind.announced and label.field not in kind.fields
    }
