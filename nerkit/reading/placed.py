"""What stands on a page before it has an order: words with their boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.document import Box, PageSource


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word and its place.

    `confidence` is the OCR engine's, from 0 to 1, None for text that was not recognised. `upright` is False for text
    that runs in another direction than most of its page. `apart` numbers the lines of what lies across the page's own
    lines, a watermark or a stamp, and is 0 for all others. What is `faint` is drawn in a pale or transparent colour.
    `unsure` is True where the file does not say which letters it draws.
    """

    text: str
    box: Box
    confidence: float | None = None
    upright: bool = True
    glued: bool = False
    apart: int = 0
    faint: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page's size in points and its words in any order.

    `rotation` is by how many quarter turns clockwise the page has to be turned for its text to stand upright, `skew` by
    how many degrees counter-clockwise it then has to be turned for its lines to be level. `rules` are its ruling lines,
    as thin boxes of the page as it came.
    """

    number: int
    width: float
    height: float
    words: Sequence[PlacedWord]
    source: PageSource = "text"
    rotation: int = 0
    skew: float = 0.0
    rules: Sequence[Box] = ()
