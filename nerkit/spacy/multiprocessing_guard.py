"""The processes of `nlp.pipe(n_process=…)`."""

from __future__ import annotations

import os

_process = os.getpid()


def keep_to_one_thread() -> None:
    """In a process that was forked: they share the cores, and a fork has none of the threads that torch started."""
    global _process
    if _process != os.getpid():
        import torch

        torch.set_num_threads(1)
        _process = os.getpid()
