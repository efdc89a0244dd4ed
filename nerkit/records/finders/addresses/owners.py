"""Whose an address is: that of the name right above it, or before it in its cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nerkit.document import Entity
from nerkit.records.finders.labelled_cells import LabelledCells

_HIGH = 4
"""Cells above an address in which its name stands: a contact or a department may stand between them."""


class AddressOwners:
    """Gives addresses to the names above them in one document; `owned` is the label of the address of each name's."""

    def __init__(self, cells: LabelledCells, entities: Sequence[Entity], owned: Mapping[str, str]) -> None:
        self._cells = cells
        self._owned = owned
        # Most kinds have no such addresses, and a long contract has thousands of cells.
        self._starts = [cells.span(number)[0] for number in range(len(cells.cells))] if owned else []
        self._names: dict[int, list[Entity]] = {}
        for entity in entities:
            if entity.label in owned:
                self._names.setdefault(self._cell_of(entity.start), []).append(entity)

    def settled(self, entities: Sequence[Entity]) -> Iterator[Entity]:
        """The entities; an address under the name of another party is that party's."""
        for entity in entities:
            owner = self._owner(entity) if entity.label in self._owned.values() else None
            yield replace(entity, label=self._owned[owner]) if owner else entity

    def _owner(self, address: Entity) -> str | None:
        number: int | None = self._cell_of(address.start)
        before = [name for name in self._names.get(number or 0, ()) if name.end <= address.start]
        for _ in range(_HIGH):
            if before:
                return _role(before)
            if number is None or (number := self._cells.cells[number].above) is None or number not in self._names:
                if number is None or self._cells.hits[number]:
                    return None  # a heading: the block of another party begins here
                continue
            before = self._names[number]
        return _role(before) if before else None

    def _cell_of(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)


def _role(names: Sequence[Entity]) -> str | None:
    """The label of the names of one cell: what a heading says of one counts more than what the tagger says."""
    said = [name for name in names if name.found_by == "words"] or names
    surest = max(said, key=lambda name: name.confidence)
    others = (name for name in said if name.label != surest.label)
    return None if any(name.start >= surest.end or name.end <= surest.start for name in others) else surest.label
