"""A progress bar on standard error for runs of more than one file on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nerkit.cli.messages import shows_progress
from nerkit.result import Failure, Result


def with_progress(
    outcomes: Iterable[Result | Failure], count: Callable[[], int], before: Callable[[], int]
) -> Iterator[Result | Failure]:
    """The same outcomes, with a bar that shows how many are done while the next one is waited for.

    `count` counts the files, which takes its time for a large folder: it is asked only where a bar is drawn. What
    archives hold is found on the way. `before` gives how many were done before the present one.
    """
    total = count() if shows_progress() else 0
    if total < 2:
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("tagging"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    task = bar.add_task("", total=total)
    failed = 0
    bar.start()
    try:
        for outcome in outcomes:
            failed += isinstance(outcome, Failure)
            done = before() + 1
            total = max(total, done)
            bar.update(task, completed=done, total=total, description=f"{failed} failed" if failed else "")
            # Off while the outcome is written: output and messages may go to the same terminal.
            bar.stop()
            yield outcome
            bar.start()
    finally:
        bar.stop()
