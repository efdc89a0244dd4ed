"""Many files, in order: in this process, or in worker processes of which any may crash."""

from __future__ import annotations

import os
import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from nerkit.document import Document
from nerkit.errors import ModelError, NerkitError, WorkerFailed
from nerkit.result import Failure, Result

if TYPE_CHECKING:
    from nerkit.pipeline import Options, Pipeline, Source

AHEAD = 4
"""How many files a worker may be ahead of the one that is waited for: bounds the results held in memory."""

GRACE = 5.0
"""Seconds that a process whose pipe has closed has to end by itself, so that its exit status can be told."""


def stream(
    pipeline: Pipeline, sources: Iterable[Source | Failure], workers: int, options: Options
) -> Iterator[Result | Failure]:
    """The result or failure of each source, in order; `Pipeline.stream` says more."""
    if workers < 1:
        _ = pipeline.tagger  # a model that cannot be loaded is no fault of the first file
        return (source if isinstance(source, Failure) else attempt(pipeline, source, options) for source in sources)
    return _parallel(pipeline, iter(sources), workers, options)


def attempt(pipeline: Pipeline, source: Source, options: Options) -> Result | Failure:
    """The result for one source, an error as a value. A `str` is a file."""
    try:
        return pipeline(source if isinstance(source, Document) else Path(source), **options)
    except Exception as error:
        if not isinstance(error, NerkitError) and os.environ.get("NERKIT_DEBUG"):
            traceback.print_exc()
        return Failure.of(_name(source), error)


def _name(source: Source) -> str:
    return source.source if isinstance(source, Document) else str(source)


def _parallel(
    pipeline: Pipeline, sources: Iterator[Source | Failure], workers: int, options: Options
) -> Iterator[Result | Failure]:
    pending: deque[_Job] = deque()
    pool: list[_Worker] = []
    try:
        while True:
            pending.extend(_Job(source) for source in islice(sources, workers * AHEAD - len(pending)))
            if not pending:
                return
            if (outcome := pending[0].outcome) is not None:
                pending.popleft()
                yield outcome
                continue
            waiting = [job for job in pending if job.outcome is None and not job.started]
            idle = [worker for worker in pool if worker.job is None]
            while waiting and (idle or len(pool) < workers):
                if not idle:
                    pool.append(_Worker(pipeline.folder, options))
                    idle.append(pool[-1])
                idle.pop().start(waiting.pop(0))
            for worker in _answering(pool):
                if not worker.receive():
                    pool.remove(worker)
    finally:
        for worker in pool:
            worker.stop()


def _answering(pool: list[_Worker]) -> list[_Worker]:
    ready = set(connection.wait([worker.pipe for worker in pool if worker.job]))
    return [worker for worker in pool if worker.pipe in ready]


class _Job:
    """A source, and what became of it."""

    def __init__(self, source: Source | Failure) -> None:
        self.source = source
        self.started = False
        self.outcome: Result | Failure | None = source if isinstance(source, Failure) else None


class _Worker:
    """A process with a model of its own, that does one job at a time."""

    def __init__(self, folder: Path, options: Options) -> None:
        # Spawned, not forked: a fork would copy the locks of torch's and OpenMP's threads in whatever state they are.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, folder, options), daemon=True)
        self.process.start()
        theirs.close()
        self.job: _Job | None = None
        self.loaded = False

    def start(self, job: _Job) -> None:
        job.started, self.job = True, job
        with suppress(OSError):  # it has died: `receive` finds out and says so
            self.pipe.send(job.source)

    def receive(self) -> bool:
        """Takes the answer to the job; False where the process has died, which is then the outcome of its job."""
        assert self.job is not None
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(timeout=GRACE)
            status = self.process.exitcode
            self.stop()
            if not self.loaded:
                raise WorkerFailed(
                    "a worker process could not start: there may be too little memory, "
                    'or the calling script has no `if __name__ == "__main__":`'
                ) from None
            self.job.outcome = _crash(self.job.source, status)
            return False
        if isinstance(answer, ModelError):
            raise answer
        if answer is None:
            self.loaded = True
            return True
        self.job.outcome, self.job = answer, None
        return True

    def stop(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def _crash(source: Source | Failure, status: int | None) -> Failure:
    assert not isinstance(source, Failure)
    how = f"signal {-status}" if status and status < 0 else f"status {status}"
    error = WorkerFailed(f"the process that worked on this file ended early ({how}): it may have run out of memory")
    return Failure.of(_name(source), error)


def _work(pipe: Connection, folder: Path, options: Options) -> None:
    """The life of a worker: load the model, say so with None, answer each source until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then stops its workers
    for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT"):  # torch's and Tesseract's: one core a worker
        os.environ[name] = "1"
    import torch

    from nerkit.pipeline import Pipeline

    torch.set_num_threads(1)
    pipeline = Pipeline(folder)
    try:
        _ = pipeline.tagger
    except ModelError as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        try:
            source = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(attempt(pipeline, source, options))
