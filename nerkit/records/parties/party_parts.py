"""What a contract says of each party: its address, who acts for it, and its number in a register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from nerkit.document import Document
from nerkit.labels import Kind
from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import whole
from nerkit.records.mentions import Mention
from nerkit.records.placed_values import PlacedValue, placed
from nerkit.records.record import FieldValue
from nerkit.records.recorded_party import RecordedParty
from nerkit.values.names import same_name

REACH, BESIDE = 400, 60
"""Characters from a party's name within which what is said of it begins, and within which it stands before the name on
the same line, as who signs does: "John Doe, CEO, Acme Ltd"."""

_OFF = 2
"""Characters by which what stands in a column of plain text may begin before its head."""


def with_parts(
    document: Document,
    fields: Mapping[str, Sequence[FieldValue]],
    likely: Sequence[Mention],
    kind: Kind,
    language: str | None,
) -> tuple[RecordedParty, ...]:
    """The parties of a record, in its order, each with what stands nearest to its name.

    `likely` are the mentions that the record was built from. What stands as near to no party belongs to none.
    """
    entities = {mention.index: mention.entity for mention in likely}
    parties = fields.get(kind.parties or "", ())

    def spans(value: FieldValue) -> list[tuple[int, int]]:
        return sorted((entities[index].start, entities[index].end) for index in value.entities if index in entities)

    names = sorted((*span, number) for number, party in enumerate(parties) for span in spans(party))
    found: list[dict[str, PlacedValue]] = [{} for _ in parties]
    for cell, field in kind.party_parts.items():
        for value in fields.get(field, ()):
            for start, end in spans(value):
                owner = _owner(document.text, start, end, names)
                if owner is not None and not same_name(value.value, parties[owner].value):
                    found[owner].setdefault(cell, placed(document, [(start, end)], value.value))
                    break
    for start, end in _registered(document.text, language):
        owner = _owner(document.text, start, end, names)
        if owner is not None:
            number = placed(document, [(start, end)], " ".join(document.text[start:end].replace(":", " ").split()))
            found[owner].setdefault("registration_number", number)
    return tuple(
        RecordedParty(
            {
                "name": placed(document, spans(party)[:1], party.value),
                **({"role": PlacedValue(party.role)} if party.role else {}),
                **cells,
            },
            party.confidence,
        )
        for party, cells in zip(parties, found, strict=True)
    )


def _owner(text: str, start: int, end: int, names: Sequence[tuple[int, int, int]]) -> int | None:
    """The party of which `text[start:end]` is said: the last one named before it, or one right behind on its line."""
    before = [(begin, stop, number) for begin, stop, number in names if stop <= start <= stop + REACH]
    behind = [number for begin, _, number in names if end <= begin <= end + BESIDE and "\n" not in text[end:begin]]
    on_line = before and "\n" not in text[before[-1][1] : start]
    if behind and not on_line:
        return behind[0]
    if not before:
        return None
    # Parties sign side by side: what stands in a column is said of the name at its head.
    beside = [name for name in before if "\n" not in text[name[0] : before[-1][0]]]
    column = _column(text, start)
    heads = [name for name in beside if _column(text, name[0])[0] == column[0]]
    above = [name for name in heads if _column(text, name[0])[1] <= column[1] + _OFF] or heads[:1]
    return (above[-1] if above and not on_line else before[-1])[2]


def _column(text: str, place: int) -> tuple[int, int]:
    """The number of the cell in its line, from 0, and the characters before the place in that cell.

    Columns of plain text are parted by spaces: what begins left of a name stands in another one.
    """
    begin = text.rfind("\n", 0, place) + 1
    return text.count("\t", begin, place), place - max(begin, text.rfind("\t", begin, place) + 1)


def _registered(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """The numbers behind the names of registers, with these names, and those that only words announce, without."""
    for match in _registers(language).finditer(plain(text)):
        yield match.start("number") if match["announced"] else match.start(), match.end()


@cache
def _registers(language: str | None) -> re.Pattern[str]:
    words = words_for(language)
    named = whole((*words.names.registers, *words.roles.registrations))
    announced = whole(words.roles.registered)
    between = r"[\s.:#°º]{0,4}"
    return re.compile(
        rf"(?:{named}|(?P<announced>{announced})){between}(?P<number>(?:[a-z]{{1,3}}[ -]?)?\d[\d ./-]{{2,18}}\d)"
    )
