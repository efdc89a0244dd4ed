"""What running text tells of fields: "the monthly rent is $900"."""

from __future__ import annotations

from collections.abc import Iterator

from nerkit.document import Entity
from nerkit.locales.folding import plain
from nerkit.records.borne_out import is_borne_out
from nerkit.records.finders.search import Search
from nerkit.records.finders.taken import Taken
from nerkit.records.finders.told import told
from nerkit.records.floors import DOUBTED

TOLD, TOLD_ALSO = 0.65, 0.4
"""How sure a value is that running text tells, and the further ones of a field that holds one."""


def told_in_text(search: Search) -> Iterator[Entity]:
    """What running text tells of fields of which the tagger has seen nothing that the words near it bear out.

    Where two labels tell of one place, the one with the longer words does; what the tagger took for another field that
    its words bear out too is none.
    """
    kind, context, text = search.kind, search.context, search.document.text
    if kind is None or kind.borrows:
        return
    own = {name.upper() for name in kind.fields}
    believed = [one for one in search.sure() if one.label in own and is_borne_out(text, one, context.language)]
    taken = Taken(one for one in believed if one.label.lower() != kind.parties or one.confidence >= DOUBTED)
    seen = {one.label for one in believed if not search.schema.holds_many(one.label.lower())}
    addresses = [
        (one.start, one.end) for one in search.sure() if one.label == kind.party_parts.get("address", "").upper()
    ]
    folded = plain(text)
    longest: dict[tuple[int, int], tuple[int, str]] = {}
    for name in kind.fields:
        for one in told(search.schema.labels[name.upper()], text, folded, context, addresses):
            if not is_borne_out(text, Entity(name.upper(), one.start, one.end, "", TOLD), context.language):
                continue
            longest[one.start, one.end] = max(longest.get((one.start, one.end), (0, "")), (one.said, name.upper()))
    told_of: set[str] = set()
    for (start, end), (_, label) in sorted(longest.items()):
        is_address = (start, end) in addresses
        if label not in seen and (is_address or not taken.touches(start, end)):
            yield search.entity(label, (start, end), TOLD_ALSO if label in told_of else TOLD)
            told_of.add(label)
