"""`nerkit ensemble`: several models become one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nerkit.cli.corpora import load_named

EXAMPLES = ("nerkit ensemble runs/a/model runs/b/model -o runs/both",)
"""Lines that help shows below the options."""


def ensemble(
    models: Annotated[list[str], typer.Argument(metavar="MODEL", help="Folders of models, or bundled ones.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="The folder of the new model.")],
    dev: Annotated[
        list[str] | None,
        typer.Option(
            "--calibrate-on",
            metavar="NAME=FOLDER",
            help="Fit its confidences to the dev split of a corpus; repeatable.",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="The model's name; by default its folder's.")] = None,
) -> None:
    """Make one model of several with the same labels: their scores are averaged and decoded once."""
    if len(models) < 2:
        raise typer.BadParameter("an ensemble takes at least two models")
    from nerkit.models import find
    from nerkit.training.ensembling import ensemble as make

    held_out = [document for corpus in dev or [] for document in load_named(corpus, "dev")]
    typer.echo(make([find(model) for model in models], output, held_out, name=name))
