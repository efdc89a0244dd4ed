"""`nerkit benchmark yardsticks`, `moved`, `confidences`: figures on all corpora, what moved, how sure and how right."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path("runs/yardsticks")


def yardsticks(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="The folder of all corpora.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Measure this one alone; may be given several times.")
    ] = None,
    folder: Annotated[Path, typer.Option("--output", "-o", help="Where the table and all outputs are kept.")] = FOLDER,
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="A bundled model or a model's folder.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Measure what was done before too.")] = False,
) -> None:
    """Measure a model on all corpora. What is done with the same code, model and files is not done again."""
    from nerkit.benchmarks.yardsticks.yardstick_run import TABLE, YardstickRun

    run = YardstickRun(data, folder, model, only=only or ())
    start = time.monotonic()
    for name, result in run.results(again=again):
        taken, start = time.monotonic() - start, time.monotonic()
        if result is None:
            typer.echo(f"{name:18} not there")
            continue
        figures = "   ".join(f"{of} {figure}" for of, figure in result.figures.items())
        documents = max(figure.documents for figure in result.figures.values())
        unread = f"   {result.unread} not read" if result.unread else ""
        typer.echo(f"{name:18}{documents:4} documents   {figures}{unread}   {taken:.0f} s")
    typer.echo(f"The table: {folder / TABLE}")


def moved(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The table that was kept.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The table that was measured now.")] = FOLDER
    / "table.json",
    tolerance: Annotated[float, typer.Option(min=0.0, help="How far a figure may fall.")] = 0.002,
) -> None:
    """Say which figures moved and by how much; exit status 1 where one fell by more than the tolerance."""
    from nerkit.benchmarks.yardsticks.movement import movements
    from nerkit.benchmarks.yardsticks.table import YardstickTable

    found = movements(YardstickTable.read(old), YardstickTable.read(new))
    for movement in found:
        typer.echo(f"{movement}{'  fell' if movement.fell(tolerance) else ''}")
        for line in movement.names():
            typer.echo(f"    {line}")
    if fell := [movement for movement in found if movement.fell(tolerance)]:
        typer.echo(f"{len(fell)} of {len(found)} figures fell by more than {tolerance:g}.")
        raise typer.Exit(1)


def confidences(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where yardsticks kept all outputs.")] = FOLDER,
) -> None:
    """Say how sure the values of records are, and how many of them are right, yardstick by yardstick."""
    from nerkit.evaluation.reliability import reliability
    from nerkit.evaluation.value_reliability import outcomes_of_files

    borders = (0.0, 0.8, 0.9, 0.97, 1.0)
    for gold in sorted(folder.glob("*/gold.jsonl")):
        found = outcomes_of_files(gold.with_name("predictions.jsonl"), gold)
        if not found:
            continue
        measured = reliability(found, bins=10)
        line = f"{gold.parent.name:18}{len(found):5} values   error {measured.ece:.3f} (chance {measured.floor:.3f})"
        for low, high in itertools.pairwise(borders):
            within = [one for one in found if low <= one.confidence < high or one.confidence == high == 1.0]
            if within:
                line += f"   from {low:.2f}: {sum(one.right for one in within) / len(within):.2f} of {len(within)}"
        typer.echo(line)
