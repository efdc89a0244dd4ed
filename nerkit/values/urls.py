"""Addresses of web pages: scheme and host in small letters, the rest as it is written."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from nerkit.values.value import Context, Value

_LONGEST = 2000
_URL = re.compile(
    r"(?<![\w@.-])(?:(?P<scheme>https?|ftp)://)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24})"
    r"(?P<port>:\d{1,5})?(?![\w@-])(?P<rest>[/?#][^\s<>\"]*)?",
    re.IGNORECASE | re.ASCII,
)
_BEHIND = ".,;:!?'\"”’»"
_CLOSING = {")": "(", "]": "["}


def read_url(text: str, _: Context = Context()) -> Value:  # noqa: B008
    """The first address of the text; one without a scheme gets "https", which the note says.

    Contract: no text raises. The value is None, with a note, where the text holds no address. A value reads as itself.
    """
    match = _URL.search(text[:_LONGEST])
    if match is None:
        return Value(None, note="no web address")
    rest = match["rest"] or ""
    while rest and (rest[-1] in _BEHIND or _closes_another(rest)):
        rest = rest[:-1]
    host = match["host"].lower() + (match["port"] or "")
    parts = urlsplit(f"{(match['scheme'] or 'https').lower()}://{host}{rest}")
    return Value(urlunsplit(parts), note=None if match["scheme"] else "no scheme: taken as https")


def _closes_another(rest: str) -> bool:
    """Whether the bracket at the end was opened before the address."""
    last = rest[-1]
    return last in _CLOSING and rest.count(last) > rest.count(_CLOSING[last])
