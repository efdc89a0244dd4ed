"""What the offsets of another tool count: characters (code points), as here, or the UTF-16 units of JavaScript.

Tools that run in a browser have changed from one to the other (doccano in 2019, Label Studio in 2022), and a browser
may take a carriage return and a line feed for one. Where a tool stores the text of a span beside its offsets, that
tells which it is; where none fits, offsets are taken as characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nerkit.corpora.interchange.example import Offsets

Stored = tuple[int, int, str | None]
"""Start, end and, where the tool stores it, the text of a span."""


def counting(text: str, stored: Iterable[Stored], offsets: Offsets = "auto") -> Sequence[int]:
    """The character (code point) of each offset of a tool, so that `counting(…)[start]` is where a span starts."""
    if offsets == "utf-16":
        return _positions(text, utf16=True)
    plain = range(len(text) + 1)
    known = [(start, end, kept) for start, end, kept in stored if kept]
    if offsets == "characters" or not known or (text.isascii() and "\r\n" not in text):
        return plain
    candidates = (plain, *(_positions(text, utf16=u, crlf=c) for u, c in ((True, False), (False, True), (True, True))))
    return next((c for c in candidates if all(_fits(text, c, span) for span in known)), plain)


def _positions(text: str, *, utf16: bool = False, crlf: bool = False) -> list[int]:
    positions = []
    for i, character in enumerate(text):
        if crlf and character == "\n" and text[i - 1 : i] == "\r":
            continue
        positions += [i] * (2 if utf16 and character > "\uffff" else 1)
    return [*positions, len(text)]


def _fits(text: str, positions: Sequence[int], span: tuple[int, int, str]) -> bool:
    start, end, kept = span
    if not 0 <= start <= end < len(positions):
        return False
    return text[positions[start] : positions[end]].split() == kept.split()
