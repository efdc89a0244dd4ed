"""Who plays a role: the parties of an opening, names under headings, and names and addresses that stand together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nerkit.document import Entity
from nerkit.records.finders.addresses.beside_names import NamesAndAddresses
from nerkit.records.finders.described_parties import described_parties
from nerkit.records.finders.openings import parties_in_opening
from nerkit.records.finders.role_headings import NameWhere, RoleHeadings
from nerkit.records.finders.search import Search
from nerkit.records.finders.taken import Taken
from nerkit.records.floors import CONFIDENCE_FLOOR

HEADED: Mapping[NameWhere, float] = {"marked": 0.75, "right": 0.7, "beside": 0.4, "below": 0.85, "named": 0.95}
"""The same of names under headings of roles: of 131 on invoices and e-invoices that stand below one or behind its colon
92 % were right. What stands right of one without a colon is another column as often."""

BELOW_NAME, ABOVE_ADDRESS = 0.8, 0.7
"""How sure an address is that stands in two lines and more below a name under its heading, and a name that stands above
an address of somebody who is not named elsewhere."""

OPENED = 0.6
"""How sure it is that a name in the opening is a party's, where the tagger took it for none."""


def opening_parties(search: Search) -> Iterator[Entity]:
    """The parties that the opening names, where the tagger has seen none."""
    document, entities, context, kind = search.document, search.entities, search.context, search.kind
    if kind is None or kind.parties is None:
        return
    label = kind.parties.upper()
    known = [one for one in entities if one.label in (label, "TITLE") and one.confidence >= CONFIDENCE_FLOOR]
    opening = {*parties_in_opening(document.text, context), *described_parties(document.text, context)}
    for start, end in sorted(opening):
        if not any(one.start < end and start < one.end for one in known):
            yield search.entity(label, (start, end), OPENED)


def headed(search: Search) -> Iterator[Entity]:
    """Those whose role is what stands above them, or before them.

    Where the tagger has seen one of them too, another under a heading of the same role is rather an employee: a form
    has its advertiser, and the buyer who works for the agency.
    """
    entities, kind = search.entities, search.kind
    if kind is None or not kind.headed:
        return
    roles = [name.upper() for name in kind.headed]
    found = list(RoleHeadings(search.cells, roles, search.context).find())
    tagged = {role: Taken(entity for entity in entities if entity.label == role) for role in roles}
    seen = {(one.label, one.start) for one in found if tagged[one.label].touches(one.start, one.end)}
    of_seen = {label for label, _ in seen}
    for one in found:
        doubted = one.label in of_seen and (one.label, one.start) not in seen
        sure = HEADED[one.where] / (2 if doubted else 1)
        yield search.entity(one.label, (one.start, one.end), sure)


def together(search: Search) -> Iterator[Entity]:
    """The address below a name under its heading, and the name above an address where nobody is named."""
    entities, kind = search.entities, search.kind
    if kind is None or not kind.headed:
        return
    beside = NamesAndAddresses(search.cells, search.context)
    pay, taken = kind.payment, Taken(entities)
    for name, address in ((pay.get("payee"), pay.get("payee_address")), (pay.get("debtor"), pay.get("debtor_address"))):
        if name is None or address is None:
            continue
        named = [one for one in search.of({name.upper()}) if one.found_by == "words"]
        known = Taken(one for one in entities if one.label == address.upper())
        for one in named:
            lines = beside.address_below((one.start, one.end))
            if lines and not known.holds(lines[0][0], lines[-1][1]):
                yield from (search.entity(address.upper(), line, BELOW_NAME) for line in lines)
        sure = search.sure()
        if named or any(one.label == name.upper() for one in sure):
            continue
        for one in sure:
            above = beside.name_above((one.start, one.end), taken) if one.label == address.upper() else None
            if above:
                yield search.entity(name.upper(), above, ABOVE_ADDRESS)
