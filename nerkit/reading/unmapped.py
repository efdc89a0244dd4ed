"""Characters of a PDF that map to no letter, or to one that nobody drew: what they are, the picture of the page says.

A glyph may map to nothing (NUL, U+FFFD), to a code without a meaning (private use, a control), or PDFium may have
nothing for it but its number in the font. And a font may map every glyph, but to wrong letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from nerkit.reading.characters import UNKNOWN, Characters, Codes, Frame
from nerkit.reading.text_layer import EDGES, VOWELS, is_plausible

Mask = npt.NDArray[np.bool_]
Picture = npt.NDArray[np.uint8]

_SCALE = 2.0  # pixels per point in the picture that shows whether a glyph draws anything
_UNIFORM = 8  # gray levels
_INK = 60  # gray levels off the paper
_LEAST_BOX = 8  # pixels
_EDGE = 0.05  # of a character's box, where a neighbour may reach in

_MOST = 0.5  # of a font's characters: where PDFium guesses so many, it guesses with the whole font
_PLAUSIBLE = 0.6
_FEW = 0.05
_ENOUGH_LETTERS = 60
_SHORTEST = 4  # letters of a word that tells
_FEWEST_VOWELS = 0.28  # of the letters; the least of 2,020 fonts on real pages was 0.31
_LATIN = "\u024f"
_LATIN_CODES = [chr(code) for code in range(ord(_LATIN) + 2)]
_LETTERS = np.array([c.isalpha() and c <= _LATIN for c in _LATIN_CODES])
_VOWELS = np.array([unicodedata.normalize("NFD", c)[0].lower() in VOWELS for c in _LATIN_CODES])
_WINDOWS = np.array([ord(c) for c in bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")], np.uint32)


def judged(page: pdfium.PdfPage, frame: Frame, characters: Characters) -> Characters:
    """The characters with U+FFFD for what is unknown, without blank ones, `unsure` and `doubtful` as they are."""
    nothing = stands_for_nothing(characters.codes)
    guessed, doubtful = characters.unsure & ~nothing, _doubtful_fonts(characters)
    if not (nothing.any() or guessed.any() or doubtful.any()):
        return characters
    whole, single = _guesses(characters, nothing, guessed)
    unknown = nothing | single
    codes = np.where(unknown & ~is_private(characters.codes), UNKNOWN, characters.codes)
    characters = replace(characters, codes=codes, unsure=unknown | whole, doubtful=doubtful)
    return _without_blanks(page, frame, characters) if characters.unsure.any() else characters


def stands_for_nothing(codes: Codes) -> Mask:
    """Which codes mean no character: NUL, controls, halves of a pair, private use, U+FFFD and what is none at all."""
    mask: Mask = (codes < 0x20) | ((codes >= 0x7F) & (codes < 0xA0)) | ((codes >= 0xD800) & (codes < 0xE000))
    mask |= is_private(codes) | ((codes & 0xFFFE) == 0xFFFE) | (codes == UNKNOWN) | (codes > 0x10FFFF)
    return mask


def is_private(codes: Codes) -> Mask:
    """Which codes mean what their font says, and no more."""
    mask: Mask = ((codes >= 0xE000) & (codes <= 0xF8FF)) | ((codes >= 0xF0000) & (codes <= 0x10FFFD))
    return mask


def _guesses(characters: Characters, nothing: Mask, guessed: Mask) -> tuple[Mask, Mask]:
    """Those of fonts that are guessed as a whole and make no sense, and single ones of fonts that are otherwise known.

    A single guess by the Windows code page is as good as known.
    """
    whole, single = np.zeros_like(guessed), np.zeros_like(guessed)
    for font in np.unique(characters.fonts[guessed]):
        mine = characters.fonts == font
        if (guessed | nothing)[mine].mean() < _MOST:
            single |= mine & guessed & ~np.isin(characters.codes, _WINDOWS)
        elif nothing[mine].mean() > _FEW or _plausible_share(characters, mine) < _PLAUSIBLE:
            whole |= mine & guessed
    return whole, single


def _plausible_share(characters: Characters, chosen: Mask) -> float:
    """The share of the Latin letters among these characters that stand in what looks like words; 1 without letters."""
    words = [(sum(c.isalpha() and c <= _LATIN for c in word), word) for word in _words(characters, chosen)]
    letters = sum(count for count, _ in words)
    return sum(count for count, word in words if is_plausible(word)) / letters if letters else 1.0


def _doubtful_fonts(characters: Characters) -> Mask:
    """The characters of fonts whose words hold too few vowels for any language in Latin letters."""
    doubtful = np.zeros(len(characters.codes), np.bool_)
    codes = np.minimum(characters.codes, len(_LETTERS) - 1)
    font = np.unique(characters.fonts, return_inverse=True)[1]
    letters, vowels = (np.bincount(font, mask[codes] & ~characters.invisible) for mask in (_LETTERS, _VOWELS))
    for i in np.flatnonzero((letters >= _ENOUGH_LETTERS) & (vowels < _FEWEST_VOWELS * letters)):
        mine = font == i  # codes and days have few vowels too: only different words count
        word_codes = [ord(c) for word in set(_words(characters, mine)) if _is_word(word) for c in word]
        if len(word_codes) >= _ENOUGH_LETTERS and _VOWELS[word_codes].mean() < _FEWEST_VOWELS:
            doubtful |= mine
    return doubtful


def _is_word(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and max(word) <= _LATIN


def _words(characters: Characters, chosen: Mask) -> Iterator[str]:
    index = np.flatnonzero(chosen)
    codes, spaces = characters.codes[index], characters.spaces[index]
    codes = np.where(stands_for_nothing(codes), UNKNOWN, codes)
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    starts = np.flatnonzero((np.diff(spaces, prepend=-1) != 0) | (np.diff(index, prepend=-1) != 1))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(text)], strict=True):
        yield text[start:end].strip(EDGES)


def _without_blanks(page: pdfium.PdfPage, frame: Frame, characters: Characters) -> Characters:
    """Leave out unsure characters that draw nothing, or the box that stands for nothing: they are spaces."""
    with closing(page.render(scale=_SCALE, grayscale=True)) as bitmap:
        pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    index = np.flatnonzero(characters.unsure)
    boxes = frame.place(characters.rects[index])
    inset = _EDGE * (boxes[:, 2:] - boxes[:, :2])
    edges = np.concatenate([boxes[:, :2] + inset, boxes[:, 2:] - inset], axis=1) * _SCALE
    blank = np.zeros(len(characters.codes), np.bool_)
    for i, (x0, y0, x1, y1) in zip(index.tolist(), np.rint(edges).astype(int).tolist(), strict=True):
        part = pixels[max(y0, 0) : max(y1, y0 + 1), max(x0, 0) : max(x1, x0 + 1)]
        blank[i] = _is_uniform(part) or (characters.codes[i] == UNKNOWN and _is_box(part))
    if not blank.any():
        return characters
    spaces, drawn = (count + np.cumsum(blank) for count in (characters.spaces, characters.drawn))
    return replace(characters, spaces=spaces, drawn=drawn).only(~blank)


def _is_uniform(part: Picture) -> bool:
    return part.size == 0 or int(part.max()) - int(part.min()) <= _UNIFORM


def _is_box(part: Picture) -> bool:
    """Whether there is an empty rectangle: what a font draws for a character that it does not have."""
    ink = np.abs(part.astype(int) - int(np.median(part))) > _INK
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if min(len(rows), len(columns)) < _LEAST_BOX:
        return False
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    edges = (ink[:2].any(0), ink[-2:].any(0), ink[:, :2].any(1), ink[:, -2:].any(1))
    return all(edge.all() for edge in edges) and not ink[3:-3, 3:-3].any()
