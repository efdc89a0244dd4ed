"""`nerkit schema`: what is wrong with a schema of one's own, and one to start from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nerkit.cli.messages import say
from nerkit.cli.plain_help import PlainGroup
from nerkit.cli.running import command
from nerkit.errors import ModelError, SchemaError
from nerkit.parsing import json_of, text_of

if TYPE_CHECKING:
    from nerkit.labels import Schema

app = typer.Typer(
    cls=PlainGroup, name="schema", help="Kinds of documents and labels of one's own.", no_args_is_help=True
)

NEW = """\
# A kind of document of your own. docs/schema.md explains each part; nerkit schema check says what is wrong.

extends = "nerkit"  # contracts, invoices and receipts stay known; leave it out where there are none

[labels.{label}_NUMBER]
type = "identifier"
means = "number of the {spoken}"
words = ["{spoken} no", "{spoken} number"]  # what stands left of it or above it
find = "words"  # what stands there is found without any training
required = true  # a record without it fails a check

[labels.{label}_DATE]
type = "date"
means = "date of the {spoken}"
words = ["date", "{spoken} date"]
find = "words"

[kinds.{kind}]
fields = ["{kind}_number", "{kind}_date"]
titles = ["{spoken}"]  # what such a document calls itself
"""
"""The schema of a kind with a number and a date."""


@app.callback()
def main() -> None:
    """Kinds of documents and labels of one's own."""


@command(app, examples=("nerkit schema check my.toml", "nerkit schema check my.toml --model runs/own/model"))
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The schema.")],
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="A bundled model or a model's folder.")] = None,
) -> None:
    """Say all that is wrong with a schema, and what no model and no label would ever find.

    Exit status 2 where something is wrong.
    """
    problems, notes = check_schema(file, model)
    for problem in problems:
        say(SchemaError.code, problem)
    for line in notes:
        typer.echo(line)
    if problems:
        raise typer.Exit(2)


@command(app, examples=("nerkit schema new delivery_note > my.toml",))
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Its name, in small letters, digits and _.")],
) -> None:
    """Print a schema with a new kind of document, to change."""
    typer.echo(new_schema(kind), nl=False)


def check_schema(file: Path, model: str | None = None) -> tuple[list[str], list[str]]:
    """All that is wrong with a schema, or else what it holds and what is hardly meant; in one line each.

    Raises `SchemaError` where there is no such file, `ModelError` where there is no such model.
    """
    from nerkit.labels import Schema

    schema, found = Schema.examine(Schema.text_of(file), file.parent)
    if schema is None or found:
        return [f"{file}:{one.line}: {one}" if one.line else f"{file}: {one}" for one in found], []
    parts = {"label": schema.labels, "kind": schema.kinds, "check": schema.checks, "rule": schema.rules}
    said = ", ".join(f"{len(part)} {name}{'s' * (len(part) != 1)}" for name, part in parts.items())
    return [], [f"{file}: {said}", *(f"note: {line}" for line in _advice(schema, model))]


def new_schema(kind: str) -> str:
    """A schema with a new kind of document. Raises a usage error for a name that is none."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", kind):
        raise typer.BadParameter("a kind is written in small letters, digits and _, as in delivery_note")
    return NEW.format(kind=kind, label=kind.upper(), spoken=kind.replace("_", " "))


def _advice(schema: Schema, model: str | None) -> Iterator[str]:
    """What is not wrong and hardly meant."""
    from nerkit import models
    from nerkit.labels import ROLELESS, labels

    known = _labels_of(models.find(model))
    used = {name.upper() for kind in schema.kinds.values() for name in kind.fields}
    combined = {rule.field.upper() for rule in schema.rules if rule.combine is not None}
    derived = {
        name.upper() for kind in schema.kinds.values() for derivation in kind.derive for name in derivation.fields
    }
    announced = {name.upper() for kind in schema.kinds.values() for name in (*kind.announced, *kind.headed)}
    of_zone = {name.upper() for kind in schema.kinds.values() for name in kind.zone.values()}
    for label in schema.labels.values():
        if label.name not in used and label.name not in ROLELESS:
            if label.name in labels():  # nerkit's own, whose kind this schema has made another one
                continue
            yield f"{label.name} is a field of no kind"
        elif not (label.finds or label.name in {*known, *combined, *derived, *announced, *of_zone}):
            yield f'nothing finds {label.name}: the model does not know it; add pattern, values or find = "words"'
    for kind in schema.kinds.values():
        cues = (*kind.cues, *kind.titles)
        if len(schema.kinds) > 1 and not cues and not kind.zone and kind.name not in _of_languages():
            yield f"{kind.name} has no titles and no cues: only its fields tell it from other kinds"


def _labels_of(model: Path) -> list[str]:
    """The labels that a model knows. Raises `ModelError`."""
    try:
        labels = json_of(text_of(model / "config.json"))["labels"]
        return [str(label) for label in labels]
    except (OSError, ValueError, LookupError, TypeError):
        raise ModelError(f"{model}: config.json does not say which labels it knows; get the model again") from None


def _of_languages() -> frozenset[str]:
    """The kinds whose cues stand in the files of the languages."""
    from nerkit.locales import words_for

    return frozenset(words_for(None).kinds)
