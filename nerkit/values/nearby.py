"""Stretches of a text around what stands in each find of a kind, so that a costly pattern looks nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator


def stretches_near(text: str, sign: re.Pattern[str], before: int, behind: int) -> Iterator[tuple[int, int]]:
    """Starts and ends of the stretches, in order and apart: `before` characters before a sign to `behind` after it.

    They are for the `pos` and `endpos` of a pattern, which sees what stands before `pos` where it looks behind.
    """
    start = end = 0
    for match in sign.finditer(text):
        if match.start() - before > end:
            if end:
                yield start, end
            start = match.start() - before
        end = match.end() + behind
    if end:
        yield start, end
