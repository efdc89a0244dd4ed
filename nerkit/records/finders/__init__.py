"""Entities that a schema finds without any training: by a pattern, a list, label words, or their form and checksum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from nerkit.document import Document, Entity, FoundBy
from nerkit.labels import ROLELESS, Kind, Label, Schema
from nerkit.labels.kind import PaymentPart
from nerkit.labels.label import SELF_CHECKING
from nerkit.labels.words import with_words
from nerkit.records.borne_out import is_borne_out
from nerkit.records.finders.address_owners import AddressOwners
from nerkit.records.finders.announced import LabelWordFinder, Where
from nerkit.records.finders.described_parties import described_parties
from nerkit.records.finders.dictionary import in_list
from nerkit.records.finders.name_and_address import NamesAndAddresses
from nerkit.records.finders.openings import parties_in_opening
from nerkit.records.finders.pattern_finder import in_pattern
from nerkit.records.finders.phrases import folded
from nerkit.records.finders.role_headings import NameWhere, RoleHeadings
from nerkit.records.finders.stretch import WHOLE
from nerkit.records.finders.taken import Taken
from nerkit.records.finders.title_lines import in_title_line
from nerkit.records.finders.told import told
from nerkit.records.floors import CONFIDENCE_FLOOR
from nerkit.records.kind_detection import classify
from nerkit.records.postal_addresses import with_whole_addresses
from nerkit.values import read_value
from nerkit.values.context import context_of
from nerkit.values.found_identifiers import Evidence, find_identifiers
from nerkit.values.value import Context, Value

MATCHED = 0.9
"""How sure a match of a pattern or a list is, unless the label says so itself: whoever wrote it meant it."""

ANNOUNCED: Mapping[Where, float] = {"marked": 0.85, "behind": 0.8, "right": 0.8, "below": 0.6}
"""How often what stands there from label words is the value that they announce: nerkit's own words on 314 invoices,
orders and receipts. What is said in the end with 0.82 was right in 82 of 100 cases."""

NAMED: Mapping[Where, float] = {"marked": 0.5, "behind": 0.3, "right": 0.5, "below": 0.3}
"""The same for types whose value is all of a cell: a name has no form of its own to be known by."""


SHARED = 0.35
"""What is found with rivals and less sure than this is not worth saying."""


FORMED: Mapping[Evidence, float] = {"announced": 0.98, "alone": 0.95, "unproven": 0.9}
"""The same of what checks itself: of 306 on generated invoices and e-invoices of 13 sellers 304 were right, 16 of 16
that have a name before them and a checksum that does not hold. Made and chosen documents say more than others do."""


HEADED: Mapping[NameWhere, float] = {"marked": 0.75, "right": 0.7, "beside": 0.4, "below": 0.85, "named": 0.95}
"""The same of names under headings of roles: of 131 on invoices and e-invoices that stand below one or behind its colon
92 % were right. What stands right of one without a colon is another column as often."""


TITLED = 0.9
"""How sure the number and the date in the line of a title are the document's own."""


BELOW_NAME, ABOVE_ADDRESS = 0.8, 0.7
"""How sure an address is that stands in two lines and more below a name under its heading, and a name that stands above
an address of somebody who is not named elsewhere."""


OPENED = 0.6
"""How sure it is that a name in the opening is a party's, where the tagger took it for none."""


TOLD, TOLD_ALSO = 0.65, 0.4
"""How sure a value is that running text tells, and the further ones of a field that holds one."""


class Find(NamedTuple):
    """A value of a label at `text[start:end]`, and how sure that is where nothing else is found for the label."""

    start: int
    end: int
    value: Value
    confidence: float
    by: FoundBy


def with_found(
    document: Document, entities: Sequence[Entity], schema: Schema, kind: str = "auto"
) -> tuple[Entity, ...]:
    """The entities of the tagger, and those that the labels of the schema find, in text order.

    Where both found the same, the surer one counts. An entity with no role of its own, or none in a document of this
    kind, gives way to one that has, and any identifier to one that its checksum proves in its place. Some labels are
    looked for in documents of a kind alone; `kind` is the name of the document's own, or "auto".
    """
    entities = with_whole_addresses(document, entities, schema)
    finding = any(label.finds for label in schema.labels.values())
    if not finding and not any(one.announced or one.titled for one in schema.kinds.values()):
        return tuple(entities)
    context = context_of(document.text, document.language)
    schema = with_words(schema, context.language)
    announced = LabelWordFinder(document, schema.labels.values(), context)
    if kind == "auto":
        kind, _ = classify(document, entities, schema.kinds, announced=_telling(announced, schema))
    of_kind = schema.kinds.get(kind)
    found = [
        *_by_labels(announced, schema, of_kind),
        *_parties(document, entities, context, of_kind),
        *(headed := list(_headed(announced, entities, of_kind))),
        *(together := list(_together(announced, entities, headed, of_kind))),
        *_titled(document, schema, context, of_kind),
        *_told(document, entities, schema, context, of_kind),
    ]
    # An address of the tagger's that meets lines which stand below a name goes over two columns.
    columns = Taken(together)
    postal = {name for name, label in schema.labels.items() if label.postal}
    whole = [one for one in entities if one.label not in postal or not columns.touches(one.start, one.end)]
    tagged = _without_proven(whole, found, schema)
    surest: dict[tuple[str, int, int], Entity] = {}
    for entity in (*tagged, *found):
        key = (entity.label, entity.start, entity.end)
        if key not in surest or surest[key].confidence < entity.confidence:
            surest[key] = entity
    taken = {(entity.start, entity.end) for entity in found if entity.label not in ROLELESS}
    without_role = {*ROLELESS, *_of_other_kinds(schema, of_kind)}
    kept = [one for one in surest.values() if one.label not in without_role or (one.start, one.end) not in taken]
    owners = AddressOwners(announced.cells, kept, _owned_addresses(of_kind))
    return tuple(sorted(owners.settled(kept), key=lambda entity: (entity.start, entity.end)))


def _owned_addresses(kind: Kind | None) -> dict[str, str]:
    """The label of the address of each name's, as payment codes have them."""
    said = kind.payment if kind else {}
    parties: tuple[tuple[PaymentPart, PaymentPart], ...] = (("payee", "payee_address"), ("debtor", "debtor_address"))
    return {said[name].upper(): said[address].upper() for name, address in parties if {name, address} <= {*said}}


def _without_proven(entities: Sequence[Entity], found: Sequence[Entity], schema: Schema) -> list[Entity]:
    """The entities but for identifiers where another proves itself."""
    proven = [one for one in found if one.found_by == "form" and one.confidence > FORMED["unproven"]]
    types = {name: label.type for name, label in schema.labels.items()}
    return [
        entity
        for entity in entities
        if types.get(entity.label) not in ("identifier", *SELF_CHECKING)
        or not any(entity.start < one.end and one.start < entity.end for one in proven)
    ]


def _of_other_kinds(schema: Schema, kind: Kind | None) -> set[str]:
    """The labels that are no field of a kind which looks for its own."""
    return {
        label.name for label in schema.labels.values() if kind and kind.announced and label.field not in kind.fields
    }


def _telling(announced: LabelWordFinder, schema: Schema) -> list[Entity]:
    """What label words and a colon announce that tells a kind from others: it speaks louder for it than most do."""
    names = {name for one in schema.kinds.values() for name in one.announced if one.evidence.get(name, 0) > 1}
    return [
        _entity(announced.document, name.upper(), (value.start, value.end), ANNOUNCED["marked"], "words")
        for name in sorted(names)
        for value in announced.find(schema.labels[name.upper()])
        if value.where == "marked"
    ]


def _by_labels(announced: LabelWordFinder, schema: Schema, kind: Kind | None) -> Iterator[Entity]:
    """What labels find by themselves, and what label words announce in a document of this kind.

    Running text holds label words as mere words: there they count only before a colon, and beside or above a cell.
    """
    of_kind = {name.upper() for name in kind.announced} if kind else set()
    elsewhere = {name for one in schema.kinds.values() for name in one.announced} - {*(kind.fields if kind else ())}
    finding = (label for label in schema.labels.values() if label.finds and label.field not in elsewhere)
    labels = [*finding, *(schema.labels[name] for name in of_kind if not schema.labels[name].finds)]
    for label in labels:
        prose = kind is not None and not kind.borrows and not label.finds
        finds = list(_finds(label if label.finds else replace(label, find="words"), announced, prose))
        for one, sure in _shared(finds, schema.holds_many(label.field)):
            yield _entity(announced.document, label.name, (one.start, one.end), sure, one.by)


def _parties(document: Document, entities: Sequence[Entity], context: Context, kind: Kind | None) -> Iterator[Entity]:
    """The parties that the opening names, where the tagger has seen none."""
    if kind is None or kind.parties is None:
        return
    label = kind.parties.upper()
    known = [one for one in entities if one.label in (label, "TITLE") and one.confidence >= CONFIDENCE_FLOOR]
    opening = {*parties_in_opening(document.text, context), *described_parties(document.text, context)}
    for start, end in sorted(opening):
        if not any(one.start < end and start < one.end for one in known):
            yield _entity(document, label, (start, end), OPENED, "words")


def _headed(announced: LabelWordFinder, entities: Sequence[Entity], kind: Kind | None) -> Iterator[Entity]:
    """Those whose role is what stands above them, or before them.

    Where the tagger has seen one of them too, another under a heading of the same role is rather an employee: a form
    has its advertiser, and the buyer who works for the agency.
    """
    if kind is None or not kind.headed:
        return
    roles = [name.upper() for name in kind.headed]
    found = list(RoleHeadings(announced.cells, roles, announced.context).find())
    tagged = {role: Taken(entity for entity in entities if entity.label == role) for role in roles}
    seen = {(one.label, one.start) for one in found if tagged[one.label].touches(one.start, one.end)}
    of_seen = {label for label, _ in seen}
    for one in found:
        doubted = one.label in of_seen and (one.label, one.start) not in seen
        sure = HEADED[one.where] / (2 if doubted else 1)
        yield _entity(announced.document, one.label, (one.start, one.end), sure, "words")


def _together(
    announced: LabelWordFinder, entities: Sequence[Entity], headed: Sequence[Entity], kind: Kind | None
) -> Iterator[Entity]:
    """The address below a name under its heading, and the name above an address where nobody is named."""
    if kind is None or not kind.headed:
        return
    beside = NamesAndAddresses(announced.cells, announced.context)
    document, pay, taken = announced.document, kind.payment, Taken(entities)
    for name, address in ((pay.get("payee"), pay.get("payee_address")), (pay.get("debtor"), pay.get("debtor_address"))):
        if name is None or address is None:
            continue
        named = [one for one in headed if one.label == name.upper()]
        known = Taken(one for one in entities if one.label == address.upper())
        for one in named:
            lines = beside.address_below((one.start, one.end))
            if lines and not known.holds(lines[0][0], lines[-1][1]):
                yield from (_entity(document, address.upper(), line, BELOW_NAME, "words") for line in lines)
        sure = [one for one in entities if one.confidence >= CONFIDENCE_FLOOR]
        if named or any(one.label == name.upper() for one in sure):
            continue
        for one in sure:
            above = beside.name_above((one.start, one.end), taken) if one.label == address.upper() else None
            if above:
                yield _entity(document, name.upper(), above, ABOVE_ADDRESS, "words")


def _titled(document: Document, schema: Schema, context: Context, kind: Kind | None) -> Iterator[Entity]:
    """The number and the date in the line of the title; one that announces another number, as "order", is none here."""
    if kind is None or not kind.titled:
        return
    own = kind.titled.get("number")
    others = {
        folded(word)
        for label in schema.labels.values()
        if label.type == "identifier" and label.field != own
        for word in label.words
    }
    titles = [title for title in kind.titles if folded(title) not in others and not {*"*…"} & {*title}]
    for one in in_title_line(document.text, titles, context):
        if label := kind.titled.get(one.part):
            yield _entity(document, label.upper(), (one.start, one.end), TITLED, "words")


def _told(
    document: Document, entities: Sequence[Entity], schema: Schema, context: Context, kind: Kind | None
) -> Iterator[Entity]:
    """What running text tells of fields of which the tagger has seen nothing that the words near it bear out.

    Where two labels tell of one place, the one with the longer words does; what the tagger took for another field that
    its words bear out too is none.
    """
    if kind is None or kind.borrows:
        return
    text, own = document.text, {name.upper() for name in kind.fields}
    sure = [one for one in entities if one.label in own and one.confidence >= CONFIDENCE_FLOOR]
    believed = [one for one in sure if is_borne_out(text, one, context.language)]
    taken, seen = Taken(believed), {one.label for one in believed}
    longest: dict[tuple[int, int], tuple[int, str]] = {}
    for name in kind.fields:
        for one in told(schema.labels[name.upper()], text, context):
            longest[one.start, one.end] = max(longest.get((one.start, one.end), (0, "")), (one.said, name.upper()))
    told_of: set[str] = set()
    for (start, end), (_, label) in sorted(longest.items()):
        if label not in seen and not taken.touches(start, end):
            yield _entity(document, label, (start, end), TOLD_ALSO if label in told_of else TOLD, "words")
            told_of.add(label)


def _entity(document: Document, label: str, span: tuple[int, int], sure: float, by: FoundBy) -> Entity:
    return Entity(label, *span, document.text[slice(*span)], sure, document.boxes(*span), by)


def _finds(label: Label, announced: LabelWordFinder, prose: bool) -> Iterator[Find]:
    """What the label finds and its type can read."""
    text, context = announced.document.text, announced.context
    sure = MATCHED if label.confidence is None else label.confidence
    spans: list[tuple[tuple[int, int], FoundBy]] = []
    if label.pattern:
        spans += [(span, "pattern") for span in in_pattern(label.pattern, text)]
    if label.values:
        spans += [(span, "values") for span in in_list(label.values, text)]
    for (start, end), by in spans:
        value = read_value(label.type, text[start:end], context)
        if value.value is not None:
            yield Find(start, end, value, sure, by)
    if label.find == "form":
        for start, end, evidence in find_identifiers(label.type, text):
            yield Find(start, end, read_value(label.type, text[start:end], context), FORMED[evidence], "form")
    if label.find == "words":
        for one in announced.find(label, prose=prose):
            sure = (NAMED if label.type in WHOLE else ANNOUNCED)[one.where]
            yield Find(one.start, one.end, one.value, sure, "words")


def _shared(found: Sequence[Find], many: bool) -> Iterator[tuple[Find, float]]:
    """Each find with its confidence: of different values for a field that holds one, one at most is right.

    What is rather wrong so is left out: the dates of a column say nothing of the period.
    """
    rivals = 1 if many else len({(one.value.value, one.value.currency, one.value.unit) for one in found})
    return ((one, one.confidence / rivals) for one in found if rivals == 1 or one.confidence / rivals >= SHARED)
