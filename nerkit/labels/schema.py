"""A schema: labels, kinds of document with their fields, checks between fields, and rules. It is read from TOML."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from nerkit.errors import SchemaError
from nerkit.labels.kind import Kind
from nerkit.labels.label import Label, ValueType
from nerkit.labels.problems import Problem, of_tables, problem
from nerkit.labels.relationship import Relationship
from nerkit.labels.rule import Rule
from nerkit.labels.schema_faults import faults
from nerkit.labels.schema_tables import TableError, tables
from nerkit.parsing import text_of, why

_MOST_PROBLEMS = 200
"""Nobody reads more, and each is looked up among all names."""


@dataclass(frozen=True)
class Schema:
    """All labels and kinds of document by name, the checks and the rules, in the order of their file."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    labels: Mapping[str, Label]
    kinds: Mapping[str, Kind]
    checks: tuple[Relationship, ...] = ()
    rules: tuple[Rule, ...] = ()

    def type_of(self, name: str) -> ValueType | None:
        """The type of the values of a field, None for a field that no label has."""
        label = self.labels.get(name.upper())
        return label.type if label else None

    def for_model(self, known: Collection[str]) -> Schema:
        """The schema for a model of these labels: where they fill no field, nothing is found beside what it finds.

        A model of persons and places is no reader of invoices, and what it was not asked for would only be in the way.
        """
        if not known or any(name.lower() in kind.fields for name in known for kind in self.kinds.values()):
            return self
        return Schema(
            {name: replace(label, find=None, pattern=None, values=()) for name, label in self.labels.items()}, {}
        )

    def holds_many(self, name: str) -> bool:
        """Whether a field holds many values in every kind that has it."""
        return all(name in kind.many for kind in self.kinds.values() if name in kind.fields)

    @property
    def ends(self) -> frozenset[str]:
        """The fields that hold the last day of a period: what was found for one may name the first day too."""
        derivations = (derivation for kind in self.kinds.values() for derivation in kind.derive)
        return frozenset(each.fields[-1] for each in derivations if each.way in ("period", "lasts"))

    @classmethod
    def read(cls, path: Path) -> Schema:
        """The schema in a TOML file. Raises `SchemaError` that names the line, the key and what would be right."""
        schema, found = cls.examine(cls.text_of(path), path.parent)
        if found:
            line = f":{found[0].line}" if found[0].line else ""
            more = f" (and {len(found) - 1} more: nerkit schema check {path})" if len(found) > 1 else ""
            raise SchemaError(f"{path}{line}: {found[0]}{more}")
        assert schema is not None
        return schema

    @classmethod
    def parse(cls, text: str) -> Schema:
        """The schema in the text of a TOML file. Raises `SchemaError`."""
        schema, found = cls.examine(text)
        if schema is None or found:
            raise SchemaError(f"line {found[0].line}: {found[0]}" if found[0].line else str(found[0]))
        return schema

    @classmethod
    def examine(cls, text: str, folder: Path | None = None) -> tuple[Schema | None, list[Problem]]:
        """The schema in the text of a TOML file, and what is wrong with it; files that it names lie in `folder`.

        Of very much that is wrong it is the first. None where it is too wrong to be a schema.
        """
        from pydantic import ValidationError

        try:
            schema: Schema = _checker().validate_python(tables(text, folder))
        except TableError as error:
            found = problem(text, error.place, error.said)
            return None, [found._replace(line=found.line or error.line)]
        except ValidationError as error:
            return None, list(of_tables(error.errors()[:_MOST_PROBLEMS], text))
        found_faults = faults(schema.labels, schema.kinds, schema.checks, schema.rules)
        return schema, [problem(text, *fault) for fault in islice(found_faults, _MOST_PROBLEMS)]

    @staticmethod
    def text_of(path: Path) -> str:
        """The text of a schema's file. Raises `SchemaError`."""
        try:
            return text_of(path, encoding="utf-8-sig")
        except FileNotFoundError:
            raise SchemaError(f"there is no schema at {path}; nerkit schema new KIND makes one to start from") from None
        except (OSError, ValueError) as error:
            raise SchemaError(f"{path} cannot be read: {why(error)}") from None


@cache
def _checker() -> Any:
    """Checks tables against the dataclasses above; pydantic is imported only where a schema is read."""
    from pydantic import TypeAdapter

    return TypeAdapter(Schema)
