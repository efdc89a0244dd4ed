"""What is said to the person at the terminal: on standard error, one line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections import Counter

    from nerkit.result import Failure

Verbosity = Literal["quiet", "usual", "verbose"]

_KINDS = 5
"""How many suffixes a note names."""

_verbosity: Verbosity = "usual"


def set_verbosity(verbosity: Verbosity) -> None:
    """From now on: errors alone, notes and progress too, or also what is done with each file."""
    global _verbosity
    _verbosity = verbosity


def visible(text: str) -> str:
    """The text with an escape for each character that shows nothing, and might steer a terminal or turn text around.

    Names of files come from strangers.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def is_quiet() -> bool:
    """Whether nothing but errors is wanted."""
    return _verbosity == "quiet"


def say(code: str, message: str, source: str | None = None) -> None:
    """One line about an error."""
    about = f"{source}: " if source and source not in message else ""
    print(visible(" ".join(f"error[{code}]: {about}{message}".split())), file=sys.stderr)


def say_failure(failure: Failure) -> None:
    """One line about a file that could not be done."""
    say(failure.code, failure.message, failure.source)


def tell(message: str) -> None:
    """One line that is no error; nothing where nobody wants it."""
    if not is_quiet():
        print(visible(message), file=sys.stderr)


def note(message: str) -> None:
    """One line about what a user may not expect."""
    tell(f"note: {message}")


def detail(message: str) -> None:
    """One line for those who want to see what is done."""
    if _verbosity == "verbose":
        print(visible(message), file=sys.stderr)


def note_passed_over(suffixes: Counter[str], source: str) -> None:
    """One line about the files of a folder, an archive or a mail that are no documents."""
    count = suffixes.total()
    kinds = ", ".join(f"{number} {suffix or 'without suffix'}" for suffix, number in suffixes.most_common(_KINDS))
    more = ", …" if len(suffixes) > _KINDS else ""
    note(f"{source}: {count} file{'s' * (count > 1)} passed over ({kinds}{more})")
