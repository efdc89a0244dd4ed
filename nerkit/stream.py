"""Many tasks, in order, in worker processes of which any may crash."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import connection, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from nerkit.errors import NerkitError, WorkerFailed

TaskT = TypeVar("TaskT")
OutcomeT = TypeVar("OutcomeT")

AHEAD = 4
"""How many tasks a worker may be ahead of the one that is waited for: bounds the outcomes held in memory."""

GRACE = 5.0
"""Seconds that a process whose pipe has closed has to end by itself, so that its exit status can be told."""


def in_processes(
    tasks: Iterable[TaskT],
    workers: int,
    prepare: Callable[[], Callable[[TaskT], OutcomeT]],
    crashed: Callable[[TaskT, WorkerFailed], OutcomeT],
    again: Callable[[OutcomeT, int], bool] = lambda outcome, tries: False,
    ahead: int = AHEAD,
) -> Generator[OutcomeT, None, None]:
    """The outcome of each task, in order.

    `prepare` runs once in each worker and gives what does a task there; it is pickled, and so are tasks and outcomes.
    `crashed` makes the outcome of a task whose worker died of it. `again` says whether a task is tried once more, by
    its outcome and how often it was tried. So many tasks are taken for each worker as `ahead` says; with 1 of each the
    next task is waited for once there is the outcome of the one before.

    Raises what `prepare` raised, if that is a NerkitError, and WorkerFailed where a worker cannot start.
    """
    left = iter(tasks)
    pending: deque[_Job[TaskT, OutcomeT]] = deque()
    pool: list[_Worker[TaskT, OutcomeT]] = []
    try:
        while True:
            pending.extend(_Job(task, again) for task in islice(left, workers * ahead - len(pending)))
            if not pending:
                return
            if pending[0].outcomes:
                yield pending.popleft().outcomes[0]
                continue
            waiting = [job for job in pending if not job.started]
            idle = [worker for worker in pool if worker.job is None]
            while waiting and (idle or len(pool) < workers):
                if not idle:
                    try:
                        pool.append(_Worker(prepare))
                    except OSError as error:
                        if not pool:
                            raise _not_started(error.strerror) from error
                        workers = len(pool)  # as many as there can be
                        break
                    idle.append(pool[-1])
                idle.pop().start(waiting.pop(0))
            for worker in _answering(pool):
                if not worker.receive(crashed):
                    pool.remove(worker)
    finally:
        for worker in pool:
            worker.stop()


def _answering(pool: list[_Worker[TaskT, OutcomeT]]) -> Iterator[_Worker[TaskT, OutcomeT]]:
    ready = set(connection.wait([worker.pipe for worker in pool if worker.job]))
    return (worker for worker in list(pool) if worker.pipe in ready)


class _Job(Generic[TaskT, OutcomeT]):
    """A task, and what became of it: nothing yet or one outcome."""

    def __init__(self, task: TaskT, again: Callable[[OutcomeT, int], bool]) -> None:
        self.task = task
        self.started = False
        self.outcomes: list[OutcomeT] = []
        self._again = again
        self._tries = 0

    def came(self, outcome: OutcomeT) -> None:
        """Takes an outcome, or waits for a worker once more."""
        self._tries += 1
        if self._again(outcome, self._tries):
            self.started = False
        else:
            self.outcomes.append(outcome)


class _Worker(Generic[TaskT, OutcomeT]):
    """A process that does one job at a time."""

    def __init__(self, prepare: Callable[[], Callable[[TaskT], OutcomeT]]) -> None:
        # Spawned, not forked: a fork would copy the locks of torch's and OpenMP's threads in whatever state they are.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, prepare), daemon=True)
        with _without_interrupts():
            self.process.start()
        theirs.close()
        self.job: _Job[TaskT, OutcomeT] | None = None
        self.prepared = False

    def start(self, job: _Job[TaskT, OutcomeT]) -> None:
        job.started, self.job = True, job
        with suppress(OSError):  # it has died: `receive` finds out and says so
            self.pipe.send(job.task)

    def receive(self, crashed: Callable[[TaskT, WorkerFailed], OutcomeT]) -> bool:
        """Takes the answer to the job; False where the process has died, which is then the outcome of its job."""
        assert self.job is not None
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(timeout=GRACE)
            status = self.process.exitcode
            self.stop()
            if not self.prepared:
                raise WorkerFailed(
                    "a worker process could not start: there may be too little memory, "
                    'or the calling script has no `if __name__ == "__main__":`'
                ) from None
            self.job.came(crashed(self.job.task, _crash(status)))
            return False
        if self.prepared:
            self.job.came(answer)
            self.job = None
        elif answer is not None:
            raise answer
        self.prepared = True
        return True

    def stop(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def _not_started(why: str | None) -> WorkerFailed:
    return WorkerFailed(f"a worker process could not start ({why}); raise that limit, or do without: --workers 0")


def _crash(status: int | None) -> WorkerFailed:
    how = f"signal {-status}" if status and status < 0 else f"status {status}"
    return WorkerFailed(f"the process that worked on this file ended early ({how}): it may have run out of memory")


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C is for the parent, which then stops its workers: one that is started meanwhile never hears of it.

    A mask and not a handler, which would come too late: the worker inherits it before its first line runs.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # to start it, which the first worker does, would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Where the parent is killed, nobody waits for the answer."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(pipe: Connection, prepare: Callable[[], Callable[[TaskT], OutcomeT]]) -> None:
    """The life of a worker: prepare, say so with None, answer each task until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where there are no masks
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT"):  # torch's and Tesseract's: one core a worker
        os.environ[name] = "1"
    try:
        do = prepare()
    except NerkitError as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(do(task))
