"""`nerkit generate`: invoices to train on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nerkit.errors import ExtraMissing


def generate(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write to; it is made where needed.")],
    count: Annotated[int, typer.Option(min=1, help="How many invoices.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same invoices.")] = 0,
) -> None:
    """Make annotated invoices as PDFs, in English, German and French."""
    try:
        from nerkit.corpora.generator import generate as generate_invoices
    except ModuleNotFoundError as error:
        raise ExtraMissing(f"{error.name} is not installed: pip install 'nerkit[generate]'") from None
    generate_invoices(folder, count, seed)
    typer.echo(folder)
