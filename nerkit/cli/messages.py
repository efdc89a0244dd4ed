"""What is said to the person at the terminal, or to the program that keeps a log: on standard error, one line each."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections import Counter

    from nerkit.result import Failure

Verbosity = Literal["quiet", "usual", "verbose"]
LogFormat = Literal["text", "json"]
Level = Literal["error", "note", "info", "detail"]

_KINDS = 5
"""How many suffixes a note names."""

_verbosity: Verbosity = "usual"
_format: LogFormat = "text"


def set_verbosity(verbosity: Verbosity) -> None:
    """From now on: errors alone, notes and progress too, or also what is done with each file."""
    global _verbosity
    _verbosity = verbosity


def set_log_format(format: LogFormat) -> None:
    """From now on: lines for a person, or a JSON object a line."""
    global _format
    _format = format


def visible(text: str) -> str:
    """The text with an escape for each character that shows nothing, and might steer a terminal or turn text around.

    Names of files come from strangers.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def is_quiet() -> bool:
    """Whether nothing but errors is wanted."""
    return _verbosity == "quiet"


def shows_progress() -> bool:
    """Whether a bar may be drawn on standard error."""
    return not is_quiet() and _format == "text" and sys.stderr.isatty()


def say(code: str, message: str, source: str | None = None) -> None:
    """One line about an error."""
    about = f"{source}: " if source and source not in message else ""
    _put("error", " ".join(f"error[{code}]: {about}{message}".split()), message, code=code, source=source)


def say_failure(failure: Failure) -> None:
    """One line about a file that could not be done."""
    say(failure.code, failure.message, failure.source)


def tell(message: str, **facts: Any) -> None:
    """One line that is no error; nothing where nobody wants it. `facts`, ready for JSON, are what it says."""
    if not is_quiet():
        _put("info", message, message, **facts)


def note(message: str) -> None:
    """One line about what a user may not expect."""
    if not is_quiet():
        _put("note", f"note: {message}", message)


def detail(message: str) -> None:
    """One line for those who want to see what is done."""
    if _verbosity == "verbose":
        _put("detail", message, message)


def note_passed_over(suffixes: Counter[str], source: str) -> None:
    """One line about the files of a folder, an archive or a mail that are no documents."""
    count = suffixes.total()
    kinds = ", ".join(f"{number} {suffix or 'without suffix'}" for suffix, number in suffixes.most_common(_KINDS))
    more = ", …" if len(suffixes) > _KINDS else ""
    note(f"{source}: {count} file{'s' * (count > 1)} passed over ({kinds}{more})")


def _put(level: Level, text: str, message: str, **facts: Any) -> None:
    if _format == "text":
        print(visible(text), file=sys.stderr)
        return
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    known = {name: fact for name, fact in facts.items() if fact is not None}
    print(json.dumps({"time": at, "level": level, "message": message, **known}), file=sys.stderr)
