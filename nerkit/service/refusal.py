"""Answers that say why not."""

from __future__ import annotations


class Refused(Exception):
    """A request that is not done: the status, a stable code, a line that says what to do, and headers."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def not_found(what: str = "there is no such document") -> Refused:
    """What is asked for is not there."""
    return Refused(404, "not-found", what)
