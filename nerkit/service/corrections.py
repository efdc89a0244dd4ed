"""Values that a person sets in a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nerkit.errors import FieldError
from nerkit.keyword_options import meant
from nerkit.labels import Schema
from nerkit.values.typed_values import read_value
from nerkit.values.value import Context, Value

_AS_SAID = ("name", "title", "text", "place", "identifier")
"""Types whose values are what a person says, letter by letter."""

_MORE = ("currency", "unit", "role")
"""What belongs to a value."""

LONGEST = 10_000
"""Characters of a value."""


def corrected(row: Mapping[str, Any], values: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The JSON object of a document with other values; a field with an empty list has none then.

    A value is a text, or {"value": …, "currency": …, "unit": …, "role": …}; dates, amounts and the like are kept in
    canonical form, however they are written. One that was there already, or was an alternative, keeps where it stands;
    so does one that is an entity's text. What a person says is certain, and in no doubt. Checks that were made of other
    values are left out. Raises `FieldError`, also for what has no reading or two.
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
        made = [
            _value(_canonical(each, field, schema, row.get("language")), record.get(field, []), row.get("entities", ()))
            for each in given
        ]
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


def _canonical(given: str | dict[str, str], field: str, schema: Schema, language: str | None) -> dict[str, Any]:
    """A value in the form that records have, with the text of it under "said"."""
    said: dict[str, Any] = {"value": given} if isinstance(given, str) else dict(given)
    type = schema.type_of(field)
    if type is None or type in _AS_SAID:
        return {**said, "said": said["value"]}
    read: Value = read_value(type, said["value"], Context(language=language))
    if read.value is None:
        raise FieldError(f"{field}: no value of the type {type} ({read.note})")
    if read.ambiguous:
        raise FieldError(f"{field}: {read.note}; give the {type} in canonical form")
    more = {name: told for name, told in (("currency", read.currency), ("unit", read.unit)) if told}
    return {**more, **said, "value": read.value, "said": said["value"]}


def _value(value: dict[str, Any], there: list[dict[str, Any]], entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    text = value.pop("said")
    known = [each for old in there for each in (old, *old.get("alternatives", ()))]
    same = next((each for each in known if each["value"] == value["value"]), None)
    if same:
        kept = {name: same[name] for name in _MORE if name in same}
        return {**kept, **value, "confidence": 1.0, "entities": same["entities"]}
    said = [number for number, entity in enumerate(entities) if entity["text"] in (text, value["value"])]
    return {**value, "confidence": 1.0, "entities": said}
