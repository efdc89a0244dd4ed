"""The images of a document's pages become words in the pages' own coordinates, several pages at a time."""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import median
from threading import Event

import numpy as np
import numpy.typing as npt

from nerkit.document import Box, Notice, NoticeCode, PageSource
from nerkit.errors import OcrFailed
from nerkit.reading.box_shapes import boxes_among_letters
from nerkit.reading.check_boxes import CheckBox, with_boxes, with_glyphs
from nerkit.reading.cleaning import Pixels, gray
from nerkit.reading.engine import Engine, Recognised, Recognition
from nerkit.reading.engines import choose_engine
from nerkit.reading.options import ReadingOptions
from nerkit.reading.placed import PlacedPage, PlacedWord
from nerkit.reading.processes import Deadline, TookTooLong
from nerkit.reading.stamp_words import stamp_words
from nerkit.reading.stamps import Stamp
from nerkit.reading.tiles import tile_count
from nerkit.reading.upright import recognise_upright

PAGE_SECONDS = 60.0
"""How much of the processor's time the engines may take for a page: many times what a dense page takes."""

PAGE_PATIENCE = 600.0
"""How many seconds by the clock a page may take: the last resort, where an engine waits for something."""

_HOPELESS = 4  # pages: where none of the first could be read, the others are not waited for

_MIN_SIDE = 16  # pixels, below which no letter fits in

_GOOD = 0.6
_WIDEST_LETTER = 2.5  # in heights
_SMALLEST, _LARGEST = 0.5, 2.5  # in heights of the page's usual word
_STROKES = frozenset("|_~`'‘’“”\"—–")


_Read = tuple[PlacedPage, Sequence[Notice]]


@dataclass(frozen=True, slots=True)
class PageImage:
    """The pixels of a page of `width` × `height` points; pages count from 1. The `stamps` were taken off it."""

    number: int
    width: float
    height: float
    pixels: Pixels
    stamps: Sequence[Stamp] = ()


def recognise_all(
    images: Iterable[PageImage], options: ReadingOptions, warnings: list[Notice], *, has_others: bool = False
) -> Iterator[PlacedPage]:
    """Read pages side by side and give them in order; raises TesseractMissing, ExtraMissing and OcrFailed.

    Images are asked for in the calling thread, a few ahead of the page that is given. A page that cannot be read is
    blank, and `warnings` get the reason; it is an error where the first all are and the document `has_others` not.
    """
    engine = choose_engine(options)
    failures: list[OcrFailed] = []
    for image, answer in _side_by_side(images, engine):
        try:
            page, notices = answer.result()
            warnings.extend(replace(notice, page=image.number) for notice in notices)
            has_others = True
        except OcrFailed as error:
            failures.append(error)
            why = error.message.partition(";")[0]
            code: NoticeCode = "page-timed-out" if isinstance(error.__cause__, TookTooLong) else "not-recognised"
            warnings.append(Notice(code, f"{why}, left out", image.number))
            if not has_others and len(failures) == _HOPELESS:
                break
            page = PlacedPage(image.number, image.width, image.height, (), "blank")
        yield page
    if failures and not has_others:
        raise failures[0]


def recognise(image: PageImage, options: ReadingOptions) -> PlacedPage:
    """Read the image of one page; raises TesseractMissing, ExtraMissing and OcrFailed."""
    return _recognise_in_time(image, choose_engine(options), Event())[0]


def _side_by_side(images: Iterable[PageImage], engine: Engine) -> Iterator[tuple[PageImage, Future[_Read]]]:
    """Each image with what will be read of it, in order; as many are read at a time as there are cores."""
    stop = Event()
    cores = _cores()
    pending: deque[tuple[PageImage, Future[_Read]]] = deque()
    with ThreadPoolExecutor(cores, thread_name_prefix="ocr") as pool:
        try:
            for image in images:
                pending.append((image, pool.submit(_recognise_in_time, image, engine, stop)))
                if len(pending) > cores:
                    yield pending.popleft()
            while pending:
                yield pending.popleft()
        finally:  # of use where nobody wants the rest
            stop.set()
            pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """The cores that this process may use, fewer where it was told to start fewer threads."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    told = os.environ.get("OMP_THREAD_LIMIT", "")
    return max(min(cores, int(told)), 1) if told.isdecimal() else cores


def _recognise_in_time(image: PageImage, engine: Engine, stop: Event) -> _Read:
    if min(image.pixels.shape[:2]) < _MIN_SIDE:
        return PlacedPage(image.number, image.width, image.height, (), "blank"), ()
    try:
        tiles = tile_count(image.pixels.shape)
        deadline = Deadline(PAGE_SECONDS * tiles, stop, patience=PAGE_PATIENCE * tiles)
        found = recognise_upright(engine, image.pixels, deadline)
        rows, columns = image.pixels.shape[:2]
        points = image.width / columns, image.height / rows
        stamped = list(stamp_words(engine, image.stamps, deadline, points, image.number))
    except TookTooLong as error:
        raise OcrFailed(f"{str(error) or 'took too long'} to recognise; scan it at a lower resolution") from error
    page = _placed_page(image, found)
    return (replace(page, words=[*page.words, *stamped]) if stamped else page), found.notices


def _placed_page(image: PageImage, found: Recognition) -> PlacedPage:
    rows, columns = image.pixels.shape[:2]
    points = _points(found.back, (rows, columns), found.rotation, image.width, image.height)

    def placed(left: float, top: float, width: float, height: float) -> Box:
        return _placed(left, top, width, height, points=points, rotation=found.rotation, page=image.number)

    words = [
        PlacedWord(word.text, placed(word.left, word.top, word.width, word.height), word.confidence)
        for word in _without_noise_words(found.words)
    ]
    words = with_glyphs(with_boxes(words, _check_boxes(image, found)))
    rules = [placed(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in found.rules.tolist()]
    skew = math.degrees(math.atan2(found.back[1, 0], found.back[0, 0]))
    source: PageSource = "ocr" if words else "blank"
    return PlacedPage(image.number, image.width, image.height, words, source, found.rotation, skew, rules)


def _check_boxes(image: PageImage, found: Recognition) -> Iterator[CheckBox]:
    """The boxes to tick on a page, in points of the page as it came."""
    if not found.words:
        return
    pixels = np.ascontiguousarray(np.rot90(gray(image.pixels), -found.rotation))
    points = _points(np.eye(2, 3), image.pixels.shape[:2], found.rotation, image.width, image.height)
    for shape in boxes_among_letters(pixels):
        place = shape.left, shape.top, shape.right - shape.left, shape.bottom - shape.top
        box = _placed(*place, points=points, rotation=found.rotation, page=image.number)
        yield CheckBox(box, shape.is_ticked)


def _without_noise_words(found: Sequence[Recognised]) -> Iterator[Recognised]:
    """Leave out what rules, specks, pictures and handwriting were taken for."""
    heights = [word.height for word in found if len(word.text) >= 3]
    usual = median(heights) if heights else 0.0
    for word in found:
        # The rest of a table's vertical line, stuck to the word beside it.
        text = word.text.strip("|") if len(word.text) > 1 else word.text
        stretched = word.width > _WIDEST_LETTER * word.height * len(word.text)
        letters = len(set(text.casefold()))
        dashes = len(text) >= 8 and letters <= max(3, len(text) / 4)  # a dotted rule, read as SSSSssss
        other_size = usual and not _SMALLEST * usual <= word.height <= _LARGEST * usual
        nothing = stretched or dashes or other_size or not any(c.isalnum() for c in text)
        if word.confidence < _GOOD and nothing:
            continue
        if text and not set(text) <= _STROKES:
            yield replace(word, text=text)


def _points(
    back: npt.NDArray[np.float64], shape: tuple[int, int], rotation: int, width: float, height: float
) -> npt.NDArray[np.float64]:
    """The matrix from the engine's pixels to points of the page as it came. *Shape:* (2, 3)."""
    rows, columns = shape
    # What np.rot90(…, -turn) did to a place, undone.
    unturned = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, 1, 0], [-1, 0, rows]],
        2: [[-1, 0, columns], [0, -1, rows]],
        3: [[0, -1, columns], [1, 0, 0]],
    }[rotation]
    to_points = np.diag([width / columns, height / rows])
    return np.asarray(to_points @ np.array(unturned, dtype=np.float64) @ np.vstack([back, [0, 0, 1]]))


def _placed(
    left: float, top: float, width: float, height: float, *, points: npt.NDArray[np.float64], rotation: int, page: int
) -> Box:
    """A box's middle goes where it came from; its size is scaled, and not widened by the little skew undone."""
    x, y = points @ (left + width / 2, top + height / 2, 1.0)
    across, down = np.linalg.norm(points[:, 0]), np.linalg.norm(points[:, 1])
    half = width * across / 2, height * down / 2
    half_width, half_height = half if rotation % 2 == 0 else half[::-1]
    return Box(page, float(x - half_width), float(y - half_height), float(x + half_width), float(y + half_height))
