"""What a user asks for: names in a list, a JSON Schema, or a pydantic model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Literal

from nerkit.errors import OptionError
from nerkit.parsing import json_of, text_of

AnswerType = Literal["string", "number", "integer", "boolean", "date", "rows", "list"]

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+|[#%]")
_MOST = 500
"""Fields that can be asked for at once."""
_MOST_STEPS = 10_000
_DEEPEST = 8


@dataclass(frozen=True)
class WantedField:
    """A field: where it stands in the answer, and all words that say what it is.

    `path` are the keys of the objects that hold it, its own last. `columns` are those of rows, `one_of` the members of
    an enum.
    """

    path: tuple[str, ...]
    said: tuple[str, ...]
    type: AnswerType = "string"
    one_of: tuple[str, ...] = ()
    columns: tuple[WantedField, ...] = ()

    @property
    def pointer(self) -> str:
        """The JSON pointer to its answer (RFC 6901)."""
        return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in self.path)


def wanted_fields(asked: object) -> tuple[WantedField, ...]:
    """What is asked for: "rent, deposit", a list of names, a JSON Schema, the file of either, or a pydantic model.

    What this gives is taken as it is. Raises OptionError, which says what is wrong, for anything else.
    """
    if isinstance(asked, tuple) and asked and all(isinstance(one, WantedField) for one in asked):
        return asked
    if hasattr(asked, "model_json_schema"):
        asked = asked.model_json_schema()
    if isinstance(asked, str) and not asked.strip().lower().endswith(".json"):
        names = list(dict.fromkeys(filter(None, (name.strip() for name in asked.split(",")))))
        return _checked([WantedField((name,), (spoken(name),)) for name in names])
    if isinstance(asked, str | Path):
        asked = _file(Path(asked))
    if isinstance(asked, list | tuple) and all(isinstance(name, str) for name in asked):
        # A name of a list may hold a comma.
        names = list(dict.fromkeys(filter(None, map(str.strip, asked))))
        return _checked([WantedField((name,), (spoken(name),)) for name in names])
    if not isinstance(asked, Mapping):
        raise OptionError("fields are names, in a list or parted by commas, a JSON Schema, or the .json file of one")
    return _checked(list(_properties(asked, _Whole(asked), (), (), 0)))


def _file(path: Path) -> Any:
    try:
        return json_of(text_of(path))
    except OSError as error:
        raise OptionError(f"{path} cannot be read ({error.strerror}); --fields takes names or a file") from None
    except ValueError:
        raise OptionError(f"{path} is no JSON; --fields takes a JSON Schema of an object") from None


def _checked(found: list[WantedField]) -> tuple[WantedField, ...]:
    if not found:
        raise OptionError('no field is named; name some, as in "rent, deposit", or give a schema with "properties"')
    if len(found) > _MOST:
        raise OptionError(f"{len(found)} fields are more than the {_MOST} that can be asked for at once")
    return tuple(found)


def spoken(name: str) -> str:
    """A name as words: "monthlyRent" and "monthly_rent" are "monthly rent"."""
    return " ".join(word if word.isupper() else word.lower() for word in _WORDS.findall(name))


class _Whole:
    """What references point into. They multiply what they point at, so that what is gone through is bounded."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self._seen = count(1)

    def step(self) -> None:
        """One more property."""
        if next(self._seen) > _MOST_STEPS:
            raise OptionError(f"a JSON Schema of fields has at most {_MOST} of them; its references make far more")


def _properties(
    schema: Mapping[str, Any], whole: _Whole, path: tuple[str, ...], around: tuple[str, ...], depth: int
) -> Iterator[WantedField]:
    """The fields of an object."""
    properties = schema.get("properties")
    if not isinstance(properties, Mapping) or depth > _DEEPEST:
        raise OptionError('a JSON Schema of fields is an object with "properties", not deeper than eight')
    for name, raw in properties.items():
        whole.step()
        yield from _field(str(name), _resolved(raw, whole), whole, path, around, depth)


def _field(
    name: str,
    schema: Mapping[str, Any],
    whole: _Whole,
    path: tuple[str, ...],
    around: tuple[str, ...],
    depth: int,
) -> Iterator[WantedField]:
    said = tuple(
        dict.fromkeys(filter(None, (spoken(name), *(str(schema.get(key, "")) for key in ("title", "description")))))
    )
    if schema.get("type") == "object" or "properties" in schema:
        yield from _properties(schema, whole, (*path, name), (*around, spoken(name)), depth + 1)
        return
    if around:
        said = (*said, f"{around[-1]} {said[0]}")
    items = _resolved(schema.get("items", {}), whole)
    if schema.get("type") == "array" and "properties" in items:
        columns = tuple(_properties(items, whole, (), (), depth + 1))
        yield WantedField((*path, name), said, "rows", columns=columns)
        return
    one_of = tuple(str(member) for member in schema.get("enum", ()) if member is not None)
    yield WantedField((*path, name), said, _type(schema), one_of)


def _type(schema: Mapping[str, Any]) -> AnswerType:
    if schema.get("type") == "array":
        return "list"
    if schema.get("format") in ("date", "date-time"):
        return "date"
    known: dict[Any, AnswerType] = {"number": "number", "integer": "integer", "boolean": "boolean"}
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    return next((known[one] for one in kinds if one in known), "string")


def _resolved(schema: Any, whole: _Whole) -> Mapping[str, Any]:
    """The schema behind a reference, and of several ways the first that is not null; its own words are kept."""
    for _ in range(_DEEPEST):
        if not isinstance(schema, Mapping):
            return {}
        own = {key: schema[key] for key in ("title", "description") if key in schema}
        if isinstance(reference := schema.get("$ref"), str):
            target: Any = whole.schema
            for key in reference.removeprefix("#/").split("/"):
                target = target.get(key) if isinstance(target, Mapping) else None
            schema = {**(target if isinstance(target, Mapping) else {}), **own}
            continue
        ways = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
        if not isinstance(ways, list):
            return schema
        first = next((way for way in ways if isinstance(way, Mapping) and way.get("type") != "null"), {})
        schema = {**first, **own}
    return schema if isinstance(schema, Mapping) else {}
