"""What the machine-readable zone of a document gives to its record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nerkit.budget import paced
from nerkit.document import Document, Notice
from nerkit.evidence.machine_readable_zone import FILL, Zone, zone_of
from nerkit.labels import Kind, Schema
from nerkit.records.given import Given

_SURE = 0.99
"""Parts with check digits of their own, or with those of the whole."""

_UNCHECKED = 0.9
"""The name, the nationality and the issuer, which no check digit is of."""

_LINE = re.compile(r"[^\n\f]+")
_MOST_FAULTY = 10
"""Zones with wrong check digits after which no more are looked for: each takes as long as a page of text."""


def given_by_zone(document: Document, schema: Schema) -> tuple[dict[str, list[Given]], list[Notice]]:
    """The values for each kind of document that has a `zone`, and a warning of one whose check digits are wrong.

    A zone that fails any of its check digits gives nothing.
    """
    warnings: list[Notice] = []
    for start, end, zone in _zones(document):
        if len(warnings) == _MOST_FAULTY:
            break
        if zone.faults:
            page = document.page_of(start)
            said = f"its machine-readable zone has wrong check digits: {', '.join(zone.faults)}"
            warnings.append(Notice("code", said, page.number if page else None))
            continue
        boxes = document.boxes(start, end)
        given = {
            kind.name: [
                Given(field, value, "mrz", sure, boxes=boxes, contradicts=False)
                for field, value, sure in _values(zone, kind)
            ]
            for kind in schema.kinds.values()
            if kind.zone
        }
        return given, warnings
    return {}, warnings


def _zones(document: Document) -> Iterator[tuple[int, int, Zone]]:
    """The zones of a document, with where their lines begin and end: three lines before two of them."""
    if FILL not in document.text:
        return
    lines = [match for match in _LINE.finditer(document.text) if match[0].strip()]
    for i in paced(range(len(lines)), every=100):
        for count in (3, 2):
            some = lines[i : i + count]
            if len(some) == count and all(FILL in line[0] or any(c.isdigit() for c in line[0]) for line in some):
                zone = zone_of([line[0] for line in some])
                if zone is not None:
                    yield some[0].start(), some[-1].end(), zone
                    break


def _values(zone: Zone, kind: Kind) -> Iterator[tuple[str, str, float]]:
    """The fields of a kind, each with its value and how sure it is."""
    said = {
        "holder": (zone.holder, _UNCHECKED),
        "number": (zone.parts["number"], _SURE),
        "issuer": (zone.parts["issuer"].replace(FILL, ""), _UNCHECKED),
        "nationality": (zone.parts["nationality"].replace(FILL, ""), _UNCHECKED),
        "birth_date": (zone.birth_date, _SURE),
        "expiry_date": (zone.expiry_date, _SURE),
        "sex": (zone.sex, _UNCHECKED),
    }
    for part, name in kind.zone.items():
        value, sure = said[part]
        if value:
            yield name, value, sure
