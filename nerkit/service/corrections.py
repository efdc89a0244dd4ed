"""Values that a person sets in a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nerkit.errors import FieldError
from nerkit.keyword_options import meant
from nerkit.labels import Schema

_MORE = ("currency", "unit", "role")
"""What belongs to a value."""

LONGEST = 10_000
"""Characters of a value."""


def corrected(row: Mapping[str, Any], values: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The JSON object of a document with other values; a field with an empty list has none then.

    A value is a text, or {"value": …, "currency": …, "unit": …, "role": …}. One that was there already, or was an
    alternative, keeps where it stands; so does one that is an entity's text. What a person says is certain, and in no
    doubt. Checks that were made of other values are left out. Raises `FieldError`.
    """
    kind = str(row.get("kind"))
    # A kind that only the schema of a request knew has the fields that were found.
    known = list(schema.kinds[kind].fields if kind in schema.kinds else row["record"])
    record = {name: list(there) for name, there in row["record"].items()}
    for field, given in values.items():
        if field not in known:
            raise FieldError(f"no field {field!r} in a record of the kind {kind!r}; {meant(field, known)}")
        if not isinstance(given, list) or not all(map(_fits, given)):
            raise FieldError(f"{field}: give a list of texts, or of objects with value, currency, unit and role")
        made = [_value(each, record.get(field, []), row.get("entities", ())) for each in given]
        record.pop(field, None)
        if made:
            record[field] = made
    ordered = {field: record[field] for field in (*known, *record) if field in record}
    return {**row, "record": ordered, "checks": [] if values else list(row.get("checks", ()))}


def _fits(given: Any) -> bool:
    if isinstance(given, str):
        return 0 < len(given) <= LONGEST
    return (
        isinstance(given, dict)
        and set(given) <= {"value", *_MORE}
        and "value" in given
        and all(isinstance(text, str) and len(text) <= LONGEST for text in given.values())
    )


def _value(given: Any, there: list[dict[str, Any]], entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    value: dict[str, Any] = {"value": given} if isinstance(given, str) else dict(given)
    known = [each for old in there for each in (old, *old.get("alternatives", ()))]
    same = next((each for each in known if each["value"] == value["value"]), None)
    if same:
        kept = {name: same[name] for name in _MORE if name in same}
        return {**kept, **value, "confidence": 1.0, "entities": same["entities"]}
    said = [number for number, entity in enumerate(entities) if entity["text"] == value["value"]]
    return {**value, "confidence": 1.0, "entities": said}
