"""What a person sees while a model is trained: a bar for the epoch, and a line for each one that is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

EpochFigures = dict[str, float]
"""What is known of an epoch: a row of `history` in `metrics.json`."""

OnStep = Callable[[int, int, float, float], None]
"""Called after a step with: step of the epoch, steps of the epoch, mean loss a token, tokens a second."""

OnEpoch = Callable[[EpochFigures], None]
"""Called after an epoch, when it can no longer be lost."""


_quiet = False


def say_nothing() -> None:
    """From now on no training of this process shows anything."""
    global _quiet
    _quiet = True


@contextmanager
def progress_bar(epochs: int, title: str = "") -> Iterator[tuple[OnStep, OnEpoch]]:
    """On standard error: the title, a line an epoch, and on a terminal a bar with loss, last dev F1 and speed."""
    console = Console(stderr=True, quiet=_quiet)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[text]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=_quiet or not console.is_terminal) as bar:
        task = bar.add_task("epoch 1", text="")
        epoch, score = 1, ""
        if title:
            bar.console.print(title, highlight=False, markup=False)

        def on_step(step: int, steps: int, loss: float, speed: float) -> None:
            text = f"loss {loss:.4f}{score} · {speed:,.0f} tokens/s"
            bar.update(task, description=f"epoch {epoch}/{epochs}", completed=step, total=steps, text=text)

        def on_epoch(row: EpochFigures) -> None:
            nonlocal epoch, score
            epoch, score = int(row["epoch"]) + 1, f" · dev F1 {row['dev_f1']:.4f}"
            line = f"epoch {row['epoch']}: loss {row['loss']:.4f}, dev F1 {row['dev_f1']:.4f}"
            bar.console.print(f"{line}, {row['tokens']:,.0f} tokens in {row['seconds']:.0f} s", highlight=False)

        yield on_step, on_epoch
