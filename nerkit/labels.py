"""The labels, the type of each one's value, and the kinds of document; `labels.toml` is the source."""

from __future__ import annotations

import colorsys
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

ROLELESS = frozenset({"DATE", "AMOUNT", "PERCENT", "DURATION"})
"""Labels of mentions with no role of their own: they are entities, and no field of a record."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its name, the type of its value (a reader in `nerkit.values`) and what it means."""

    name: str
    type: str
    means: str

    @property
    def field(self) -> str:
        """The key of a record that holds this label's values."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: the fields of its record, those of one value and those of many."""

    name: str
    one: tuple[str, ...]
    many: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, in the order in which a record shows them."""
        return self.one[:1] + self.many + self.one[1:] if self.name == "contract" else self.one + self.many


@cache
def _source() -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads(files("nerkit").joinpath("labels.toml").read_text(encoding="utf-8"))


@cache
def labels() -> dict[str, Label]:
    """All labels by name, in a stable order."""
    return {name: Label(name, str(row["type"]), str(row["means"])) for name, row in _source()["labels"].items()}


def explain(label: str) -> str | None:
    """What a label means, in words; None for a label that nerkit does not know."""
    known = labels().get(label)
    return known.means if known else None


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of document by name."""

    def names(row: dict[str, object], key: str) -> tuple[str, ...]:
        value = row.get(key)
        return tuple(map(str, value)) if isinstance(value, list) else ()

    return {name: Kind(name, names(row, "one"), names(row, "many")) for name, row in _source()["kinds"].items()}


def colour(label: str) -> str:
    """The colour behind a label's text, as "#rrggbb": light, so that black can be read on it; any label has one.

    Neighbours in the list of labels lie far apart on the wheel of colours (by the golden angle).
    """
    known = list(labels())
    place = known.index(label) if label in known else crc32(label.encode())
    rgb = colorsys.hls_to_rgb(place * 0.381966 % 1.0, 0.78 + 0.04 * (place % 3), 0.85)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
