"""A text set on pages: the same words with places, as if the text had come out of a PDF.

Contracts to learn from come as plain text, contracts to be tagged as PDFs. A tagger that has seen pages under invoices
alone takes every page for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Box, Document, Page, Word

_SIZES = ((612.0, 792.0), (595.3, 841.9))
"""US letter and A4, in points."""

_LETTER = 0.5
"""Width of a letter, in heights of the text."""

_LINE = re.compile(r"[^\n\f]*[\n\f]?")


@dataclass(frozen=True, slots=True)
class _Style:
    """A page's size and margin, the height of its text and the distance of its lines, in points."""

    width: float
    height: float
    margin: float
    text: float
    leading: float


def typeset(labelled: LabelledDocument, rng: Random) -> LabelledDocument:
    """The document with a box for every word; offsets stay, so spans hold.

    A line that is too long for the page is broken at a space, which becomes a line feed; the line feed at the foot of
    a page becomes a form feed. Short lines in capitals may stand in the middle and be larger, as headings do.
    """
    document = labelled.document
    width, height = rng.choice(_SIZES)
    size = rng.uniform(8.5, 12.5)
    style = _Style(width, height, rng.uniform(50, 100), size, size * rng.uniform(1.1, 1.5))
    centred = rng.random() < 0.7
    characters = list(document.text)
    words: list[Word] = []
    pages: list[Page] = []
    start, top = 0, style.margin
    for line in _lines(document, style):
        if top + style.leading > style.height - style.margin:
            border = line[0].start - 1 if line else -1
            if border > start and characters[border] in "\n ":
                characters[border] = "\f"
                pages.append(Page(len(pages) + 1, width, height, start, border))
                start, top = border + 1, style.margin
        words.extend(_placed(document.text, line, style, len(pages) + 1, top, centred=centred))
        if line and characters[line[-1].end : line[-1].end + 1] == [" "]:
            characters[line[-1].end] = "\n"
        top += style.leading
    pages.append(Page(len(pages) + 1, width, height, start, len(characters)))
    text = "".join(characters)
    return replace(labelled, document=Document(document.source, text, tuple(words), tuple(pages)))


def _lines(document: Document, style: _Style) -> Iterator[list[Word]]:
    """Words line by line as they fit on the page; an empty list is a blank line."""
    room = int((style.width - 2 * style.margin) / (_LETTER * style.text))
    words = iter(document.words)
    word = next(words, None)
    for match in _LINE.finditer(document.text):
        line: list[Word] = []
        while word is not None and word.end <= match.end():
            if line and word.end - line[0].start > room:
                yield line
                line = []
            line.append(word)
            word = next(words, None)
        yield line


def _placed(text: str, line: list[Word], style: _Style, page: int, top: float, *, centred: bool) -> Iterator[Word]:
    if not line:
        return
    first, last = line[0].start, line[-1].end
    heading = last - first < 60 and text[first:last].isupper()
    size = style.text * (1.2 if heading and centred else 1.0)
    step = _LETTER * size
    left = (style.width - (last - first) * step) / 2 if heading and centred else style.margin
    for word in line:
        x0 = left + (word.start - first) * step
        box = Box(page, x0, top, x0 + (word.end - word.start) * step, top + size)
        yield Word(word.start, word.end, box)
