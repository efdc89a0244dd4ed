"""Patterns of a schema, compiled by RE2: no document can make one of them slow."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_INSTEAD = {
    "(?=": "it cannot look ahead; write what follows too, and put the value in brackets: (?P<value>…)",
    "(?!": "it cannot look ahead; say what may follow instead of what may not",
    "(?<": "it cannot look behind; write what comes before too, and put the value in brackets: (?P<value>…)",
    "escape": "it cannot refer to its own groups, and knows only the escapes of RE2",
    "repetition size": "it repeats at most 1,000 times",
}
"""What to do about what RE2 cannot take, by words of its message."""

_ESCAPE = re.compile(r"\\(?:(?P<number>\d+)|g<(?P<name>\w+)>|.?)", re.DOTALL)


LONGEST = 10_000
"""Characters of a pattern; RE2 takes memory without end for brackets nested deeper than that."""


class PatternError(ValueError):
    """A pattern that RE2 cannot take; the message says what to do."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """The pattern, compiled. Raises `PatternError`."""
    import re2

    if len(pattern) > LONGEST:
        raise PatternError(f"it is longer than {LONGEST:,} characters; write a list of values instead")
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


def check_filling(pattern: Any, to: str) -> None:
    r"""Raises `PatternError` where `to` refers to what a compiled pattern has not.

    It may name a group, as in "\1" or "\g<value>", and hold a backslash as "\\".
    """
    known = {*map(str, range(1, pattern.groups + 1)), *pattern.groupindex}
    for escape in _ESCAPE.finditer(to):
        group = escape["number"] or escape["name"]
        if group is None and escape[0] != r"\\":
            raise PatternError(r"behind \ comes the number of a group, as in \1; a backslash itself is written \\")
        if group is not None and group not in known:
            raise PatternError(f"there is no group {group}: the pattern has {pattern.groups} in round brackets")
