"""The characters of a PDF page become words, each with its box.

Everything here works on whole arrays: a page holds thousands of characters and hundreds of words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from nerkit.document import Box
from nerkit.reading.doubles import drawn_again, repeated_words
from nerkit.reading.gaps import word_breaks
from nerkit.reading.placed import PlacedWord
from nerkit.reading.rotation import rotated_box
from nerkit.reading.slanted import levelled, put_back
from nerkit.reading.spaced import close_up

Codes = npt.NDArray[np.uint32]
Boxes = npt.NDArray[np.float32]  # columns x0, top, x1, bottom

UNKNOWN = 0xFFFD

_SOFT_HYPHEN = 0xAD
_IS_INVISIBLE = np.zeros(0x10000, np.bool_)
_IS_INVISIBLE[[0, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]] = True

_OTHER_SIZE = 1.5  # times as high

LEVEL = 5.0
"""Degrees: what runs at more against most of its page is no line of it; the lines of scans slant less."""


@dataclass(frozen=True, slots=True)
class Frame:
    """From PDF user space (origin bottom left, page unturned) to the page as it is shown (origin top left).

    `bounds` are left, bottom, right, top of the visible page in user space; `rotations` its quarter turns clockwise.
    """

    bounds: tuple[float, float, float, float]
    rotations: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is shown."""
        left, bottom, right, top = self.bounds
        size = right - left, top - bottom
        return size if self.rotations % 2 == 0 else (size[1], size[0])

    def place(self, rects: Boxes) -> Boxes:
        """Boxes of the shown page from PDFium's rectangles (left, top, right, bottom in user space)."""
        left, bottom, right, top = self.bounds
        xs, ys = rects[:, [0, 2]], rects[:, [1, 3]]
        across, down = {
            0: (xs - left, top - ys),
            1: (ys - bottom, xs - left),
            2: (right - xs, ys - bottom),
            3: (top - ys, right - xs),
        }[self.rotations % 4]
        return np.stack([across.min(1), down.min(1), across.max(1), down.max(1)], axis=1)


@dataclass(frozen=True, slots=True)
class Characters:
    """The visible characters of a page in drawing order.

    `rects` are PDFium's, in user space. `rotations` are the quarter turns clockwise that set each character of the
    shown page upright, `slants` by how many degrees clockwise it then still runs. `spaces` counts the white space
    before each one, `drawn` that of it which the file draws: some is PDFium's guess. `faint` are those in a pale or
    transparent colour. `sizes` are in points, of those at a slant.
    `objects` and `fonts` name the text object that draws it and its font. `unsure` are those whose code is a guess, or
    none; `doubtful` those of a font that spells no words.

    *Shape:* `rects` (characters, 4), all others (characters)
    """

    codes: Codes
    rects: Boxes
    rotations: npt.NDArray[np.int8]
    spaces: npt.NDArray[np.intp]
    drawn: npt.NDArray[np.intp]
    objects: npt.NDArray[np.uint64]
    invisible: npt.NDArray[np.bool_]
    slants: npt.NDArray[np.float32]
    faint: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.float32]
    fonts: npt.NDArray[np.uint64]
    unsure: npt.NDArray[np.bool_]
    doubtful: npt.NDArray[np.bool_]

    def only(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Characters:
        """These of the characters."""
        return Characters(*(getattr(self, each.name)[chosen] for each in fields(self)))


def words_from_characters(characters: Characters, frame: Frame, page: int) -> tuple[list[PlacedWord], int]:
    """Words with their boxes on the shown page, and the quarter turns that set most of its text upright.

    Words come in drawing order, those that run in another direction than most at the end, and after them those that
    run at a slant, line by line.
    """
    usual = float(np.median(characters.slants)) if len(characters.codes) else 0.0
    is_level = np.abs(characters.slants - usual) <= LEVEL
    counts = np.bincount(characters.rotations[is_level], minlength=4)
    main = int(counts.argmax())
    words: list[PlacedWord] = []
    for turn in sorted(np.flatnonzero(counts).tolist(), key=lambda turn: -counts[turn]):
        chosen = is_level & (characters.rotations == turn)
        words += _words_of_one_turn(characters, chosen, turn, frame, page, upright=turn == main)
    if not is_level.all():
        words += _slanted_words(characters, ~is_level, frame, page)
    return words, main


def _slanted_words(
    characters: Characters, chosen: npt.NDArray[np.bool_], frame: Frame, page: int
) -> Iterator[PlacedWord]:
    whole = np.rint(characters.slants).astype(np.intp)
    lines = 0
    for turn, slant in sorted(set(zip(characters.rotations[chosen].tolist(), whole[chosen].tolist(), strict=True))):
        alike = chosen & (characters.rotations == turn) & (whole == slant)
        degrees = float(characters.slants[alike].mean())
        words = _words_of_one_turn(characters, alike, turn, frame, page, upright=False, slant=degrees)
        yield from (replace(word, apart=word.apart + lines) for word in words)
        lines += max((word.apart for word in words), default=0)


def _words_of_one_turn(
    characters: Characters,
    chosen: npt.NDArray[np.bool_],
    turn: int,
    frame: Frame,
    page: int,
    *,
    upright: bool,
    slant: float = 0.0,
) -> list[PlacedWord]:
    turned = Frame(frame.bounds, frame.rotations + turn)
    width, height = turned.size
    boxes = turned.place(characters.rects)
    x0, top, x1, bottom = boxes.T
    across, down = (x0 + x1) / 2, (top + bottom) / 2
    on_page = (across > 0) & (across < width) & (down > 0) & (down < height)
    index = np.flatnonzero(chosen & on_page & (bottom > top) & ~_IS_INVISIBLE[np.minimum(characters.codes, 0xFFFF)])
    if not len(index):
        return []
    mine = characters.only(index)
    boxes = boxes[index]
    if slant:
        boxes = levelled(boxes, mine.sizes, slant)
    keep = ~drawn_again(mine.codes, boxes, mine.objects)
    boxes, mine = boxes[keep], mine.only(keep)
    letters = ((mine.codes | 0x20) >= ord("a")) & ((mine.codes | 0x20) != 0x7F)
    starts = word_breaks(boxes, letters, mine.spaces, mine.drawn) | _changes_layer(boxes, mine.faint)
    words = close_up(_words(mine, boxes, np.flatnonzero(starts), page))
    if slant:
        words = list(put_back(words, slant))
    if turn or not upright:
        words = [replace(w, box=rotated_box(w.box, -turn, width, height), upright=upright) for w in words]
    return words


def _changes_layer(boxes: Boxes, faint: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Where text of another size begins or ends that is pale: a watermark may begin right where a word ends."""
    height = boxes[:, 3] - boxes[:, 1]
    other_size = np.maximum(height[1:], height[:-1]) > _OTHER_SIZE * np.minimum(height[1:], height[:-1])
    return np.concatenate([[False], other_size & np.diff(faint)])


def _words(characters: Characters, boxes: Boxes, starts: npt.NDArray[np.intp], page: int) -> list[PlacedWord]:
    edges = np.concatenate(
        [np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)], axis=1
    )
    text = _text(characters.codes)
    ends = [*starts[1:].tolist(), len(text)]
    faint = characters.faint[starts].tolist()
    unsure = np.logical_or.reduceat(characters.unsure | characters.doubtful, starts).tolist()
    texts = [_readable(text[start:end]) for start, end in zip(starts.tolist(), ends, strict=True)]
    repeated = repeated_words(texts, edges)
    return [
        PlacedWord(word, Box(page, *place), faint=is_faint, unsure=is_unsure)
        for i, (word, place, is_faint, is_unsure) in enumerate(zip(texts, edges.tolist(), faint, unsure, strict=True))
        if word and i not in repeated
    ]


def _text(codes: Codes) -> str:
    """One character for each code; what is no character becomes U+FFFD."""
    wrong = (codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))
    return np.where(wrong, UNKNOWN, codes).astype("<u4").tobytes().decode("utf-32-le")


def _readable(word: str) -> str:
    """Ligatures in letters; a soft hyphen only where it shows, at the end of a line."""
    if word.isascii():
        return word
    if word[-1] == chr(_SOFT_HYPHEN):
        word = word[:-1] + "-"
    word = word.replace(chr(_SOFT_HYPHEN), "")
    return "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in word)
