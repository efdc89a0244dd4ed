"""Where a value stands: what is written left of it and above it, and how far across and down its page."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nerkit.document import Box, Document
from nerkit.locales.folding import plain

_WORDS = 4
"""Words that are kept of what stands beside a value."""

_FAR_ABOVE = 4.0
"""Heights of a line within which something stands above a value."""

_LEFT, _ABOVE, _ACROSS, _DOWN, _PAGE = 0.4, 0.2, 0.2, 0.15, 0.05
"""What each part counts in `nearness`; they come to 1."""

_WIDTH, _HEIGHT = 0.02, 0.06
"""Shares of the page by which places may be off without being others."""

_UNNAMED = 0.6
"""What is left of the nearness of a place whose words beside it are none of those remembered."""

_PLAIN_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`left` and `above` are plain words, digits as 0; `x0`, `x1` and `top` are shares of the page's width and height.

    `page` counts from 1, `from_end` from 0 for the last page. `lines` and `words` are how many the
    value has.
    """

    left: str
    above: str
    x0: float
    x1: float
    top: float
    page: int
    from_end: int
    lines: int = 1
    words: int = 1

    @classmethod
    def of(cls, document: Document, start: int, end: int) -> Whereabouts:
        """Those of `text[start:end]`."""
        text = document.text
        begin = max(text.rfind("\n", 0, start), text.rfind("\f", 0, start)) + 1
        left = _said(text[begin:start])
        lines, words = 1 + len(re.findall(r"\n+", text[start:end].strip())), len(text[start:end].split())
        page = document.page_of(start)
        boxes = document.boxes(start, end)
        if not boxes or page is None:
            across = (start - begin) / _PLAIN_WIDTH
            row, rows = text.count("\n", 0, start), max(1, text.count("\n"))
            above = _said(text[text.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]) if not left else ""
            return cls(left, above, across, across + (end - start) / _PLAIN_WIDTH, row / rows, 1, 0, lines, words)
        box = boxes[0]
        return cls(
            left,
            _above(document, box),
            round(box.x0 / max(1.0, page.width), 4),
            round(box.x1 / max(1.0, page.width), 4),
            round(box.top / max(1.0, page.height), 4),
            page.number - document.pages[0].number + 1,
            document.pages[-1].number - page.number,
            lines,
            words,
        )

    def nearness(self, other: Whereabouts) -> float:
        """From 0 to 1: how much this place is like another one."""
        left, above = _alike(self.left, other.left), _alike(self.above, other.above)
        if not (self.left or other.left):
            left = above  # what nothing is written left of is told by what stands above it
        across = min(abs(self.x0 - other.x0), abs(self.x1 - other.x1))
        near = (
            _LEFT * left
            + _ABOVE * above
            + _ACROSS * math.exp(-across / _WIDTH)
            + _DOWN * math.exp(-abs(self.top - other.top) / _HEIGHT)
            + _PAGE * (self.page == other.page or self.from_end == other.from_end)
        )
        return near if max(left, above) >= 0.5 else near * _UNNAMED

    def to_dict(self) -> dict[str, Any]:
        """The place as it stands in the file."""
        return asdict(self)

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> Whereabouts:
        """A place from the file; raises KeyError, TypeError or ValueError for what is none."""
        x0, x1, top = (float(row[name]) for name in ("x0", "x1", "top"))
        page, from_end, lines, words = (int(row[name]) for name in ("page", "from_end", "lines", "words"))
        return cls(str(row["left"]), str(row["above"]), x0, x1, top, page, from_end, lines, words)


def _said(text: str) -> str:
    """The last words of what stands before a value, as they are compared."""
    words = re.findall(r"[^\W\d_]+|\d+|#", plain(text))
    return " ".join("0" if word[0].isdigit() else word for word in words[-_WORDS:])


def _above(document: Document, box: Box) -> str:
    """The words of the nearest line above a box that stand over it."""
    page = [word for word in document.words if word.box is not None and word.box.page == box.page]
    over = [
        (box.top - word.box.bottom, word)
        for word in page
        if word.box is not None
        and min(word.box.x1, box.x1 + 6) > max(word.box.x0, box.x0 - 6)
        and -0.5 * box.height <= box.top - word.box.bottom <= _FAR_ABOVE * box.height
        and word.box.bottom <= box.bottom - 0.5 * box.height
    ]
    nearest = min((gap for gap, _ in over), default=0.0)
    line = [word for gap, word in over if gap <= nearest + 0.5 * box.height]
    return _said(" ".join(document.text[word.start : word.end] for word in line))


def _alike(a: str, b: str) -> float:
    """The share of words that two texts have in common; the last ones, nearest to the value, count most."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    last = a.split()[-1] == b.split()[-1]
    one, other = set(a.split()), set(b.split())
    return 0.5 * last + 0.5 * len(one & other) / len(one | other)
