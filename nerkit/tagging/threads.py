"""How many threads torch has while nerkit works with it: one, unless OMP_NUM_THREADS says otherwise.

The steps of a recurrent network are too small to share, and a thread that waits for its share spins: beside a busy
process it burns the core that the other thread needs. Documents side by side, a process each, share the cores better.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def one_thread() -> Iterator[None]:
    """One thread for what torch does in here; before and behind it the caller's own number of threads stands."""
    before = torch.get_num_threads()
    if before == 1 or os.environ.get("OMP_NUM_THREADS"):
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
