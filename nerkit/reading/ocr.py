"""A page's pixels become words in the page's own coordinates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nerkit.document import Box
from nerkit.reading.cleaning import Cleaned, Pixels, clean_page, gray
from nerkit.reading.layout import PlacedPage, PlacedWord
from nerkit.reading.options import ReadingOptions
from nerkit.reading.tesseract import Recognised, quarter_turns, recognise_words

_GOOD = 0.6
_WIDEST_LETTER = 2.5  # in heights
_STROKES = frozenset("|_~`'‘’“”\"—–")


@dataclass(frozen=True, slots=True)
class PageImage:
    """The pixels of a page of `width` × `height` points; pages count from 1."""

    number: int
    width: float
    height: float
    pixels: Pixels


def recognise_all(images: Iterable[PageImage], options: ReadingOptions) -> Iterator[PlacedPage]:
    """Read pages one after the other, in order; raises TesseractMissing and OcrFailed."""
    for image in images:
        yield recognise(image, options)


def recognise(image: PageImage, options: ReadingOptions) -> PlacedPage:
    """Read the image of a page; raises TesseractMissing and OcrFailed.

    A page that lies on its side or head is turned for reading; boxes are always of the page as it came.
    """
    number, width, height, languages = image.number, image.width, image.height, options.ocr_languages
    upright = gray(image.pixels)
    turn = 0
    found, cleaned = _read(upright, languages)
    if not _is_readable(found) and (turn := quarter_turns(cleaned.pixels)):
        again, cleaned_again = _read(np.ascontiguousarray(np.rot90(upright, -turn)), languages)
        if _sense(again) > _sense(found):
            found, cleaned = again, cleaned_again
        else:
            turn = 0
    points = _points(cleaned.back, upright.shape, turn, width, height)
    words = [_placed(word, points, turn, number) for word in _without_noise_words(found)]
    skew = math.degrees(math.atan2(cleaned.back[1, 0], cleaned.back[0, 0]))
    return PlacedPage(number, width, height, words, "ocr" if words else "blank", turn, skew)


def _read(pixels: Pixels, languages: str) -> tuple[list[Recognised], Cleaned]:
    cleaned = clean_page(pixels)
    return recognise_words(cleaned.pixels, languages), cleaned


def _is_readable(found: Sequence[Recognised]) -> bool:
    return sum(word.confidence for word in found) >= _GOOD * len(found) and _sense(found) >= 5


def _sense(found: Iterable[Recognised]) -> int:
    """How many words look as if they were read and not imagined."""
    return sum(word.confidence >= _GOOD and len(word.text) >= 3 for word in found)


def _without_noise_words(found: Iterable[Recognised]) -> Iterator[Recognised]:
    """Leave out what rules, specks and pictures were taken for."""
    for word in found:
        # The rest of a table's vertical line, stuck to the word beside it.
        text = word.text.strip("|") if len(word.text) > 1 else word.text
        stretched = word.width > _WIDEST_LETTER * word.height * len(word.text)
        dashes = len(text) >= 8 and len(set(text.casefold())) <= 3  # a dotted rule, read as SSSSssss
        if word.confidence < _GOOD and (stretched or dashes or not any(c.isalnum() for c in text)):
            continue
        if text and not set(text) <= _STROKES:
            yield replace(word, text=text)


def _points(
    back: npt.NDArray[np.float64], shape: tuple[int, ...], turn: int, width: float, height: float
) -> npt.NDArray[np.float64]:
    """The matrix from cleaned pixels to points of the page as it came. *Shape:* (2, 3)."""
    rows, columns = shape
    # What np.rot90(…, -turn) did to a place, undone.
    unturned = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, 1, 0], [-1, 0, rows]],
        2: [[-1, 0, columns], [0, -1, rows]],
        3: [[0, -1, columns], [1, 0, 0]],
    }[turn]
    to_points = np.diag([width / columns, height / rows])
    return np.asarray(to_points @ np.array(unturned, dtype=np.float64) @ np.vstack([back, [0, 0, 1]]))


def _placed(word: Recognised, points: npt.NDArray[np.float64], turn: int, page: int) -> PlacedWord:
    """The word's middle goes where it came from; its size is scaled, and not widened by the little skew undone."""
    x, y = points @ (word.left + word.width / 2, word.top + word.height / 2, 1.0)
    across, down = np.linalg.norm(points[:, 0]), np.linalg.norm(points[:, 1])
    half = word.width * across / 2, word.height * down / 2
    half_width, half_height = half if turn % 2 == 0 else half[::-1]
    box = Box(page, float(x - half_width), float(y - half_height), float(x + half_width), float(y + half_height))
    return PlacedWord(word.text, box, word.confidence)
