"""What is said to the person at the terminal: on standard error, one line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

    from nerkit.result import Failure

_KINDS = 5
"""How many suffixes a note names."""


def say(code: str, message: str, source: str | None = None) -> None:
    """One line about an error."""
    about = f"{source}: " if source and source not in message else ""
    print(" ".join(f"error[{code}]: {about}{message}".split()), file=sys.stderr)


def say_failure(failure: Failure) -> None:
    """One line about a file that could not be done."""
    say(failure.code, failure.message, failure.source)


def say_passed_over(suffixes: Counter[str], source: str) -> None:
    """One line about the files of a folder, an archive or a mail that are no documents."""
    count = suffixes.total()
    kinds = ", ".join(f"{number} {suffix or 'without suffix'}" for suffix, number in suffixes.most_common(_KINDS))
    more = ", …" if len(suffixes) > _KINDS else ""
    print(f"note: {source}: {count} file{'s' * (count > 1)} passed over ({kinds}{more})", file=sys.stderr)
