"""Learning from what is done while more is annotated: whenever so many more documents are, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from nerkit.annotation.export import labelled_documents
from nerkit.annotation.rounds import Round, RoundOutcome, begin, done_at, learnt, rounds
from nerkit.annotation.store import Store
from nerkit.errors import NerkitError

_LOOK = 1.0
"""Seconds between two looks at what is done."""


class Learning:
    """Begins a round of learning each `every` documents and hands the model to `on_model` when it is no worse.

    Each round starts from `base`, the model that first proposed (None: afresh), so that rounds do not add up their
    errors. `folder` holds the rounds. Where several servers work on one project, one of them learns and all take what
    it has learnt.
    """

    def __init__(
        self,
        store: Store,
        labels: Sequence[str],
        base: Path | None,
        folder: Path,
        every: int,
        on_model: Callable[[Path], None],
    ) -> None:
        self.store, self.labels, self.base, self.folder, self.every = store, labels, base, folder, every
        self.on_model = on_model
        self.model = learnt(folder)
        self.fault: str | None = None
        self._tried: set[int] = set()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[bytes] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to look at what is done; a round that was interrupted goes on."""
        self._thread.start()

    def stop(self) -> None:
        """End; what a running round has done stays, and the next `start` goes on with it."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._end_process()
        if self._lock:
            self._lock.close()

    def shown(self) -> dict[str, Any]:
        """The rounds so far, and how many more documents begin the next one."""
        made = rounds(self.folder)
        return {"rounds": [each.shown() for each in made], "missing": max(self._missing(made), 0), "fault": self.fault}

    def said(self) -> str:
        """How far it is, in a line."""
        made = rounds(self.folder)
        return made[-1].said if made else ""

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._look()
                self.fault = None
            except (NerkitError, OSError) as error:
                self.fault = f"not learning: {getattr(error, 'message', None) or getattr(error, 'strerror', error)}"
            self._ended.wait(_LOOK)

    def _look(self) -> None:
        newest = learnt(self.folder)
        if newest and newest != self.model:
            self.model = newest
            self.on_model(newest)
        made = rounds(self.folder)
        running = made[-1] if made and made[-1].outcome is None else None
        if self._process:
            if self._process.poll() is None:
                return
            if running:  # it ended without a word: out of memory, or killed by somebody
                running.end(RoundOutcome(fault=f"the learning process ended with status {self._process.returncode}"))
            self._end_process()
        elif running:
            if self._alone():
                self._process = _started(running)
        elif self._missing(made) <= 0 and self._alone():
            self._begin()

    def _missing(self, made: Sequence[Round]) -> int:
        """How many more documents begin the next round."""
        return self.every - (len(self.store.done()) - (done_at(made[-1]) if made else 0))

    def _begin(self) -> None:
        if (done := self.store.done()) == self._tried:
            return
        self._tried = done
        documents = [labelled for labelled in labelled_documents(self.store) if labelled.closed]
        begun = begin(self.folder, documents, self.labels, self.base)
        if begun:
            self._process = _started(begun)

    def _alone(self) -> bool:
        """Whether this process is the one that learns; it stays so until it ends, however it ends."""
        if self._lock:
            return True
        self.folder.mkdir(mode=0o700, exist_ok=True)
        lock = (self.folder / "lock").open("wb")
        try:
            import fcntl
        except ImportError:  # Windows: nobody else is looked for
            self._lock = lock
            return True
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _end_process(self) -> None:
        if self._process is None:
            return
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        self._process.kill()
        self._process.wait()
        self._process = None


def _started(learning: Round) -> subprocess.Popen[bytes]:
    with (learning.folder / "log.txt").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "nerkit.annotation.learner", str(learning.folder)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            # Ctrl+C at the terminal is for the server, which ends this process in order.
            start_new_session=True,
        )
