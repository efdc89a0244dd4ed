"""`nerkit learn`: where the fields of corrected documents stand, for the next ones that look alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nerkit.cli.options import SchemaFile

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = ("nerkit learn corrected.json --memory layouts.json",)
"""Lines that help shows below the options."""


def learn(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULT…", help="Corrected results: .json or .jsonl of nerkit tag.", exists=True, dir_okay=False
        ),
    ],
    memory: Annotated[
        Path, typer.Option("--memory", metavar="FILE.json", help="What is known; it is made where it is not there.")
    ],
    schema: SchemaFile = None,
) -> None:
    """Remember where the fields of corrected documents stand.

    A result is what nerkit tag prints, with its values corrected by hand. The document that it names in "source"
    is read again; where it is not there, one of that name beside the result is.
    """
    known, learned = learn_results(results, memory, schema)
    typer.echo(f"{learned} learned, {known} known in {memory}", err=True)


def learn_results(results: list[Path], memory: Path, schema: Path | None = None) -> tuple[int, int]:
    """How many layouts a memory then knows, and how many documents were learned.

    Raises `LayoutMemoryError`, `OutputError`, `SchemaError`, and `ReadingError` for a document that cannot be read.
    """
    from nerkit.labels import Schema, builtin
    from nerkit.layouts import LayoutMemory
    from nerkit.output import check_output
    from nerkit.reading import read
    from nerkit.reading.standing import standing

    check_output(memory, results)
    labels = Schema.read(schema) if schema else builtin()
    known = LayoutMemory.read(memory) if memory.exists() else LayoutMemory()
    learned = 0
    for path in results:
        for row in _rows(path):
            named = Path(row["source"])
            document = read(named if named.is_file() else path.parent / named.name)
            known = known.with_learned(standing(document), row, labels)
            learned += 1
    known.write(memory)
    return len(known.layouts), learned


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The results in a file; failures among them are passed over."""
    from nerkit.errors import LayoutMemoryError
    from nerkit.parsing import json_of, text_of, why

    try:
        text = text_of(path)
        rows = (
            [json_of(line) for line in text.splitlines() if line.strip()] if path.suffix == ".jsonl" else json_of(text)
        )
    except (OSError, ValueError) as error:
        raise LayoutMemoryError(
            f"{path} cannot be read ({why(error)}); give what nerkit tag --format json prints"
        ) from None
    for row in rows if isinstance(rows, list) else [rows]:
        if isinstance(row, dict) and "error" in row:
            continue
        if not is_result(row):
            raise LayoutMemoryError(
                f"{path} holds something that is no result; give what nerkit tag --format json prints"
            )
        yield row


def is_result(row: object) -> bool:
    """Whether a value from JSON has what is learned from: a source, a kind, and a record of lists of values."""
    return (
        isinstance(row, dict)
        and isinstance(row.get("source"), str)
        and isinstance(row.get("kind"), str)
        and isinstance(row.get("record"), dict)
        and all(
            isinstance(values, list) and all(isinstance(value, dict) for value in values)
            for values in row["record"].values()
        )
        and isinstance(row.get("entities", []), list)
    )
