"""Addresses as they stand on paper: street and town in lines of their own, of which the tagger may miss one.

A line that only names a town takes the street beside it; one without a town takes the town below it; what stands behind
a gap, or the town of another address, is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nerkit.document import Document, Entity
from nerkit.labels import Schema
from nerkit.locales.folding import plain
from nerkit.values.identifiers import number_words

_CODE = r"(?:[A-Z]{1,3}-)?(?:\d{2}-\d{3}|\d{3} \d{2}|\d{5}(?:-\d{3,4})?|\d{4} [A-Z]{2}(?![^\W\d_]))"
"""Postcodes before a town: mostly five digits, in two groups in Poland and Sweden, with letters in the Netherlands."""
_NAME = r"[^\W\d_][^\d\W_]*(?:[ .'’-]{1,2}[^\W\d_]+){0,4}"
_TOWN = re.compile(rf"(?<![\w-])(?P<code>{_CODE}) {_NAME}")
_ONLY_TOWN = re.compile(rf"\W*{_CODE} {_NAME}\W*")
_STATE = re.compile(rf"\W*(?:{_NAME}[,. ]{{1,2}})?(?P<state>[A-Z]{{2}})[. ]{{0,2}}\d{{5}}(?:-\d{{4}})?\W*")
"""A town with its state and postcode, as in the United States; the town may stand in the line above."""
_STREET = re.compile(r"\W*(?P<street>[^\W\d_][^\d\n:@%€$£]{3,40}[ .]\d{1,4} ?[a-zA-Z]?(?:[-/]\d{1,4}[a-zA-Z]?)?)\W*")


def with_whole_addresses(document: Document, entities: Sequence[Entity], schema: Schema) -> tuple[Entity, ...]:
    """The entities, those of postal labels with the lines that belong to them; what is another entity's stays so."""
    postal = {name for name, label in schema.labels.items() if label.postal}
    if not any(entity.label in postal for entity in entities):
        return tuple(entities)
    taken = [(entity.start, entity.end) for entity in entities]
    whole = []
    for entity in entities:
        if entity.label in postal:
            start, end = _whole(document.text, entity.start, entity.end, taken)
            if (start, end) != (entity.start, entity.end):
                text, boxes = document.text[start:end], document.boxes(start, end)
                entity = replace(entity, start=start, end=end, text=text, boxes=boxes)
        whole.append(entity)
    return tuple(whole)


def is_town(text: str) -> bool:
    """Whether a text is a postcode and its town, without a street."""
    return _ONLY_TOWN.fullmatch(text) is not None


def _whole(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> tuple[int, int]:
    end = _first_address(text, start, _before_gap(text, start, end))
    lines = text[start:end].split("\n")
    if len(lines) == 1 and _ONLY_TOWN.fullmatch(lines[0]):
        for begin, stop in _neighbours(text, start, end, taken):
            if street := _STREET.fullmatch(text, begin, stop):
                first, last = street.span("street")
                return min(start, first), max(end, last)
    elif not any(map(_TOWN.search, lines)) and not any(map(_STATE.fullmatch, lines)):
        below = [span for span in _neighbours(text, start, end, taken) if span[0] >= end]
        for begin, stop in below:
            if _ends_with_town(text[begin:stop], lines[-1]):
                return start, begin + len(text[begin:stop].rstrip(" ,.;"))
    return start, end


def _before_gap(text: str, start: int, end: int) -> int:
    """Where the first block of lines ends, if a number stands in it: an address has no empty line."""
    block = re.split(r"\n[ \t]*\n", text[start:end], maxsplit=1)[0]
    return start + len(block) if any(map(str.isdigit, block)) else end


def _first_address(text: str, start: int, end: int) -> int:
    """Where the first of two addresses ends: behind the first line by which it has a street and a town."""
    lines = text[start:end].split("\n")
    found = {town["code"]: number for number, line in reversed([*enumerate(lines)]) if (town := _TOWN.search(line))}
    towns = sorted(found.values())
    if len(towns) < 2:
        return end
    length = 0
    for number, line in enumerate(lines):
        length += len(line)
        if number >= towns[0] and any(map(_has_street, lines[: number + 1])):
            return start + length if number < towns[1] else end
        length += 1
    return end


def _has_street(line: str) -> bool:
    """Whether a house number stands in a line, beside its town's postcode."""
    return any(map(str.isdigit, re.sub(_CODE, "", line)))


def _ends_with_town(line: str, above: str) -> bool:
    if _ONLY_TOWN.fullmatch(line):
        return True
    found = _STATE.fullmatch(line)
    if found is None or re.fullmatch(number_words(), plain(f"{found['state']}.")):
        return False
    return found.start("state") > 0 or not any(map(str.isdigit, above))


def _neighbours(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines right above and right below, up to a cell of theirs, that hold nothing that is found already."""
    begins = text.rfind("\n", 0, start) + 1
    if begins and not text[begins:start].strip(" \t*#|"):
        yield from _free(text, text.rfind("\n", 0, begins - 1) + 1, begins - 1, taken)
    ends = text.find("\n", end)
    if ends >= 0 and not text[end:ends].strip(" \t*#|,;."):
        after = text.find("\n", ends + 1)
        yield from _free(text, ends + 1, after if after >= 0 else len(text), taken)


def _free(text: str, begin: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if text[begin:end].strip() and not any(start < end and begin < stop for start, stop in taken):
        yield begin, end
