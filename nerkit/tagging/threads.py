"""How many threads torch and NumPy have while nerkit works: one, unless OMP_NUM_THREADS says otherwise.

The steps of a recurrent network are too small to share, and a thread that waits for its share spins: beside a busy
process it burns the core that the other thread needs. Documents side by side, a process each, share the cores better.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """One thread for what is done in here; before and behind it the caller's own number of threads stands."""
    torch = sys.modules.get("torch")  # what is not loaded has no threads
    with one_numpy_thread():
        if torch is None or (before := torch.get_num_threads()) == 1 or os.environ.get("OMP_NUM_THREADS"):
            yield
            return
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(before)


def keep_torch_to_one_thread() -> None:
    """One thread for torch in this process from now on, where it is loaded."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


@contextmanager
def one_numpy_thread() -> Iterator[None]:
    """The same for NumPy's products of matrices alone."""
    if os.environ.get("OMP_NUM_THREADS"):
        yield
        return
    with _numpy_threads().limit(limits=1, user_api="blas"):
        yield


@cache
def _numpy_threads() -> ThreadpoolController:
    """Finds the libraries, once: that takes a millisecond."""
    return ThreadpoolController()
