"""A schema: labels, kinds of document with their fields, and checks between fields. It is read from TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from nerkit.errors import SchemaError
from nerkit.labels.faults import Fault, faults
from nerkit.labels.kind import Kind
from nerkit.labels.label import Label, ValueType
from nerkit.labels.relationship import Relationship


@dataclass(frozen=True)
class Schema:
    """All labels and kinds of document by name, and the checks, in the order of their file."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    labels: Mapping[str, Label]
    kinds: Mapping[str, Kind]
    checks: tuple[Relationship, ...] = ()

    def type_of(self, name: str) -> ValueType | None:
        """The type of the values of a field, None for a field that no label has."""
        label = self.labels.get(name.upper())
        return label.type if label else None

    @classmethod
    def read(cls, path: Path) -> Schema:
        """The schema in a TOML file. Raises `SchemaError` that names the first thing that is wrong with it."""
        try:
            return cls.parse(path.read_text(encoding="utf-8"))
        except SchemaError as error:
            raise SchemaError(f"{path}: {error.message}") from None
        except FileNotFoundError:
            raise SchemaError(f"there is no schema at {path}; nerkit info --schema prints one to start from") from None
        except (OSError, UnicodeDecodeError) as error:
            raise SchemaError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None

    @classmethod
    def parse(cls, text: str) -> Schema:
        """The schema in the text of a TOML file. Raises `SchemaError`."""
        from pydantic import ValidationError

        try:
            raw: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SchemaError(f"not TOML: {error}") from None
        for table in ("labels", "kinds"):
            if isinstance(rows := raw.get(table), dict):
                raw[table] = {
                    name: {**row, "name": name} if isinstance(row, dict) else row for name, row in rows.items()
                }
        try:
            schema: Schema = _checker().validate_python(raw)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise SchemaError(f"{place}: {_said(first['type'], first['msg'])}") from None
        for fault in faults(schema.labels, schema.kinds, schema.checks):
            raise SchemaError(_told(fault))
        return schema


@cache
def _checker() -> Any:
    """Checks tables against the dataclasses; pydantic is imported only where a schema is read."""
    from pydantic import TypeAdapter

    return TypeAdapter(Schema)


def _told(fault: Fault) -> str:
    place, said = fault
    return f"{'.'.join(map(str, place))}: {said}" if place else said


def _said(kind: str, message: str) -> str:
    return {"extra_forbidden": "there is no such key", "unexpected_keyword_argument": "there is no such key"}.get(
        kind, message[:1].lower() + message[1:]
    )
