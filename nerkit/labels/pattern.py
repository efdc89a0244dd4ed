"""Patterns of a schema, compiled by RE2: no document can make one of them slow."""

from __future__ import annotations

import re
from typing import Any

_INSTEAD = {
    "(?=": "it cannot look ahead; write what follows too, and put the value in brackets: (?P<value>…)",
    "(?!": "it cannot look ahead; say what may follow instead of what may not",
    "(?<": "it cannot look behind; write what comes before too, and put the value in brackets: (?P<value>…)",
    "escape": "it cannot refer to its own groups, and knows only the escapes of RE2",
    "repetition size": "it repeats at most 1,000 times",
}
"""What to do about what RE2 cannot take, by words of its message."""


class PatternError(ValueError):
    """A pattern that RE2 cannot take; the message says what to do."""


def compiled(pattern: str) -> Any:
    """The pattern, compiled. Raises `PatternError`."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        found = re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else b""
        message = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        instead = next((remedy for words, remedy in _INSTEAD.items() if words in message), None)
        raise PatternError(instead or re.sub(r"\s+", " ", message)) from None
    if found.search("") is not None:
        raise PatternError("it finds the empty text; let it ask for a character at least")
    return found
