"""What a document may cost once it is read: tagging, values and records ask on their way whether it is too much.

They work in the process of the caller, where nothing can be killed: their loops go through `paced`, which raises once
the budget of the document is spent. Between two steps a stage does a bounded amount of work.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nerkit.errors import ConfigError, TaggingOutOfMemory, TaggingTimedOut

Item = TypeVar("Item")

SECONDS, MEMORY = "NERKIT_TAGGING_SECONDS", "NERKIT_TAGGING_MEMORY"

_STATM = Path("/proc/self/statm")

_BETWEEN = 0.05
"""CPU seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a document may cost behind reading: `seconds` of CPU time, `memory` in bytes beside what was in use before.

    CPU time does not pass while other processes have their turn.
    """

    seconds: float = 600.0
    memory: int = 2 << 30

    @classmethod
    def from_environment(cls) -> Budget:
        """The budget that NERKIT_TAGGING_SECONDS and NERKIT_TAGGING_MEMORY (in megabytes) set, else the default.

        Raises ConfigError where one of them is no number above 0.
        """
        return cls(
            seconds=positive(SECONDS) or cls().seconds,
            memory=round((positive(MEMORY) or 0) * 10**6) or cls().memory,
        )


def positive(variable: str) -> float | None:
    """The number in a variable of the environment; None where that is not set. Raises ConfigError unless above 0."""
    value = os.environ.get(variable, "").strip()
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ConfigError(f"{variable} has to be a number above 0")
    return number


class _Account:
    """What one document has cost so far, in the thread that works on it."""

    def __init__(self, budget: Budget, source: str) -> None:
        self.budget, self.source = budget, source
        self.begun = self.looked = time.thread_time()
        self.resident = _resident()

    def check(self) -> None:
        now = time.thread_time()
        if now - self.begun > self.budget.seconds:
            raise TaggingTimedOut(
                f"{self.source}: not done in {self.budget.seconds:g} s of CPU time; split the file, or set {SECONDS} "
                "higher"
            )
        if now - self.looked > _BETWEEN:
            self.looked = now
            if _resident() - self.resident > self.budget.memory:
                raise self.no_memory()

    def no_memory(self) -> TaggingOutOfMemory:
        return TaggingOutOfMemory(
            f"{self.source}: takes more than {self.budget.memory / 10**6:,.0f} MB to tag; split the file, or set "
            f"{MEMORY} higher"
        )


_current: ContextVar[_Account | None] = ContextVar("budget", default=None)


@contextmanager
def spending(budget: Budget, source: str) -> Iterator[None]:
    """Work on one document; `source` names it in errors.

    Raises TaggingTimedOut and TaggingOutOfMemory out of `step` and `paced` once the budget is spent, and the latter
    where the system has no more memory.
    """
    account = _Account(budget, source)
    token = _current.set(account)
    try:
        yield
    except MemoryError:
        raise account.no_memory() from None
    except RuntimeError as error:  # torch's
        if "allocate memory" in str(error):
            raise account.no_memory() from None
        raise
    finally:
        _current.reset(token)


def step() -> None:
    """Raises where the document that is worked on has spent its budget; without a budget nothing is asked."""
    if (account := _current.get()) is not None:
        account.check()


def paced(items: Iterable[Item], every: int = 1) -> Iterator[Item]:
    """The items, with a `step` before the first and before each further `every` of them."""
    for number, item in enumerate(items):
        if number % every == 0:
            step()
        yield item


def _resident() -> int:
    """Bytes of memory in use; where the system does not tell, the most that were."""
    try:
        return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
