"""Text of a document for a terminal, which nothing in it can steer."""

from __future__ import annotations

import re

_STEERS = re.compile("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def inert_text(text: str) -> str:
    r"""The text with control characters and those that turn the order of letters escaped.

    Line feeds, tabs and the form feeds between pages stay.

    >>> inert_text("Total\t12\x1b[2J\n")
    'Total\t12\\x1b[2J\n'
    """
    return _STEERS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
