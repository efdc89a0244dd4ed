"""The text in numbered lines, and the stretches that a person means by words and numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

_WORDS = re.compile(r"@(\d+):(\d+)(?:-(?:(\d+):)?(\d+))?$")
_TEXT = re.compile(r"(?:@(\d+|\*)\s+)?(\S.*)$", re.DOTALL)


class NumberedLines:
    """The lines of a text that hold something, numbered from 1; `borders` are start and end of each token in turn."""

    def __init__(self, text: str, borders: Sequence[int]) -> None:
        self.text = text
        self.starts, self.ends = borders[::2], borders[1::2]
        self.spans = [match.span() for match in re.finditer(r"[^\n\f]*\S[^\n\f]*", text)]

    def number(self, offset: int) -> int:
        """The number of the line at an offset, or of the one before it."""
        return max(bisect_right(self.spans, (offset, len(self.text))), 1)

    def words(self, number: int) -> list[tuple[int, int]]:
        """The tokens of a line. Raises ValueError where there is no such line."""
        start, end = self._span(number)
        return list(zip(self.starts, self.ends, strict=True))[
            bisect_left(self.starts, start) : bisect_left(self.starts, end)
        ]

    def find(self, place: str) -> list[tuple[int, int]]:
        """The stretches that `place` names, whole tokens each.

        "@12:3" is word 3 of line 12, "@12:3-5" goes on to word 5, "@12:8-13:2" to word 2 of line 13. Other text stands
        for itself, wherever it occurs, and behind "@12 " in that line only. Raises ValueError where there is none.
        """
        if match := _WORDS.match(place.strip()):
            line, first, last_line, last = match.groups()
            start = self._word(int(line), int(first))[0]
            end = self._word(int(last_line or line), int(last or first))[1]
            if end <= start:
                raise ValueError("the last word stands before the first")
            return [(start, end)]
        match = _TEXT.match(place.strip())
        if match is None:
            raise ValueError("say which words: their text, or @LINE:WORD")
        line, wanted = match.groups()
        first, last = self._span(int(line)) if line and line != "*" else (0, len(self.text))
        pattern = r"\s+".join(map(re.escape, wanted.split()))
        for flags in (0, re.IGNORECASE):
            found = [self._whole(*hit.span()) for hit in re.compile(pattern, flags).finditer(self.text, first, last)]
            if found:
                return list(dict.fromkeys(found))
        raise ValueError("that text does not stand there")

    def _span(self, number: int) -> tuple[int, int]:
        if not 1 <= number <= len(self.spans):
            raise ValueError(f"there is no line {number}")
        return self.spans[number - 1]

    def _word(self, line: int, word: int) -> tuple[int, int]:
        words = self.words(line)
        if not 1 <= word <= len(words):
            raise ValueError(f"line {line} has {len(words)} words")
        return words[word - 1]

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that share a character with a stretch."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end) - 1
        return (self.starts[first], self.ends[last]) if first <= last else (start, end)
