"""`nerkit retrain`: the model in use learns on, and is replaced where the new one is better."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nerkit.cli.messages import is_quiet, tell

EXAMPLES = (
    "nerkit retrain models/ checked/ --corpus old/",
    "nerkit retrain models/ checked/ --corpus old/ --from my-model --set training.epochs=3",
)
"""Lines that help shows below the options."""


def retrain(
    folder: Annotated[Path, typer.Argument(metavar="MODELS", help="The folder of models that come of one another.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A corpus, as nerkit store corpus writes it.")],
    corpora: Annotated[
        list[Path] | None,
        typer.Option("--corpus", metavar="OLD", help="Another corpus, so that what it teaches is not forgotten."),
    ] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="NAME|PATH", help="The model to begin with where MODELS is new.")
    ] = "default",
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override a value of the config, as --set training.epochs=3."),
    ] = None,
) -> None:
    """Train the model in use on with new and old documents; use the new one if it is better on those kept out.

    `--model MODELS` stands for the version in use, in every command.
    """
    from nerkit.extras import require

    require("train", "scipy", "matplotlib")
    if is_quiet():
        from nerkit.training.epoch_progress import say_nothing

        say_nothing()
    from nerkit.training.retraining import retrain as train_on

    lineage = train_on(folder, [new, *(corpora or ())], start, overrides or ())
    made = lineage.versions[-1]
    for said in made.verdict:
        typer.echo(said)
    tell(f"version {made.version} is {'in use now' if made.better else 'kept, but not used: it is not clearly better'}")
