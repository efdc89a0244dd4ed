"""`nerkit watch`: the records of files as they come into a folder."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Unpack

import typer

from nerkit.cli.messages import detail, say_failure, tell
from nerkit.cli.options import SchemaFile, takes
from nerkit.pipeline_options import PipelineOptions
from nerkit.result import Failure

if TYPE_CHECKING:
    from nerkit.cli.journal import Journal, Source
    from nerkit.cli.settling import Settling
    from nerkit.crew import Crew, Outcome

EXAMPLES = (
    "nerkit watch inbox/ -o records.jsonl",
    "nerkit watch inbox/ -o records.jsonl --settle 10 --workers 2",
    "nerkit watch inbox/ -o records.jsonl --once",
)
"""Lines that help shows below the options."""

_LOOK = 0.2
"""Seconds between looks at what has settled."""

_WALK = 60.0
"""Seconds between looks through the whole folder: shares of a network report nothing of what comes."""

_FULL = 64
"""Files that wait for a worker; more stay in the folder until there is room."""


@takes(PipelineOptions)
def watch(
    inbox: Annotated[Path, typer.Argument(metavar="INBOX", help="The folder into which files come.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT", help="Add a JSON line for each file to this file.")
    ],
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="A bundled model or a model's folder.")] = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes, each with a model of its own.")] = 1,
    schema: SchemaFile = None,
    settle: Annotated[
        float, typer.Option(min=0.0, metavar="SECONDS", help="Take a file when nothing has changed in it for so long.")
    ] = 2.0,
    retries: Annotated[
        int, typer.Option(min=0, metavar="N", help="Try a file so often again whose fault may pass.")
    ] = 2,
    once: Annotated[bool, typer.Option("--once", help="End when all that is there is done.")] = False,
    **options: Unpack[PipelineOptions],
) -> None:
    """Tag files as they come into a folder, each once, also over restarts.

    A file is known by its name and its content: one that is changed has a line more. Ends by Ctrl-C, or when told to.
    """
    from nerkit import models
    from nerkit.cli.inputs import sources
    from nerkit.cli.journal import Journal
    from nerkit.cli.settling import Settling
    from nerkit.crew import Crew
    from nerkit.errors import MissingFile, OptionError
    from nerkit.extras import require
    from nerkit.keyword_options import part
    from nerkit.labels import Schema
    from nerkit.output import check_output
    from nerkit.pipeline import Pipeline
    from nerkit.reading.options import ReadingOptions

    require("watch", "watchdog")
    if not inbox.is_dir():
        raise MissingFile(f"{inbox}: there is no such folder; make it, or check the path")
    check_output(output)
    if output.resolve().is_relative_to(inbox.resolve()):
        raise OptionError(f"{output} lies in {inbox}, which is watched; name a file elsewhere")
    pipeline = Pipeline(models.find(model), schema=Schema.read(schema) if schema else None)
    chosen = pipeline.checked(options)
    pipeline.reader.start()
    settling = Settling(settle)
    with ExitStack() as last:
        journal = last.enter_context(Journal(output, output, {"watch": 1}, go_on=True, remember=True))
        crew = last.enter_context(Crew(pipeline, workers, retries=retries))
        crew.prepare()
        last.enter_context(_watching(inbox, settling))
        settling.see_all(inbox)
        tell(f"watching {inbox}; {journal.written} lines are in {output}")
        watched = _Watched(journal, crew, chosen)
        walked = time.monotonic()
        while True:
            files = settling.settled() if watched.waiting < _FULL else []
            for file in files:
                found = sources([str(file)], pipeline.reader, part(ReadingOptions, chosen))
                watched.take(found)
            watched.write()
            if once and not files and not watched.waiting and settling.empty:
                return
            if time.monotonic() - walked > _WALK:
                settling.see_all(inbox)
                walked = time.monotonic()
            time.sleep(_LOOK)


class _Watched:
    """The files that are being done, in the order in which they came."""

    def __init__(self, journal: Journal, crew: Crew, options: PipelineOptions) -> None:
        self._journal, self._crew, self._options = journal, crew, options
        self._doing: deque[Failure | Future[Outcome]] = deque()

    @property
    def waiting(self) -> int:
        """How many are not written yet."""
        return len(self._doing)

    def take(self, sources: Iterable[Source]) -> None:
        """Gives those that have no line yet to the workers."""
        for source in self._journal.todo(sources, lambda line: None):
            match source:
                case Failure():
                    self._doing.append(source)
                case Path():
                    self._doing.append(self._crew.submit(source, **self._options))

    def write(self) -> None:
        """Writes the lines of those that are done."""
        while self._doing and (isinstance(first := self._doing[0], Failure) or first.done()):
            outcome = first if isinstance(first, Failure) else first.result()
            self._journal.add(outcome.to_dict() if isinstance(outcome, Failure) else outcome)
            self._doing.popleft()
            if isinstance(outcome, Failure):
                say_failure(outcome)
            else:
                detail(f"{outcome['source']}: {outcome['kind']}")


@contextmanager
def _watching(inbox: Path, settling: Settling) -> Iterator[None]:
    """Tells `settling` of every document that comes into a folder, or changes there."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    from nerkit.reading.formats import suffixes

    read = suffixes()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            path = Path(os.fsdecode(event.dest_path or event.src_path))
            inside = path.relative_to(inbox).parts if path.is_relative_to(inbox) else (".",)
            wanted = event.event_type in ("created", "modified", "moved", "closed") and not event.is_directory
            if wanted and path.suffix.lower() in read and not any(part.startswith(".") for part in inside):
                settling.see(path)

    observer = Observer()
    observer.schedule(Handler(), str(inbox), recursive=True)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()
