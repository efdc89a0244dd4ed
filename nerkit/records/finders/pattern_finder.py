"""Values that a label's pattern finds: a regular expression that RE2 runs, in time linear in the length of the text."""

from __future__ import annotations

from collections.abc import Iterator

from nerkit.labels.pattern import compiled

TextRange = tuple[int, int]


def in_pattern(pattern: str, text: str) -> Iterator[TextRange]:
    """What the pattern finds, in order: its group "value", its first group, or all of it."""
    found = compiled(pattern)
    group = found.groupindex.get("value", min(found.groups, 1))
    for match in found.finditer(text):
        start, end = match.span(group)
        if start < end:
            yield start, end
