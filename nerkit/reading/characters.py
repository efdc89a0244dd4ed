"""The characters of a PDF page become words, each with its box.

Everything here works on whole arrays: a page holds thousands of characters and hundreds of words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.document import Box
from nerkit.reading.layout import PlacedWord

Codes = npt.NDArray[np.uint32]
Boxes = npt.NDArray[np.float32]  # columns x0, top, x1, bottom

_WHITE = np.array(
    [*range(1, 33), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
)
_HYPHENS = (0x02, 0xFFFE)  # how PDFium reports a hyphen that ends a line
_SOFT_HYPHEN = 0xAD
_INVISIBLE = np.array([0, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])

# In heights of a character.
_WORD_GAP = 0.35
_BACKWARDS = 0.6
_OTHER_LINE = 0.5
_DOUBLED = 0.25


@dataclass(frozen=True, slots=True)
class Frame:
    """From PDF user space (origin bottom left, page unturned) to the page as it is shown (origin top left).

    `bounds` are left, bottom, right, top of the visible page in user space; `turns` its quarter turns clockwise.
    """

    bounds: tuple[float, float, float, float]
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is shown."""
        left, bottom, right, top = self.bounds
        size = right - left, top - bottom
        return size if self.turns % 2 == 0 else (size[1], size[0])

    def place(self, rects: Boxes) -> Boxes:
        """Boxes of the shown page from PDFium's rectangles (left, top, right, bottom in user space)."""
        left, bottom, right, top = self.bounds
        xs, ys = rects[:, [0, 2]], rects[:, [1, 3]]
        across, down = {
            0: (xs - left, top - ys),
            1: (ys - bottom, xs - left),
            2: (right - xs, ys - bottom),
            3: (top - ys, right - xs),
        }[self.turns % 4]
        return np.stack([across.min(1), down.min(1), across.max(1), down.max(1)], axis=1)


def read_characters(textpage: pdfium.PdfTextPage, frame: Frame) -> tuple[Codes, Boxes]:
    """Code points and boxes of a page in drawing order; white space has an empty box.

    *Shape:* (characters), (characters, 4)
    """
    handle = textpage.raw
    count = max(raw.FPDFText_CountChars(handle), 0)
    get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    codes = np.fromiter((get_code(handle, i) for i in range(count)), dtype=np.uint32, count=count)
    codes[np.isin(codes, _HYPHENS)] = ord("-")
    codes[np.isin(codes, _WHITE)] = ord(" ")
    rects = (raw.FS_RECTF * count)()
    visible = np.flatnonzero(codes != ord(" "))
    for i in visible.tolist():
        get_box(handle, i, rects[i])
    flat = np.frombuffer(rects, dtype=np.float32).reshape(-1, 4) if count else np.zeros((0, 4), np.float32)
    boxes = np.zeros_like(flat)
    boxes[visible] = frame.place(flat[visible])
    return codes, boxes


def garbage_share(codes: Codes) -> float:
    """The share of visible characters that stand for nothing: unmapped, control, private use, U+FFFD."""
    visible = codes[codes != ord(" ")]
    if not len(visible):
        return 0.0
    private = (visible >= 0xE000) & (visible <= 0xF8FF)
    return float(np.mean((visible == 0) | (visible == 0xFFFD) | private | ((visible >= 0x80) & (visible < 0xA0))))


def words_from_characters(codes: Codes, boxes: Boxes, frame: Frame, page: int) -> list[PlacedWord]:
    """Words with their boxes, in drawing order: parted at white space, at wide gaps and where a line changes."""
    width, height = frame.size
    white = codes == ord(" ")
    x0, top, x1, bottom = boxes.T
    middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
    on_page = (middle_x > 0) & (middle_x < width) & (middle_y > 0) & (middle_y < height)
    usable = ~white & on_page & (bottom > top) & ~np.isin(codes, _INVISIBLE)
    index = np.flatnonzero(usable)
    if not len(index):
        return []
    after_space = np.diff(np.cumsum(white)[index], prepend=-1) != 0
    codes, boxes = codes[index], boxes[index]
    starts = after_space | _breaks(boxes)
    keep = ~_doubled(codes, boxes)
    word_of = np.cumsum(starts) - 1
    codes, boxes, word_of = codes[keep], boxes[keep], word_of[keep]
    return list(_without_doubles(_words(codes, boxes, word_of, page)))


def _breaks(boxes: Boxes) -> npt.NDArray[np.bool_]:
    """Where a character does not go on where the one before it ended."""
    x0, top, x1, bottom = boxes.T
    height = np.maximum(bottom - top, 0.1)
    scale = np.maximum(height[1:], height[:-1])
    gap = x0[1:] - x1[:-1]
    shift = np.abs(top[1:] + bottom[1:] - top[:-1] - bottom[:-1]) / 2
    level = (shift <= _OTHER_LINE * scale) & (gap <= _WORD_GAP * scale) & (x0[1:] - x0[:-1] >= -_BACKWARDS * scale)
    # Text that runs up or down the page goes on above or below the last character.
    down = np.maximum(top[1:] - bottom[:-1], top[:-1] - bottom[1:])
    width = np.maximum(x1 - x0, 0.1)
    upright = (np.abs(x0[1:] + x1[1:] - x0[:-1] - x1[:-1]) <= 0.2 * np.maximum(width[1:], width[:-1])) & (
        np.abs(down) <= 0.1 * scale
    )
    return np.concatenate([[True], ~(level | upright)])


def _doubled(codes: Codes, boxes: Boxes) -> npt.NDArray[np.bool_]:
    """Characters drawn again in nearly the same place right after themselves, a way of making text bold."""
    x0, top, _, bottom = boxes.T
    near = _DOUBLED * np.minimum(bottom - top, 8.0)[1:]
    again = (codes[1:] == codes[:-1]) & (np.abs(np.diff(x0)) < near * 0.5) & (np.abs(np.diff(top)) < near)
    return np.concatenate([[False], again])


def _words(codes: Codes, boxes: Boxes, word_of: npt.NDArray[np.intp], page: int) -> Iterator[PlacedWord]:
    starts = np.flatnonzero(np.diff(word_of, prepend=-1))
    ends = np.append(starts[1:], len(codes)).tolist()
    edges = np.concatenate(
        [np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)], axis=1
    ).tolist()
    text = _text(codes)
    for start, end, (x0, top, x1, bottom) in zip(starts.tolist(), ends, edges, strict=True):
        word = _readable(text[start:end])
        if word:
            yield PlacedWord(word, Box(page, x0, top, x1, bottom))


def _text(codes: Codes) -> str:
    """One character for each code; what is no character becomes U+FFFD."""
    wrong = (codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))
    return np.where(wrong, 0xFFFD, codes).astype("<u4").tobytes().decode("utf-32-le")


def _readable(word: str) -> str:
    """Ligatures in letters; a soft hyphen only where it shows, at the end of a line."""
    if word.isascii():
        return word
    if word[-1] == chr(_SOFT_HYPHEN):
        word = word[:-1] + "-"
    word = word.replace(chr(_SOFT_HYPHEN), "")
    return "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in word)


def _without_doubles(words: Iterator[PlacedWord]) -> Iterator[PlacedWord]:
    """Leave out a word that was already drawn in nearly the same place."""
    seen: dict[str, list[Box]] = {}
    for word in words:
        box, others = word.box, seen.setdefault(word.text, [])
        near = _DOUBLED * min(box.height, 8.0)
        if any(abs(box.x0 - other.x0) < near and abs(box.top - other.top) < near for other in others):
            continue
        others.append(box)
        yield word
