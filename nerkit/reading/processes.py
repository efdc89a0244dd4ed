"""Outside programs that are asked one thing: they answer in time, or they and all that they started are ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

import psutil

from nerkit.reading.heartbeat import alive

_SLICE = 0.2  # seconds between two looks at the deadline and at how much was printed
_MAX_OUTPUT = 64_000_000  # bytes

groups_of_their_own = True
"""Whether what a program starts is ended with it. False in a process that is itself ended with all that it started."""


class TookTooLong(Exception):
    """The deadline passed before the program was done; the message says which one, as in "took more than 60 s"."""


class Deadline:
    """How much a page may take: so many seconds of processor time, and so many by the clock as a last resort.

    Processor time does not depend on what else the machine does, so what is given up is the same each time; the clock
    ends what waits for something that never comes. `called_off`, set from another thread, is as if both had run out.
    """

    def __init__(
        self, seconds: float, called_off: threading.Event | None = None, *, patience: float | None = None
    ) -> None:
        self._seconds = self._unspent = seconds
        self._patience = 10 * seconds if patience is None else patience
        self._moment = time.monotonic() + self._patience
        self._called_off = called_off or threading.Event()

    @property
    def left(self) -> float:
        """For how many seconds it is sure not to pass, 0 when it has passed."""
        return 0.0 if self._called_off.is_set() else max(min(self._unspent, self._moment - time.monotonic()), 0.0)

    def passed(self) -> TookTooLong:
        """The error that says what has run out."""
        if self._unspent <= 0:
            return TookTooLong(f"took more than {self._seconds:g} s of processor time")
        return TookTooLong(f"took more than {self._patience:g} s")

    @contextmanager
    def charged(self, process: subprocess.Popen[bytes]) -> Iterator[Callable[[], None]]:
        """Give a function that takes off what the process has used of the processor since the last call of it."""
        used = _processor_seconds(process.pid)

        def charge() -> None:
            nonlocal used
            before, used = used, max(used, _processor_seconds(process.pid))
            self._unspent -= used - before

        yield charge
        charge()


def _processor_seconds(pid: int) -> float:
    """Of a process and those that it started and waited for; 0 where it has gone."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


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
        with deadline.charged(process) as charge:
            while deadline.left:
                if done.wait(min(deadline.left, _SLICE)):
                    return
                charge()
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
    with deadline.charged(process) as charge:
        while True:
            try:
                output, complaint = process.communicate(timeout=min(deadline.left, _SLICE))
            except subprocess.TimeoutExpired as waiting:
                charge()
                if len(waiting.output or b"") + len(waiting.stderr or b"") > _MAX_OUTPUT:
                    raise MemoryError from None
                if not deadline.left:
                    raise deadline.passed() from None
                alive()
            else:
                return Answer(process.returncode, output, complaint)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError), pipe:  # a program may end, or be ended, before it has read everything
        pipe.write(data)
