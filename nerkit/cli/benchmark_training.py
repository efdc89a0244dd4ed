"""`nerkit benchmark published` and `ablation`: what models reach on public test sets, and by which of their parts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nerkit.benchmarks.trials import Score
    from nerkit.evaluation import Counts
    from nerkit.evaluation.reliability import Reliability


def published(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="One of nerkit/benchmarks/configs.")],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Override a value, as --set training.epochs=3."),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How many models, from the config's seed on.")] = 1,
    folds: Annotated[
        int, typer.Option("--rotations", min=1, help="Divide the first training corpus: every Nth document tests.")
    ] = 1,
) -> None:
    """Train with several seeds and score each on the test documents, and then all of them as one model."""
    from nerkit.benchmarks.published import published as run
    from nerkit.benchmarks.published import spread

    scores = run(config, overrides or [], seeds=seeds, folds=folds, on_score=_print)
    typer.echo("{:.4f} ({:.4f} to {:.4f}), mean, least and greatest F1 of the seeds".format(*spread(scores)))


def ablation(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Keeps what is done; the table is ablation.json.")
    ] = Path("runs/ablation"),
    tasks: Annotated[
        list[str] | None, typer.Option("--task", help="fin, lener-br or kleister-nda; repeatable, all by default.")
    ] = None,
) -> None:
    """Train with one part of the tagger changed at a time; what is done already is not done again.

    Run it from the repository's root; nerkit/benchmarks/ablation.py says how the vectors that it needs are made.
    """
    from nerkit.benchmarks.ablation import TASKS
    from nerkit.benchmarks.ablation import ablation as run

    if unknown := set(tasks or ()) - TASKS.keys():
        raise typer.BadParameter(f"there is no task {', '.join(sorted(unknown))}: choose of {', '.join(TASKS)}")
    for task, row, score in run(output, tasks or list(TASKS)):
        typer.echo(f"{task:12} {row:32} F1 {score.f1:.4f}, entities {score.spans.f1:.4f}")


def _print(name: str, score: Score) -> None:
    records = f", records {_rates(score.records)}" if score.records else ""
    held = f"; {_error(score.held_reliability)} where it was fitted" if score.held else ""
    error = f"calibration error {_error(score.reliability)}{held}"
    typer.echo(f"{name:20} entities {_rates(score.spans)}{records}, {error}")


def _error(measured: Reliability) -> str:
    return f"{measured.ece:.3f} ({measured.floor:.3f} by chance)"


def _rates(counts: Counts) -> str:
    return f"P {counts.precision:.4f} R {counts.recall:.4f} F1 {counts.f1:.4f}"
