"""`nerkit train`: a model from annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nerkit.cli.messages import is_quiet

EXAMPLES = (
    "nerkit train mine.toml",
    "nerkit train mine.toml --set training.epochs=10",
    "nerkit train mine.toml --resume",
)
"""Lines that help shows below the options."""


def train(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="What to train on, and how.")],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override a value, as --set training.epochs=3."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted training stopped.")] = False,
    trials: Annotated[
        int | None,
        typer.Option(
            "--sweep",
            metavar="TRIALS",
            min=1,
            help="Search the ranges of the config's sweep table in so many trials, and print where the best config is.",
        ),
    ] = None,
) -> None:
    """Train a model and print the folder it is in."""
    if is_quiet():
        from nerkit.training.epoch_progress import say_nothing

        say_nothing()
    if trials:
        from nerkit.training.sweep import sweep

        typer.echo(sweep(config, trials, overrides or [], resume=resume))
        return
    from nerkit.training import train as train_model

    typer.echo(train_model(config, overrides or [], resume=resume))
