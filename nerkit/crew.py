"""Worker processes that hold a model each and wait for files: for what runs on and on, as a service does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Unpack

from nerkit.engines import LocalEngine, in_order
from nerkit.errors import WorkerFailed
from nerkit.keyword_options import part
from nerkit.labels import Schema
from nerkit.pipeline import Pipeline, attempt_as_one, retried, worker_pipeline
from nerkit.pipeline_options import PipelineOptions
from nerkit.reading.options import ReadingOptions
from nerkit.result import Failure, Result

Outcome = dict[str, Any] | Failure
"""The JSON object of a document, which is much less to hand over between processes than its result; or its failure."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file without a path: its content, and what it is called in the output."""

    source: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CrewTask:
    """A file, how it is taken, and the schema for it where that is not the pipeline's."""

    source: Path | Upload
    options: PipelineOptions
    schema: Schema | None = None


class CrewJob(Future[Outcome]):
    """The outcome of a file, once it is there."""

    def __init__(self) -> None:
        super().__init__()
        self._worker: Any = None

    @property
    def pages_done(self) -> int:
        """How many of several pages have been read; 0 before a worker is at the file."""
        return self._worker.value if self._worker and not self.done() else 0

    def taken(self, worker: Any) -> None:
        """A worker takes it, which counts pages in memory that is shared with it."""
        self._worker = worker


class Crew:
    """`workers` processes, each with the pipeline's model; a file whose worker dies is tried `retries` times more.

    A context, which ends the processes; what was not begun then is cancelled.
    """

    def __init__(self, pipeline: Pipeline, workers: int, *, retries: int = 0) -> None:
        self._pipeline = pipeline
        self._retries = retries
        self._queue: SimpleQueue[tuple[CrewTask, CrewJob] | None] = SimpleQueue()
        self.ready = False
        """Whether workers have their model: the last of them that started, or had a file, was in order."""
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(
        self, source: Path | Upload, schema: Schema | None = None, **options: Unpack[PipelineOptions]
    ) -> CrewJob:
        """The outcome of a file, once it is there; with a schema for this file alone. Raises `OptionError`.

        The future holds a NerkitError where no worker can be started, as with a model that cannot be loaded.
        """
        job = CrewJob()
        self._queue.put((CrewTask(source, self.checked(schema, **options), schema), job))
        return job

    def checked(self, schema: Schema | None = None, **options: Unpack[PipelineOptions]) -> PipelineOptions:
        """All options, as `submit` takes them. Raises `OptionError` for those that it would not take."""
        return (self._pipeline.with_schema(schema) if schema else self._pipeline).checked(options)

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
        current: deque[CrewJob] = deque()
        pages = get_context("spawn").RawValue("l", 0)
        prepare = partial(_prepared, worker_pipeline(self._pipeline), pages)
        again = partial(retried, self._retries)
        while True:
            try:
                for outcome in in_order(LocalEngine(1), self._tasks(current, pages), prepare, _crashed, again, ahead=1):
                    self.ready = True
                    current.popleft().set_result(outcome)
                return
            except Exception as error:
                self.ready = False
                current.popleft().set_exception(error)

    def _tasks(self, current: deque[CrewJob], pages: Any) -> Iterator[CrewTask]:
        while (waiting := self._queue.get()) is not None:
            task, job = waiting
            if job.set_running_or_notify_cancel():
                pages.value = 0
                job.taken(pages)
                current.append(job)
                yield task


def _prepared(make: Callable[[], Pipeline], pages: Any) -> Callable[[CrewTask], Outcome]:
    made = make()

    def begun(page: int) -> None:
        pages.value = page - 1 if page else pages.value + 1

    made.reader.begun = begun

    def do(task: CrewTask) -> Outcome:
        pages.value = 0
        pipeline = made.with_schema(task.schema) if task.schema else made
        source, options = task.source, task.options
        if isinstance(source, Path):
            return _row(attempt_as_one(pipeline, source, options))
        try:
            document = pipeline.reader.read_bytes(source.content, source.source, **part(ReadingOptions, options))
        except Exception as error:
            return Failure.of(source.source, error)
        return _row(attempt_as_one(pipeline, document, options))

    return do


def _row(outcome: Result | Failure) -> Outcome:
    return outcome if isinstance(outcome, Failure) else outcome.to_dict()


def _crashed(task: CrewTask, error: WorkerFailed) -> Failure:
    source = task.source
    return Failure.of(str(source) if isinstance(source, Path) else source.source, error)
