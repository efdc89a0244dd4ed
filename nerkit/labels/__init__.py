"""The labels, the type of each one's value, and the kinds of document; `schema.toml` is the source."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from functools import cache
from zlib import crc32

from nerkit.labels.kind import Amounts, Derivation, Kind
from nerkit.labels.label import Label
from nerkit.labels.relationship import Relation, Relationship
from nerkit.labels.rule import Rule
from nerkit.labels.schema import Schema
from nerkit.labels.schema_tables import source

__all__ = [
    "ROLELESS",
    "Amounts",
    "Derivation",
    "Kind",
    "Label",
    "Relation",
    "Relationship",
    "Rule",
    "Schema",
    "builtin",
    "colour",
    "colours",
    "explain",
    "kinds",
    "labels",
    "source",
    "spoken",
]

ROLELESS = frozenset({"DATE", "AMOUNT", "PERCENT", "DURATION"})
"""Labels of mentions with no role of their own: they are entities, and no field of a record."""


@cache
def builtin() -> Schema:
    """The schema that nerkit brings."""
    return Schema.parse(source())


def labels() -> Mapping[str, Label]:
    """All labels by name, in a stable order."""
    return builtin().labels


def explain(label: str) -> str | None:
    """What a label means, in words; None for a label that nerkit does not know."""
    known = labels().get(label)
    return known.means if known else None


def kinds() -> Mapping[str, Kind]:
    """All kinds of document by name."""
    return builtin().kinds


def spoken(field: str) -> str:
    """A field as it is said in a sentence: "invoice date"."""
    return field.replace("_", " ")


def colour(label: str) -> str:
    """The colour behind a label's text, as "#rrggbb": light, so that black can be read on it; any label has one.

    Neighbours in the list of labels lie far apart on the wheel of colours (by the golden angle).
    """
    known = list(labels())
    place = known.index(label) if label in known else crc32(label.encode())
    rgb = colorsys.hls_to_rgb(place * 0.381966 % 1.0, 0.78 + 0.04 * (place % 3), 0.85)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def colours() -> dict[str, str]:
    """The colour of each label, as spaCy's displaCy asks for them."""
    return {label: colour(label) for label in labels()}
