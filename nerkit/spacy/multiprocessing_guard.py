"""The processes of `nlp.pipe(n_process=…)`."""

from __future__ import annotations

import os

from nerkit.tagging.threads import keep_torch_to_one_thread

_process = os.getpid()


def keep_to_one_thread() -> None:
    """In a process that was forked: they share the cores, and a fork has none of the threads that torch started."""
    global _process
    if _process != os.getpid():
        keep_torch_to_one_thread()
        _process = os.getpid()
