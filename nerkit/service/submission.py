"""What a request asks for: a document, what it is called, how it is taken, and the schema for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from nerkit.errors import OptionError
from nerkit.fields import wanted_fields
from nerkit.labels import Schema
from nerkit.parsing import json_of
from nerkit.pipeline_options import PipelineOptions
from nerkit.service.refusal import Refused
from nerkit.service.sent_forms import form_of

LARGEST_TEXT = 256 << 10
"""Bytes of a schema, and of fields."""

_PARTS = ("file", "kind", "fields", "schema")


@dataclass(frozen=True)
class Asked:
    """What a document is wanted for; `schema` and `fields` are texts as they came, or None."""

    name: str
    kind: str
    min_confidence: float
    fields: str | None = None
    schema: str | None = None

    def options(self) -> tuple[PipelineOptions, Schema | None]:
        """The options of the pipeline, and the schema. Raises `OptionError` and `SchemaError`; takes a moment."""
        options: PipelineOptions = {"kind": self.kind, "min_confidence": self.min_confidence, "cache": False}
        if self.fields is not None:
            options["fields"] = _fields(self.fields)
        return options, Schema.parse(self.schema) if self.schema is not None else None

    def of_form(self, body: bytes, content_type: str) -> tuple[Asked, bytes]:
        """The same with what a form says, and the document in it. Raises `Refused`."""
        parts = form_of(body, content_type)
        if unknown := next((name for name in parts if name not in _PARTS), None):
            known = ", ".join(_PARTS)
            raise Refused(422, "bad-request", f"a form has no part {unknown!r}; use {known}, and the address for more")
        if "file" not in parts:
            raise Refused(422, "bad-request", "the form has no part 'file'; send the document as that")
        said: dict[str, Any] = {name: part.text(name, LARGEST_TEXT) for name, part in parts.items() if name != "file"}
        file = parts["file"]
        return replace(self, name=self.name or called(file.filename), **said), file.content


def called(name: str) -> str:
    """What a document is called, by the name that a client gives it, which is never a path."""
    return PurePosixPath(name.replace("\\", "/")).name[:255]


def _fields(text: str) -> object:
    """What to fill in: a JSON Schema, a list of names, or names parted by commas; no file of this machine."""
    if text.lstrip().startswith(("{", "[")):
        try:
            return wanted_fields(json_of(text))
        except ValueError as error:
            raise OptionError(f"fields are no JSON that can be read: {error}") from None
    if text.strip().lower().endswith(".json"):
        raise OptionError("fields are names parted by commas, or a JSON Schema itself and not the name of its file")
    return wanted_fields(text)
