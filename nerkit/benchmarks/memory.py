"""Memory of a spaCy pipeline with nerkit in it over many short texts in one process."""

from __future__ import annotations

import ctypes
import gc
import os
import random
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class MemoryReading:
    """After so many texts: memory in MB, and texts a second since the reading before.

    `resident` is what the process has, `in_use` what is left of it when the C library gives back what it keeps free.
    """

    texts: int
    resident: float
    in_use: float
    speed: float


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """Short invoices with names, numbers and amounts that no other has: the worst case for what remembers words."""
    rng = random.Random(seed)
    for number in range(count):
        name = "".join(rng.choices(_LETTERS, k=8)).title()
        day, month, cents = rng.randint(1, 28), rng.randint(1, 12), rng.randint(100, 10**7)
        yield (
            f"{name} Ltd\nInvoice No. {number:06}-{rng.randrange(10**6):06}\nInvoice date: {day:02}.{month:02}.2024\n"
            f"Total amount: EUR {cents // 100:,}.{cents % 100:02}\n"
        )


def readings(points: list[int], *, zones: bool, component: bool = True, batch: int = 1000) -> Iterator[MemoryReading]:
    """Memory after each number of texts in `points`, in rising order.

    `zones`: every batch is a `nlp.memory_zone()`, after which spaCy forgets the words that it met in it. Without
    `component` the pipeline is empty: what spaCy alone takes.
    """
    import spacy

    nlp = spacy.blank("en")
    if component:
        nlp.add_pipe("nerkit")
    source = texts(points[-1])
    done = 0
    for point in points:
        before, started = done, time.perf_counter()
        while done < point:
            with nlp.memory_zone() if zones else nullcontext():
                done += sum(1 for _ in nlp.pipe(islice(source, min(batch, point - done))))
        seconds = time.perf_counter() - started
        yield MemoryReading(done, resident(), in_use(), (done - before) / seconds)


def in_use() -> float:
    """Resident memory once everything free has been given back."""
    gc.collect()
    with suppress(AttributeError):  # a C library other than glibc
        ctypes.CDLL(None).malloc_trim(0)
    return resident()


def resident() -> float:
    """Resident memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
