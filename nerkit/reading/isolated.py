"""Reading in a process of its own, so that no file can take the asking process down, fill the memory or hang it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import weakref
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, Unpack

from nerkit import errors
from nerkit.budget import positive
from nerkit.document import Document
from nerkit.errors import NerkitError, OutOfMemory, ReaderCrashed, ReadingTimedOut, WorkerFailed
from nerkit.reading import heartbeat, left_out, wire
from nerkit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from nerkit.reading.files import FoundFiles
    from nerkit.reading.highlighting import Highlight

_GRACE = 5.0
"""Seconds that a process whose output has closed has to end by itself, so that its exit status can be told."""

_START = 60.0
"""Seconds that a process has until its first sign of life; that a busy machine is slow is no fault of the file."""

SECONDS, MEMORY = "NERKIT_READING_SECONDS", "NERKIT_READING_MEMORY"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: `silence` in seconds without a page done, `memory` in bytes.

    The time limit is one of silence, not of length: a scan of a thousand pages may take long, a hang may not.
    """

    silence: float = 60.0
    memory: int = 4 << 30

    @classmethod
    def from_environment(cls) -> Limits:
        """The limits that NERKIT_READING_SECONDS and NERKIT_READING_MEMORY (in megabytes) set, else the defaults."""
        return cls(
            silence=positive(SECONDS) or cls().silence,
            memory=round((positive(MEMORY) or 0) * 10**6) or cls().memory,
        )


class UnexpectedFault(Exception):
    """An error without a code while a file was read: a fault of nerkit. NERKIT_DEBUG=1 shows the traceback."""


class IsolatedReader:
    """Reads files in one light child process, which is replaced when a file breaks it.

    One file at a time; other threads wait for their turn. `begun` is called with the number of each page that is begun,
    of several, and with 0 when all are done. The child starts on first use or with `start`, and ends with
    `close`, with the reader, or with this process, however that ends.
    """

    def __init__(self, limits: Limits | None = None, begun: Callable[[int], None] = lambda page: None) -> None:
        self.begun = begun
        self.limits = limits or Limits.from_environment()
        self._turn = threading.Lock()
        self._child: _Child | None = None

    def read(self, path: str | Path, **options: Unpack[ReadingOptions]) -> Document:
        """Read a file as `nerkit.read` does; beside its errors raises ReadingTimedOut, OutOfMemory, ReaderCrashed."""
        with self.reading(path, **options) as document:
            return document()

    def read_bytes(self, data: bytes, source: str, **options: Unpack[ReadingOptions]) -> Document:
        """Read a file's content; `source` names it in the document and in errors. Raises what `read` raises."""
        with self._asked(_request("read", data, source, options), data) as answer:
            return wire.document_from_json(answer()["document"])

    @contextmanager
    def reading(self, path: str | Path, **options: Unpack[ReadingOptions]) -> Iterator[Callable[[], Document]]:
        """Begin to read a file; the function that it gives waits for the document. In between is time for other work.

        A document that is not waited for is given up.
        """
        with self._asked(_request("read", Path(path), str(path), options)) as answer:
            yield lambda: wire.document_from_json(answer()["document"])

    def pictures(
        self,
        file: Path | bytes,
        source: str,
        pages: Collection[int] | None = None,
        *,
        dpi: int = 110,
        cleaning: bool = False,
        **options: Unpack[ReadingOptions],
    ) -> list[tuple[int, bytes]]:
        """The pages that `nerkit.reading.render.page_images` draws, with their numbers, as PNG.

        `file` is a file by its path, a member too, or its content. With `cleaning` they show what each step of it makes
        of a page, at any `dpi`. Raises NoPicture for what has no pages, and what `read` raises.
        """
        wanted = {"pages": None if pages is None else sorted(pages), "dpi": dpi, "cleaning": cleaning}
        with self._asked(_request("draw", file, source, options, **wanted), file) as answer:
            return [(number, b64decode(picture)) for number, picture in answer()["pictures"]]

    def marked(
        self,
        file: Path | bytes,
        source: str,
        marks: Iterable[Highlight],
        sizes: Mapping[int, tuple[float, float]],
        **options: Unpack[ReadingOptions],
    ) -> bytes:
        """A copy of a PDF, or a PDF of an image, with the marks in it, as `highlighting.marked` makes it.

        `file` is as for `pictures`. Raises NoPicture for what has no pages, and what `read` raises.
        """
        wanted = {"marks": [mark.to_json() for mark in marks], "sizes": list(sizes.items())}
        with self._asked(_request("mark", file, source, options, **wanted), file) as answer:
            return b64decode(answer()["pdf"])

    def page_ranges(
        self, file: Path | bytes, source: str, ranges: Iterable[tuple[int, int]], **options: Unpack[ReadingOptions]
    ) -> list[bytes]:
        """A PDF for each range of pages, as `nerkit.reading.page_ranges` makes them; `file` is as for `pictures`."""
        with self._asked(_request("split", file, source, options, ranges=list(ranges)), file) as answer:
            return [b64decode(pdf) for pdf in answer()["pdfs"]]

    def find(self, path: str | Path, **options: Unpack[ReadingOptions]) -> FoundFiles:
        """The files to read in a folder, an archive, a mail or a PDF, as `nerkit.reading.files.find`.

        Raises what `read` raises.
        """
        from nerkit.reading.files import FoundFiles

        with self._asked(_request("find", Path(path), str(path), options)) as answer:
            files, passed_over = answer()["found"]
        return FoundFiles([Path(file) for file in files], Counter(passed_over))

    def start(self) -> None:
        """Start the child, so that it is ready when the first file comes. Raises WorkerFailed."""
        with self._turn:
            self._ready_child()

    def close(self) -> None:
        """End the child; the next file starts another one."""
        with self._turn:
            self._drop_child()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _asked(
        self, request: dict[str, Any], content: Path | bytes | None = None
    ) -> Iterator[Callable[[], dict[str, Any]]]:
        data = content if isinstance(content, bytes) else None
        with self._turn:
            child = self._ready_child()
            child.ask(wire.dumps(request), data)
            in_order = False

            def wait() -> dict[str, Any]:
                nonlocal in_order
                answer = self._answer(child, request, data)
                in_order = answer.get("error", ("",))[0] != OutOfMemory.code  # it has no memory to go on with
                return _checked(answer)

            try:
                yield wait
            finally:
                if not in_order:
                    self._drop_child()

    def _answer(self, child: _Child, request: dict[str, Any], data: bytes | None) -> dict[str, Any]:
        """The answer to a request; a form or a page that the child does not come back from is left out in a new try."""
        tries = left_out.Tries()
        first: NerkitError | None = None
        while True:
            try:
                answer = child.answer(request["source"], self.limits.silence, self.begun)
            except (ReadingTimedOut, ReaderCrashed) as error:
                first = first or error
                why: left_out.Why = "page-timed-out" if isinstance(error, ReadingTimedOut) else "damaged-page"
                page = child.page if request["do"] == "read" else None
                if not tries.another(page, why, form=child.form):
                    raise first from None
                self._drop_child()
                child = self._ready_child()
                child.ask(wire.dumps({**request, "left_out": list(tries.lost.items())}), data)
                continue
            if first and "error" in answer:  # nothing is left
                raise first
            return answer

    def _ready_child(self) -> _Child:
        child = self._child
        if child is None or not child.is_alive():
            self._drop_child()
            child = self._child = _Child(self.limits.memory)
            self._end = weakref.finalize(self, child.stop)
        return child

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child = None
            self._end()


def _request(do: str, file: Path | bytes, source: str, options: ReadingOptions, **more: Any) -> dict[str, Any]:
    """What the child is asked; the content of a file, where it is given, follows it as a frame of its own.

    Options go this way, and not on a command line, since passwords are among them.
    """
    request = {"do": do, "source": source, "options": options, **more}
    if isinstance(file, Path):
        request["path"] = str(file)
    with suppress(OSError):  # the folder that we are in may have gone, and the file with it
        request["folder"] = str(Path.cwd())
    return request


def _checked(answer: dict[str, Any]) -> dict[str, Any]:
    if "fault" in answer:
        raise UnexpectedFault(answer["fault"])
    if "error" in answer:
        code, message = answer["error"]
        raise _error_class(code)(message)
    return answer


def _error_class(code: str) -> type[NerkitError]:
    return next(
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, NerkitError) and kind.code == code
    )


class _Child:
    """The process that reads, and a thread that takes its frames in, so that they can be waited for with a limit."""

    def __init__(self, memory: int) -> None:
        self.owner = os.getpid()
        # What stands on our path stands on its path, but never the folder that we happen to be in (-P).
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "nerkit.reading.worker", str(memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What the libraries complain about in a damaged file tells a user nothing.
                stderr=None if os.environ.get("NERKIT_DEBUG") else subprocess.DEVNULL,
                env=environment,
                process_group=0 if os.name == "posix" else None,  # it ends together with what it started
            )
        except OSError as error:
            raise _not_started(error.strerror) from error
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.requests = self.process.stdin
        self.frames: SimpleQueue[bytes | None] = SimpleQueue()
        self.spoke = False
        self.page: int | None = None
        self.form = False
        threading.Thread(target=_take_in, args=(self.process.stdout, self.frames), daemon=True).start()

    def is_alive(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, request: bytes, content: bytes | None) -> None:
        self.page, self.form = None, False
        with suppress(OSError):  # it has died: `answer` finds out and says so
            wire.write_frame(self.requests, request)
            if content is not None:
                wire.write_frame(self.requests, content)

    def answer(self, source: str, silence: float, begun: Callable[[int], None]) -> dict[str, Any]:
        """The answer to the request; raises ReadingTimedOut, ReaderCrashed, WorkerFailed."""
        while True:
            try:
                frame = self.frames.get(timeout=silence if self.spoke else max(silence, _START))
            except Empty:
                raise ReadingTimedOut(
                    f"{source}: no page was done in {silence:g} s; print it to a new PDF, or set {SECONDS} higher"
                ) from None
            if frame is None:
                raise self._why_ended(source)
            self.spoke = True
            if frame.startswith(b"{"):
                answer: dict[str, Any] = wire.loads(frame)
                return answer
            if frame != wire.ALIVE:
                self.page = int(frame)
                self.form = self.form or self.page == heartbeat.FORM
                if self.page != heartbeat.FORM:
                    begun(self.page)

    def _why_ended(self, source: str) -> NerkitError:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE)
        self._kill()
        status = self.process.wait()
        if not self.spoke:
            return _not_started(f"status {status}")
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return ReaderCrashed(f"{source}: the process that read it crashed ({how}); print the file to a new PDF")

    def stop(self) -> None:
        """End the process and what it started."""
        if self.owner != os.getpid():  # a fork of the process that started it
            return
        if self.process.poll() is None:  # else its number may be another process's by now
            self._kill()
        self.process.wait()
        with suppress(OSError):  # what it never took
            self.requests.close()

    def _kill(self) -> None:
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()


def _not_started(why: str | None) -> WorkerFailed:
    return WorkerFailed(f"the process that reads files could not start ({why}); set NERKIT_DEBUG=1 to see why")


def _take_in(stream: IO[bytes], frames: SimpleQueue[bytes | None]) -> None:
    with stream:
        while (frame := wire.read_frame(stream)) is not None:
            frames.put(frame)
            del frame  # a whole document, perhaps: the next one may be long in coming
    frames.put(None)
