"""The labels that an annotator may give, each with a colour and a key."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.errors import ConfigError
from nerkit.labels import Schema, builtin, colour

_DIGITS = "1234567890"


@dataclass(frozen=True, slots=True)
class LabelKey:
    """A label to choose; `key` is "" where there are more labels than keys."""

    label: str
    colour: str
    key: str
    means: str


def chosen(names: str | None, schema: Schema | None = None) -> tuple[str, ...]:
    """The labels that an option names: comma-separated labels or kinds of document; all of the schema's for None.

    Without a schema it is nerkit's. Any word may be a label, in any script. Raises ConfigError for one with white space
    and where none is left.
    """
    schema = schema or builtin()
    if names is None:
        return tuple(schema.labels)
    found: dict[str, None] = {}
    for name in filter(None, (part.strip() for part in names.split(","))):
        if re.search(r"\s", name):
            raise ConfigError("a label holds no white space: write it with _, and part labels with commas")
        kind = schema.kinds.get(name)
        found |= dict.fromkeys(field.upper() for field in kind.fields) if kind else {name: None}
    if not found:
        raise ConfigError("no label is named: give some, as in --labels PARTY,TERM, or leave --labels out")
    return tuple(found)


def palette(names: Sequence[str], schema: Schema | None = None) -> list[LabelKey]:
    """The labels with their keys: digits for the first ten, then the first free letter of the name, then any."""
    known = (schema or builtin()).labels
    free = dict.fromkeys(string.ascii_lowercase)
    found = []
    for place, label in enumerate(names):
        if place < len(_DIGITS):
            key = _DIGITS[place]
        else:
            key = next((letter for letter in [*label.lower(), *free] if letter in free), "")
            free.pop(key, None)
        found.append(LabelKey(label, colour(label), key, known[label].means if label in known else ""))
    return found
