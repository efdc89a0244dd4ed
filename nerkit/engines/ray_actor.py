"""What runs in an actor of a Ray cluster."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import nerkit
from nerkit.engines.interface import Prepare
from nerkit.errors import NerkitError, WorkerFailed


class Actor:
    """Does one task after the other. `folder` is where names of files begin, where the machine has it."""

    def __init__(self, folder: str, version: str) -> None:
        for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT"):  # torch's and Tesseract's: one core an actor
            os.environ[name] = "1"
        with suppress(OSError):
            os.chdir(folder)
        self._version = version
        self._do: Callable[[Any], Any] | None = None

    def prepare(self, prepare: Prepare[Any, Any]) -> NerkitError | None:
        """Gets ready; the error that stands in the way of that."""
        if self._version != nerkit.__version__:
            return WorkerFailed(
                f"the cluster has nerkit {nerkit.__version__}, here is {self._version}; install the same everywhere"
            )
        try:
            self._do = prepare()
        except NerkitError as error:
            return error
        return None

    def do(self, task: Any) -> Any:
        """The outcome of a task."""
        assert self._do is not None
        return self._do(task)
