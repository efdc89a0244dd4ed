"""Outside programs that are asked one thing: they answer in time, or they and all that they started are ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from nerkit.reading.heartbeat import alive

_SLICE = 0.2  # seconds between two looks at the deadline and at how much was printed
_MAX_OUTPUT = 64_000_000  # bytes

groups_of_their_own = True
"""Whether what a program starts is ended with it. False in a process that is itself ended with all that it started."""


class Deadline:
    """A moment after which nobody waits any more; `called_off`, set from another thread, is as if it had passed."""

    def __init__(self, seconds: float, called_off: threading.Event | None = None) -> None:
        self._moment = time.monotonic() + seconds
        self._called_off = called_off or threading.Event()

    @property
    def left(self) -> float:
        """Seconds, 0 when it has passed."""
        return 0.0 if self._called_off.is_set() else max(self._moment - time.monotonic(), 0.0)


class TookTooLong(Exception):
    """The deadline passed before the program was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program gave back; a negative `status` is the signal that ended it."""

    status: int
    output: bytes
    complaint: bytes


def ask(
    command: Sequence[str], deadline: Deadline, *, data: bytes = b"", environment: Mapping[str, str] | None = None
) -> Answer:
    """Run a program with `data` as its input.

    Raises OSError where it cannot be started, TookTooLong, and MemoryError where it prints without end.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        start_new_session=groups_of_their_own,
    )
    with process:
        try:
            return _communicate(process, deadline, data)
        except BaseException:
            end(process)
            raise


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program, and all that it started where it has a group of its own."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32" or not groups_of_their_own:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def ended_at(deadline: Deadline, process: subprocess.Popen[bytes]) -> Iterator[None]:
    """While this lasts, the process is killed when the deadline passes: whoever reads from it then finds it closed."""
    done = threading.Event()

    def watch() -> None:
        while deadline.left:
            if done.wait(min(deadline.left, _SLICE)):
                return
            alive()
        end(process)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _communicate(process: subprocess.Popen[bytes], deadline: Deadline, data: bytes) -> Answer:
    # Fed from a thread: `communicate`, interrupted to look at the deadline, would not go on writing (Python 3.11).
    feed, process.stdin = process.stdin, None
    threading.Thread(target=_feed, args=(feed, data), daemon=True).start()
    while True:
        try:
            output, complaint = process.communicate(timeout=min(deadline.left, _SLICE))
        except subprocess.TimeoutExpired as waiting:
            if len(waiting.output or b"") + len(waiting.stderr or b"") > _MAX_OUTPUT:
                raise MemoryError from None
            if not deadline.left:
                raise TookTooLong from None
            alive()
        else:
            return Answer(process.returncode, output, complaint)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError), pipe:  # a program may end, or be ended, before it has read everything
        pipe.write(data)
