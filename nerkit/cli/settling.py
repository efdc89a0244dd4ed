"""Which files of a folder have come, and are done being written."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from nerkit.reading.files import listed

Seen = tuple[int, int, int]


class Settling:
    """Files that were seen, until nothing has changed in them for so many `seconds`; threads may share it.

    `now` is a clock in seconds.
    """

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._files: dict[Path, tuple[Seen | None, float]] = {}
        self._done: dict[Path, Seen] = {}

    @property
    def empty(self) -> bool:
        """Whether no file is waited for."""
        return not self._files

    def see(self, path: Path) -> None:
        """A file has come, or something has happened to it."""
        seen = _seen(path)
        with self._lock:
            if seen is not None and seen != self._done.get(path) and seen != self._files.get(path, (None, 0.0))[0]:
                self._files[path] = (seen, self._now())

    def see_all(self, folder: Path) -> None:
        """Looks through a folder for documents."""
        for path in listed(folder, Counter()):
            self.see(path)

    def settled(self) -> list[Path]:
        """The files that have settled, in the order of their names. Each is given once for each change."""
        done = []
        with self._lock:
            for path, (before, since) in sorted(self._files.items()):
                seen = _seen(path)
                if seen is None:
                    del self._files[path]
                elif seen != before:
                    self._files[path] = (seen, self._now())
                elif self._now() - since >= self._seconds:
                    del self._files[path]
                    self._done[path] = seen
                    done.append(path)
        return done


def _seen(path: Path) -> Seen | None:
    try:
        there = path.stat()
    except (OSError, ValueError):
        return None
    return there.st_size, there.st_mtime_ns, there.st_ino
