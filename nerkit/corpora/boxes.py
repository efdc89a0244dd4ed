"""Documents from text that an annotated corpus gives in boxes: the words get places, the boxes get offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nerkit.document import Box, Document
from nerkit.reading.layout import assemble
from nerkit.reading.placed import PlacedPage, PlacedWord
from nerkit.reading.skew import deskewed

_PAGE_HEIGHT = 842.0
"""Points (A4). A corpus gives pixels of an unknown resolution; only the proportions matter."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text and its place in pixels from the top left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def document_from_boxes(source: str, boxes: Sequence[TextBox]) -> tuple[Document, list[list[tuple[int, int]]]]:
    """One page with the words of `boxes` in reading order, and for each box the (start, end) of its words.

    The words of a box share its width in proportion to their length. A tilted photograph is levelled.
    """
    width = max((box.x1 for box in boxes), default=1.0)
    height = max((box.bottom for box in boxes), default=1.0)
    scale = _PAGE_HEIGHT / max(height, 1.0)
    levelled = deskewed([Box(1, box.x0, box.top, box.x1, box.bottom) for box in boxes])
    placed = [_words(box.text, place, scale) for box, place in zip(boxes, levelled, strict=True)]
    page = PlacedPage(1, width * scale, height * scale, [word for words in placed for word in words], "ocr")
    document = assemble(source, [page])
    owner = {(word.box, word.text): i for i, words in enumerate(placed) for word in words}
    places: list[list[tuple[int, int]]] = [[] for _ in boxes]
    for word in document.words:
        if word.box is not None:
            text = document.text[word.start : word.end]
            # The hyphen of a word that runs over the end of a line is gone from the text.
            key = (word.box, text) if (word.box, text) in owner else (word.box, f"{text}-")
            places[owner[key]].append((word.start, word.end))
    return document, places


def _words(line: str, box: Box, scale: float) -> list[PlacedWord]:
    step = (box.x1 - box.x0) / max(len(line), 1)
    words, at = [], 0
    for text in line.split():
        at = line.index(text, at)
        x0, x1 = box.x0 + at * step, box.x0 + (at + len(text)) * step
        words.append(PlacedWord(text, Box(1, x0 * scale, box.top * scale, x1 * scale, box.bottom * scale)))
        at += len(text)
    return words
