"""`nerkit generate`: invoices and agreements to train on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nerkit.errors import OptionError
from nerkit.extras import require, require_clone
from nerkit.output import whole_folder


class What(StrEnum):
    """What can be generated."""

    INVOICES = "invoices"
    PRINTED = "printed"
    AGREEMENTS = "agreements"


EXAMPLES = (
    "nerkit generate made/ --count 500",
    "nerkit generate made/ --what printed --language es --language it",
    "nerkit generate made/ --what agreements",
)
"""Lines that help shows below the options."""


def generate(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write to; it is made where needed.")],
    count: Annotated[int, typer.Option(min=1, help="How many documents.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same documents.")] = 0,
    what: Annotated[
        What,
        typer.Option(help="Invoices are PDFs, those printed by Chromium in all languages; agreements are texts."),
    ] = What.INVOICES,
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Of printed documents: these languages alone.")
    ] = None,
) -> None:
    """Make annotated invoices as PDFs, in English, German and French or printed in twelve languages, or agreements."""
    require_clone("nerkit.corpora.generator", "the generators")
    require("generate", "faker", "reportlab")
    if language and what is not What.PRINTED:
        raise OptionError("--language is for printed documents; say --what printed")
    if what is What.PRINTED:
        from nerkit.corpora.printed import generate as print_documents

        with whole_folder(folder) as part:
            print_documents(part, count, seed, language or ())
        typer.echo(folder)
        return
    if what is What.AGREEMENTS:
        from nerkit.corpora.agreements import generate as make
    else:
        from nerkit.corpora.generator import generate as make
    with whole_folder(folder) as part:
        make(part, count, seed)
    typer.echo(folder)
