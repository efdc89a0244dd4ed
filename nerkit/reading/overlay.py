"""What the reader saw, drawn on the page: words, the order they are read in, ruling lines and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from nerkit.document import Box, Document, Page, Word

Colour = tuple[int, int, int] | tuple[int, int, int, int]  # red, green, blue and opacity

_OWN_TEXT = (40, 90, 220, 190)
_SURE, _UNSURE = (0, 140, 60), (220, 0, 0)
_LEAST_SURE = 0.3  # the confidence of an engine that is all red
_ORDER = (240, 130, 0, 170)
_BLOCK = (200, 80, 0)
_RULE = (220, 0, 200, 220)
_CELL = (120, 0, 200)
_CELL_FILL = (150, 60, 255, 36)
_LABEL_SIZE = 11

MEANINGS = {
    _OWN_TEXT[:3]: "word of the page's own text",
    _SURE: "word read by OCR, sure",
    _UNSURE: "word read by OCR, unsure",
    _ORDER[:3]: "reading order, a number where a block starts",
    _RULE[:3]: "ruling line",
    _CELL: "cell of a table",
}
"""What the colours of `page_picture` mean, for its legend."""


def page_picture(image: Image.Image, document: Document, page: Page) -> Image.Image:
    """The image of a page with what was read on it.

    Words of the page's own text are framed in blue, recognised ones from green (sure) to red. An orange line runs
    under them in reading order, with a number where a block starts. Ruling lines are pink, cells of tables violet.
    """
    picture = image.convert("RGB")
    cells = [cell.box for table in document.tables for cell in table.cells]
    draw_boxes(picture, page, cells, _CELL, fill=_CELL_FILL, width=2)
    draw_boxes(picture, page, document.rules, _RULE, fill=_RULE)
    words = [word for word in document.words_between(page.start, page.end) if word.box is not None]
    for colour, boxes in _by_colour(words):
        draw_boxes(picture, page, boxes, colour)
    _draw_order(picture, page, document, words)
    return picture


def draw_boxes(
    picture: Image.Image,
    page: Page,
    boxes: Iterable[Box],
    colour: Colour,
    *,
    fill: Colour | None = None,
    width: int = 1,
) -> None:
    """Frame boxes of a page on an RGB picture of all of it, whatever its resolution; boxes of other pages are left."""
    draw = ImageDraw.Draw(picture, "RGBA")
    across, down = _scale(picture, page)
    for box in boxes:
        if box.page == page.number:
            edges = box.x0 * across, box.top * down, box.x1 * across, box.bottom * down
            draw.rectangle(edges, outline=colour, fill=fill, width=width)


def _scale(picture: Image.Image, page: Page) -> tuple[float, float]:
    return picture.width / max(page.width, 1.0), picture.height / max(page.height, 1.0)


def _by_colour(words: Iterable[Word]) -> Iterator[tuple[Colour, list[Box]]]:
    by_colour: dict[Colour, list[Box]] = {}
    for word in words:
        if word.box is not None:
            by_colour.setdefault(_colour(word.confidence), []).append(word.box)
    return iter(by_colour.items())


def _colour(confidence: float | None) -> Colour:
    if confidence is None:
        return _OWN_TEXT
    share = min(max((confidence - _LEAST_SURE) / (1 - _LEAST_SURE), 0.0), 1.0)
    red, green, blue = (round(sure * share + unsure * (1 - share)) for sure, unsure in zip(_SURE, _UNSURE, strict=True))
    return red, green, blue, 200


def _draw_order(picture: Image.Image, page: Page, document: Document, words: list[Word]) -> None:
    draw = ImageDraw.Draw(picture, "RGBA")
    across, down = _scale(picture, page)
    boxes = [word.box for word in words if word.box is not None]
    path = [(x * across, box.bottom * down) for box in boxes for x in (box.x0, box.x1)]
    if len(path) > 1:
        draw.line(path, fill=_ORDER, width=2)
    font = ImageFont.load_default(_LABEL_SIZE)
    for number, word in enumerate(_block_starts(document, words), 1):
        if word.box is not None:
            at = word.box.x0 * across - 2, word.box.top * down
            draw.text(at, str(number), fill=_BLOCK, font=font, anchor="rm", stroke_width=2, stroke_fill="white")


def _block_starts(document: Document, words: list[Word]) -> Iterator[Word]:
    yield from words[:1]
    yield from (word for last, word in pairwise(words) if "\n\n" in document.text[last.end : word.start])
