"""What an engine is: something that has workers, each of which does one task at a time and may be lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from nerkit.errors import WorkerFailed

TaskT = TypeVar("TaskT")
OutcomeT = TypeVar("OutcomeT")
Prepare = Callable[[], Callable[[TaskT], OutcomeT]]
"""Runs once in each worker and gives what does a task there. It is pickled, and so are tasks and outcomes."""


class WorkerLost(Exception):
    """A worker has died; `reason` is a sentence for the user, without text of a document."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Worker(Protocol):
    """Does tasks, one after the other, somewhere else."""

    def ready(self) -> None:
        """Waits until tasks can be done; raises what `prepare` raised, if a NerkitError, and WorkerLost."""

    def begin(self, task: Any) -> None:
        """Hands a task over; that the worker has died is said by `outcome`."""

    def outcome(self) -> Any:
        """Waits for the outcome of the task; raises WorkerLost."""

    def stop(self) -> None:
        """Ends the worker, whatever it is at."""


class RunEngine(Protocol):
    """Has workers.

    `workers` is how many there may be at once, `spare` how often a task is done again, without a word, whose worker was
    lost, and `patience` how many workers in a row may be lost before they were ready. `elsewhere` says whether workers
    may run on other machines, where files of this one are not. `alone` is told why where there is no room for any
    worker: the process that asks does the tasks itself then, and without it gives up.
    """

    workers: int
    spare: int
    patience: int
    elsewhere: bool
    alone: Callable[[WorkerFailed], None] | None

    def hire(self, prepare: Prepare[Any, Any]) -> Worker:
        """One more worker, which gets ready; raises WorkerFailed where there cannot be another."""

    def answering(self, workers: Sequence[Any]) -> list[Any]:
        """Waits for one of these workers; those that are ready, or have an outcome, or are lost."""
