"""`nerkit train`: a model from annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="What to train on, and how.")],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override a value, as --set training.epochs=3."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted training stopped.")] = False,
) -> None:
    """Train a model and print the folder it is in."""
    from nerkit.training import train as train_model

    typer.echo(train_model(config, overrides or [], resume=resume))
