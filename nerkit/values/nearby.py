"""Stretches of a text around what stands in each find of a kind, so that a costly pattern looks nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

_REST_OF_WORD = re.compile(r"\w{0,80}")


def stretches_near(text: str, sign: re.Pattern[str], before: int, behind: int) -> Iterator[tuple[int, int]]:
    """Starts and ends of the stretches, in order and apart: `before` characters before a sign to `behind` after it.

    They are for the `pos` and `endpos` of a pattern. It sees what stands before `pos` where it looks behind, and takes
    `endpos` for the end of the text, so a stretch ends with no part of a word.
    """
    start = end = 0
    for match in sign.finditer(text):
        begin = match.start() - before
        if end and begin > end and begin > (whole := _whole(text, end)):
            yield start, whole
            start = begin
        elif not end:
            start = max(0, begin)
        end = match.end() + behind
    if end:
        yield start, _whole(text, end)


def _whole(text: str, end: int) -> int:
    rest = _REST_OF_WORD.match(text, end) if end < len(text) else None
    return rest.end() if rest else len(text)
