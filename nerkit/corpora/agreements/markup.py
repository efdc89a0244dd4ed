"""Labels inside a text that is still being made: they outlive composing, capitals and line breaks.

A mark is one character of the private use area; those of a finished text become spans.
"""

from __future__ import annotations

from nerkit.corpora.labelled import Span
from nerkit.labels import labels

_NAMES = tuple(labels())
_SHUT, _OPENS, _LEFT_OPEN = 0xE000, 0xE010, 0xE110
_ALL = {_SHUT: None} | {first + i: None for first in (_OPENS, _LEFT_OPEN) for i in range(len(_NAMES))}


def mark(label: str, text: str) -> str:
    """`text` as an entity with this label."""
    return f"{chr(_OPENS + _NAMES.index(label))}{text}{chr(_SHUT)}"


def leave_open(label: str, text: str) -> str:
    """`text` as a stretch where this label is unknown: a reader could argue either way."""
    return f"{chr(_LEFT_OPEN + _NAMES.index(label))}{text}{chr(_SHUT)}"


def bare(text: str) -> str:
    """`text` without its marks."""
    return text.translate(_ALL)


def spans_of(text: str) -> tuple[str, list[Span], list[Span]]:
    """The bare text, its spans and its open spans. Marks never nest."""
    parts: list[str] = []
    spans: list[Span] = []
    opened: list[Span] = []
    size = start = code = 0
    for char in text:
        point = ord(char)
        if point not in _ALL:
            parts.append(char)
            size += 1
        elif point == _SHUT:
            first, into = (_OPENS, spans) if code < _LEFT_OPEN else (_LEFT_OPEN, opened)
            into.append(Span(start, size, _NAMES[code - first]))
        else:
            start, code = size, point
    return "".join(parts), spans, opened


def is_balanced(text: str) -> bool:
    """Whether no mark is open at the end of `text`."""
    last = next((char for char in reversed(text) if ord(char) in _ALL), chr(_SHUT))
    return last == chr(_SHUT)
