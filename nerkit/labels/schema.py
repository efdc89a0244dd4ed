"""A schema: labels, kinds of document with their fields, and checks between fields. It is read from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal

from nerkit.errors import SchemaError

ValueType = Literal[
    "name", "title", "text", "identifier", "iban", "bic", "vat_id", "date", "amount", "percent", "duration", "place"
]
Relation = Literal["sum", "order", "at_most", "differ"]

_TYPES_OF: dict[Relation, tuple[ValueType, ...]] = {
    "sum": ("amount",),
    "order": ("date",),
    "at_most": ("amount",),
    "differ": ("name", "identifier"),
}
"""The types of values between which a relation can hold."""

_STRICT = {"extra": "forbid"}


@dataclass(frozen=True)
class Label:
    """A label: its name, the type of its value (a reader in `nerkit.values`) and what it means.

    `words` announce such a value left of it or above it; `not_words` look like them and announce something else.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    name: str
    type: ValueType
    means: str
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The key of a record that holds this label's values."""
        return self.name.lower()


@dataclass(frozen=True)
class Kind:
    """A kind of document: the fields of its record in order, and those of them that hold many values.

    What tells it from others, in nats: an entity of a field says its `evidence` (1 where nothing is given) times its
    confidence, each of the `cues`, regular expressions, that is found in the text in lower case says 1, and below `bar`
    a document is rather of no kind at all.

    Where a kind `borrows`, a value that the tagger took for another field of the same type may fill a field: label
    words and places may know better. In running text they do not.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    name: str
    fields: tuple[str, ...]
    many: tuple[str, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)
    cues: tuple[str, ...] = ()
    bar: float = 2.4
    borrows: bool = True

    @property
    def one(self) -> tuple[str, ...]:
        """The fields that hold a single value."""
        return tuple(name for name in self.fields if name not in self.many)


@dataclass(frozen=True)
class Relationship:
    """What holds between fields of a sound record.

    `sum`: the last is the sum of the others, to the cent. `order`: no date is before the one in front of it. `at_most`:
    no amount is larger than the one behind it. `differ`: no two are the same.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    name: str
    relation: Relation
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """All labels and kinds of document by name, and the checks, in the order of their file."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    labels: Mapping[str, Label]
    kinds: Mapping[str, Kind]
    checks: tuple[Relationship, ...] = field(default=())

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
        for fault in schema._faults():
            raise SchemaError(fault)
        return schema

    def _faults(self) -> Iterator[str]:
        """What contradicts itself."""
        if not self.kinds:
            yield "there is no kind of document: add a table [kinds.NAME] with its fields"
        for name in self.labels:
            if not (name.isascii() and name.replace("_", "").isalnum() and name == name.upper()):
                yield f"labels.{name}: a label is written in capital letters, digits and _"
        for kind in self.kinds.values():
            for name in kind.fields:
                if self.type_of(name) is None:
                    yield f"kinds.{kind.name}: the field {name!r} has no label: add [labels.{name.upper()}]"
            for name in kind.many:
                if name not in kind.fields:
                    yield f"kinds.{kind.name}: {name!r} is in many but not in fields"
            for name in kind.evidence:
                if name not in kind.fields:
                    yield f"kinds.{kind.name}: {name!r} is in evidence but not in fields"
            for cue in kind.cues:
                try:
                    re.compile(cue)
                except re.error as error:
                    yield f"kinds.{kind.name}: a cue is no regular expression: {error.msg}"
        for check in self.checks:
            for name in check.fields:
                if self.type_of(name) not in _TYPES_OF[check.relation]:
                    yield f"check {check.name!r}: {name!r} is no field of type {' or '.join(_TYPES_OF[check.relation])}"
            if len(check.fields) < (3 if check.relation == "sum" else 2):
                yield f"check {check.name!r}: {check.relation} needs more fields"


@cache
def _checker() -> Any:
    """Checks tables against the dataclasses above; pydantic is imported only where a schema is read."""
    from pydantic import TypeAdapter

    return TypeAdapter(Schema)


def _said(kind: str, message: str) -> str:
    return {"extra_forbidden": "there is no such key", "unexpected_keyword_argument": "there is no such key"}.get(
        kind, message[:1].lower() + message[1:]
    )
