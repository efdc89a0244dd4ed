"""`nerkit debug`: what is wrong with annotated documents, before anything is trained on them."""

from __future__ import annotations

from typing import Annotated

import typer

from nerkit.cli.inert_json import inert_json

EXAMPLES = (
    "nerkit debug corpus.jsonl",
    "nerkit debug cuad=data/cuad --json",
)
"""Lines that help shows below the options."""


def debug(
    corpora: Annotated[
        list[str],
        typer.Argument(
            metavar="CORPUS…", help="Files, each a part; or a folder; or NAME=FOLDER for a corpus known by name."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with every place, instead of text.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit status 3 where there is an error.")] = False,
) -> None:
    """Say what is wrong with annotated documents, in the order in which it is best mended."""
    from nerkit.corpora.debug import debug as look
    from nerkit.corpora.debug import read_parts

    report = look(read_parts(corpora))
    if as_json:
        typer.echo(inert_json(report.to_dict(), indent=2))
    else:
        from rich.console import Console

        Console(highlight=False).print(report, soft_wrap=True, crop=False)
    if strict and report.has_errors:
        raise typer.Exit(3)
