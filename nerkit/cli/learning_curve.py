"""`nerkit learning-curve`: what more annotated documents would bring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nerkit.cli.messages import is_quiet, tell

if TYPE_CHECKING:
    from nerkit.training.curve import CurvePoint


EXAMPLES = (
    "nerkit learning-curve mine.toml",
    "nerkit learning-curve mine.toml --shares 0.25,0.5,1 --seeds 5",
)
"""Lines that help shows below the options."""


def learning_curve(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="What to train on, and how.")],
    shares: Annotated[
        str, typer.Option(metavar="SHARES", help="Shares of the training documents, three or more.")
    ] = "0.1,0.2,0.4,0.7,1",
    seeds: Annotated[int, typer.Option(min=1, metavar="N", help="How many runs for each share.")] = 3,
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override a value, as --set training.epochs=3."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Train on growing shares of the documents, and say what twice as many would bring.

    The plot and the numbers stand in the folder learning-curve of the config's output. Runs that are done are kept.
    """
    try:
        chosen = [float(share) for share in shares.split(",")]
    except ValueError:
        raise typer.BadParameter("--shares takes numbers parted by commas, as 0.2,0.5,1") from None
    from nerkit.training.config import load_config
    from nerkit.training.epoch_progress import say_nothing
    from nerkit.training.learning_curve import FOLDER, PLOT
    from nerkit.training.learning_curve import learning_curve as draw

    if is_quiet():
        say_nothing()

    curve = draw(config, overrides or [], shares=chosen, seeds=seeds, on_point=_say)
    if as_json:
        typer.echo(json.dumps(curve.to_dict(), indent=2))
        return
    for size, figure in zip(curve.sizes, curve.figures(), strict=True):
        typer.echo(f"{size:6.0f} documents: dev F1 {figure}")
    typer.echo(curve.sentence)
    typer.echo(load_config(config, overrides or []).output / FOLDER / PLOT)


def _say(point: CurvePoint) -> None:
    tell(f"share {point.share:g}, seed {point.seed}: {point.documents} documents, dev F1 {point.f1:.4f}")
