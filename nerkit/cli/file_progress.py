"""A progress bar on standard error for runs of more than one file on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from nerkit.cli.messages import is_quiet
from nerkit.result import Failure, Result


def with_progress(outcomes: Iterable[Result | Failure], total: int) -> Iterator[Result | Failure]:
    """The same outcomes, with a bar that shows how many of `total` are done while the next one is waited for."""
    if total < 2 or is_quiet() or not sys.stderr.isatty():
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
            bar.update(task, advance=1, description=f"{failed} failed" if failed else "")
            # Off while the outcome is written: output and messages may go to the same terminal.
            bar.stop()
            yield outcome
            bar.start()
    finally:
        bar.stop()
