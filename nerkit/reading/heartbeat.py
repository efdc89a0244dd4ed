"""Signs of life: reading says that it goes on, and whoever waits for it can tell a long file from a hang."""

from __future__ import annotations

from collections.abc import Callable

_listener: Callable[[], None] | None = None


def listen(listener: Callable[[], None]) -> None:
    """From now on each sign of life of this process calls `listener`, from whichever thread."""
    global _listener
    _listener = listener


def alive() -> None:
    """A part of bounded size is done, such as a page; or a program is waited for that has a time limit of its own."""
    if _listener is not None:
        _listener()
