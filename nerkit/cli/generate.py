"""`nerkit generate`: invoices and agreements to train on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nerkit.extras import require, require_clone
from nerkit.output import written_to


class What(StrEnum):
    """What can be generated."""

    INVOICES = "invoices"
    AGREEMENTS = "agreements"


EXAMPLES = (
    "nerkit generate made/ --count 500",
    "nerkit generate made/ --what agreements",
)
"""Lines that help shows below the options."""


def generate(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write to; it is made where needed.")],
    count: Annotated[int, typer.Option(min=1, help="How many documents.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same documents.")] = 0,
    what: Annotated[What, typer.Option(help="Invoices are PDFs, agreements are JSON lines.")] = What.INVOICES,
) -> None:
    """Make annotated invoices as PDFs, in English, German and French, or English agreements as texts."""
    require_clone("nerkit.corpora.generator", "the generators")
    require("generate", "faker", "reportlab")
    if what is What.AGREEMENTS:
        from nerkit.corpora.agreements import generate as make
    else:
        from nerkit.corpora.generator import generate as make
    with written_to(folder):
        make(folder, count, seed)
    typer.echo(folder)
