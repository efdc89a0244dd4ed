"""Worker processes on this machine."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from typing import Any

from nerkit.engines.interface import Prepare, WorkerLost
from nerkit.errors import NerkitError, WorkerFailed

GRACE = 5.0
"""Seconds that a process whose pipe has closed has to end by itself, so that its exit status can be told."""

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@dataclass
class LocalEngine:
    """So many processes. A file whose process dies of it has failed: most likely it would kill the next one too."""

    workers: int
    spare: int = 0
    patience: int = 0
    elsewhere: bool = False
    alone: Callable[[WorkerFailed], None] | None = None

    def hire(self, prepare: Prepare[Any, Any]) -> WorkerProcess:
        """A process that gets ready; raises WorkerFailed where the system has no room for another one."""
        try:
            return WorkerProcess(prepare)
        except OSError as error:
            raise WorkerFailed(
                f"a worker process could not start ({error.strerror}); raise that limit, or do without: --workers 0"
            ) from error

    def answering(self, workers: Sequence[WorkerProcess]) -> list[WorkerProcess]:
        """Waits for one of the processes."""
        heard = set(connection.wait([worker.pipe for worker in workers]))
        return [worker for worker in workers if worker.pipe in heard]


class WorkerProcess:
    """A process that does one task at a time."""

    def __init__(self, prepare: Prepare[Any, Any]) -> None:
        # Spawned, not forked: a fork would copy the locks of torch's and OpenMP's threads in whatever state they are.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, prepare), daemon=True)
        with _undisturbed():
            self.process.start()
        theirs.close()

    def ready(self) -> None:
        """Waits until tasks can be done."""
        try:
            error = self.pipe.recv()
        except (EOFError, OSError):
            raise WorkerLost(
                "a worker process could not start: there may be too little memory, "
                'or the calling script has no `if __name__ == "__main__":`'
            ) from None
        if error is not None:
            raise error

    def begin(self, task: Any) -> None:
        """Hands a task over."""
        with suppress(OSError):  # it has died: `outcome` finds out and says so
            self.pipe.send(task)

    def outcome(self) -> Any:
        """Waits for the outcome of the task."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(timeout=GRACE)
            raise WorkerLost(_crash(self.process.exitcode)) from None

    def stop(self) -> None:
        """Ends the process."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def _crash(status: int | None) -> str:
    how = f"signal {-status}" if status and status < 0 else f"status {status}"
    return f"the process that worked on this file ended early ({how}): it may have run out of memory"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A signal that ends the process waits until its worker is whole: half of one would die of what it was not sent.

    The worker itself never hears of Ctrl-C, which is for the parent: a mask and not a handler, which would come too
    late, since the worker inherits it before its first line runs. The mask is this thread's alone, though, and the
    system may give the signal to another one: so Python's own handlers wait as well.
    """
    with _later(), _masked():
        yield


@contextmanager
def _masked() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # to start it, which the first worker does, would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _later() -> Iterator[None]:
    """What Python would do on a signal it does at the end of the block."""
    if threading.current_thread() is not threading.main_thread():  # handlers run in the main one alone
        yield
        return
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in _ENDING if callable(signal.getsignal(number))}
    for number in handlers:
        signal.signal(number, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


def _end_with_parent() -> None:
    """Where the parent is killed, nobody waits for the answer."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(pipe: Connection, prepare: Prepare[Any, Any]) -> None:
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
