"""`nerkit generate`: invoices and agreements to train on."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
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
    CONTRACTS = "contracts"
    AGREEMENTS = "agreements"
    FORMS = "forms"


EXAMPLES = (
    "nerkit generate made/ --count 500",
    "nerkit generate made/ --what printed --language es --language it",
    "nerkit generate made/ --what contracts --language de",
    "nerkit generate made/ --what agreements",
    "nerkit generate made/ --what forms --count 200",
)
"""Lines that help shows below the options."""


def generate(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write to; it is made where needed.")],
    count: Annotated[int, typer.Option(min=1, help="How many documents.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same documents.")] = 0,
    what: Annotated[
        What,
        typer.Option(
            help="Invoices are PDFs in three languages; printed ones, contracts and forms are printed by Chromium in "
            "many; agreements are English texts."
        ),
    ] = What.INVOICES,
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Of what Chromium prints: these languages alone.")
    ] = None,
) -> None:
    """Make annotated documents: invoices, receipts and their like, contracts, agreements, forms."""
    require_clone("nerkit.corpora.generator", "the generators")
    require("generate", "faker", "reportlab")
    if language and what not in (What.PRINTED, What.CONTRACTS, What.FORMS):
        raise OptionError("--language is for what is printed; say --what printed, --what contracts or --what forms")
    with whole_folder(folder) as part:
        _maker(what, language or [])(part, count, seed)
    typer.echo(folder)


def _maker(what: What, languages: list[str]) -> Callable[[Path, int, int], None]:
    match what:
        case What.AGREEMENTS:
            from nerkit.corpora.agreements import generate as agreements

            return agreements
        case What.INVOICES:
            from nerkit.corpora.generator import generate as invoices

            return invoices
    from nerkit.corpora import printed

    makers = {What.CONTRACTS: printed.generate_contracts, What.FORMS: printed.generate_forms}
    return partial(makers.get(what, printed.generate), languages=languages)
