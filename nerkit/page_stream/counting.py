"""Rows that are counted: the positions of a bill, the lines of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_COUNTED = re.compile(r"(?P<number>\d{1,4})[.)]?\s+\S")
_STEPS = (1, 10)
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """The numbers of the first and the last of lines that are counted one by one, or by tens."""

    first: int
    last: int
    step: int

    def go_on(self, before: Rows | None) -> bool:
        """Whether these are those behind the ones `before`; the last one may stand there once more."""
        return bool(before and before.step == self.step and 0 <= self.first - before.last <= self.step)


def counted_rows(lines: Sequence[str]) -> Rows | None:
    """The rows that a page counts, from the first to the last: three at least, each a step behind the one before it."""
    numbers = [int(match["number"]) for line in lines if (match := _COUNTED.match(line))]
    for step in _STEPS:
        runs = _runs(numbers, step)
        if runs:
            return Rows(runs[0][0], runs[-1][-1], step)
    return None


def _runs(numbers: Sequence[int], step: int) -> list[list[int]]:
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + step:
            found[-1].append(number)
        else:
            found.append([number])
    return [run for run in found if len(run) >= _FEWEST]
