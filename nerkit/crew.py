"""Worker processes that hold a model each and wait for files: for what runs on and on, as a service does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Unpack

from nerkit.engines import LocalEngine, in_order
from nerkit.errors import WorkerFailed
from nerkit.keyword_options import part
from nerkit.pipeline import Pipeline, attempt_as_one, retried, worker_pipeline
from nerkit.pipeline_options import PipelineOptions
from nerkit.reading.options import ReadingOptions
from nerkit.result import Failure, Result

Outcome = Result | Failure


@dataclass(frozen=True, slots=True)
class Upload:
    """A file without a path: its content, and what it is called in the output."""

    source: str
    content: bytes


Task = tuple[Path | Upload, PipelineOptions]


class Crew:
    """`workers` processes, each with the pipeline's model; a file whose worker dies is tried `retries` times more.

    A context, which ends the processes; what was not begun then is cancelled.
    """

    def __init__(self, pipeline: Pipeline, workers: int, *, retries: int = 0) -> None:
        self._pipeline = pipeline
        self._retries = retries
        self._queue: SimpleQueue[tuple[Task, Future[Outcome]] | None] = SimpleQueue()
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, source: Path | Upload, **options: Unpack[PipelineOptions]) -> Future[Outcome]:
        """The outcome of a file, once it is there. Raises `OptionError`.

        The future holds a NerkitError where no worker can be started, as with a model that cannot be loaded.
        """
        future: Future[Outcome] = Future()
        self._queue.put(((source, self._pipeline.checked(options)), future))
        return future

    def check(self, **options: Unpack[PipelineOptions]) -> None:
        """Raises `OptionError` for options that `submit` would not take."""
        self._pipeline.checked(options)

    def prepare(self) -> None:
        """Waits until every worker has its model; raises what stands in the way of that."""
        for future in [self.submit(Upload("-", b"-")) for _ in self._threads]:
            future.result()

    def close(self) -> None:
        """Ends the processes once they have done what they are at; the futures of what was not begun are cancelled."""
        with suppress(Empty):
            while job := self._queue.get_nowait():
                job[1].cancel()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _work(self) -> None:
        """The life of a thread: it hands one task after the other to a process of its own."""
        current: deque[Future[Outcome]] = deque()
        prepare = partial(_prepared, worker_pipeline(self._pipeline))
        again = partial(retried, self._retries)
        while True:
            try:
                for outcome in in_order(LocalEngine(1), self._tasks(current), prepare, _crashed, again, ahead=1):
                    current.popleft().set_result(outcome)
                return
            except Exception as error:
                current.popleft().set_exception(error)

    def _tasks(self, current: deque[Future[Outcome]]) -> Iterator[Task]:
        while (job := self._queue.get()) is not None:
            task, future = job
            if future.set_running_or_notify_cancel():
                current.append(future)
                yield task


def _prepared(make: Callable[[], Pipeline]) -> Callable[[Task], Outcome]:
    pipeline = make()

    def do(task: Task) -> Outcome:
        source, options = task
        if isinstance(source, Path):
            return attempt_as_one(pipeline, source, options)
        try:
            document = pipeline.reader.read_bytes(source.content, source.source, **part(ReadingOptions, options))
        except Exception as error:
            return Failure.of(source.source, error)
        return attempt_as_one(pipeline, document, options)

    return do


def _crashed(task: Task, error: WorkerFailed) -> Failure:
    source = task[0]
    return Failure.of(str(source) if isinstance(source, Path) else source.source, error)
