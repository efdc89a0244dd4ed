"""Signs of life: reading says that it goes on, and whoever waits for it can tell a long file from a hang."""

from __future__ import annotations

from collections.abc import Callable

NO_PAGE = 0
FORM = -1

_listener: Callable[[int | None], None] | None = None


def listen(listener: Callable[[int | None], None]) -> None:
    """From now on each sign of life of this process calls `listener`, from whichever thread, with the `page`."""
    global _listener
    _listener = listener


def alive(page: int | None = None) -> None:
    """A part of bounded size is done, such as a page; or a program is waited for that has a time limit of its own.

    `page` is the number of the one of several pages that comes next, `FORM` where it is the form of a PDF, `NO_PAGE`
    where all are done: what happens from then on is due to it.
    """
    if _listener is not None:
        _listener(page)
