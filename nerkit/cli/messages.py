"""What is said to the person at the terminal: on standard error, one line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerkit.result import Failure


def say(code: str, message: str, source: str | None = None) -> None:
    """One line about an error."""
    about = f"{source}: " if source and source not in message else ""
    print(" ".join(f"error[{code}]: {about}{message}".split()), file=sys.stderr)


def say_failure(failure: Failure) -> None:
    """One line about a file that could not be done."""
    say(failure.code, failure.message, failure.source)
