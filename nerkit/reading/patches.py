"""Words whose letters the file does not say are recognised from the picture of the page, they alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from nerkit.reading.placed import PlacedPage, PlacedWord
from nerkit.reading.text_layer import is_better

if TYPE_CHECKING:
    from nerkit.reading.ocr import PageImage

_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_MISSING = re.compile(f"[\ufffd{_PRIVATE}]")
_SIGN = re.compile(f"^[{_PRIVATE}]|[{_PRIVATE}]$")  # a bullet or an icon beside a word
_MARGIN = 0.15  # of a word's height, shown around it
_WHITE = 255
_MOST_LETTERS = 4  # that one glyph stands for
_SURE = 0.6
_ALIKE = 0.6  # of the letters that are known
_SHARED = 0.5  # of a recognised word's width and height, inside the word that it is taken for


def lacks_letters(words: Sequence[PlacedWord]) -> bool:
    """Whether letters are missing. A single sign that means nothing may be a bullet, and waits for others."""
    return any(_is_torn(word) and len(word.text) > 1 for word in words)


def only_torn(image: PageImage, words: Sequence[PlacedWord]) -> PageImage:
    """The picture with nothing on it but the words that lack letters."""
    pixels = np.full_like(image.pixels, _WHITE)
    rows, columns = image.pixels.shape[:2]
    scale = columns / image.width, rows / image.height
    for word in filter(_is_torn, words):
        box, margin = word.box, _MARGIN * min(word.box.height, word.box.width)
        x0, x1 = (max(round(x * scale[0]), 0) for x in (box.x0 - margin, box.x1 + margin))
        y0, y1 = (max(round(y * scale[1]), 0) for y in (box.top - margin, box.bottom + margin))
        pixels[y0:y1, x0:x1] = image.pixels[y0:y1, x0:x1]
    return replace(image, pixels=pixels)


def patched(page: PlacedPage, recognised: PlacedPage) -> PlacedPage:
    """The page with the words that lacked letters as they were recognised; what was not recognised stays as it is."""
    torn = [i for i, word in enumerate(page.words) if _is_torn(word)]
    found: dict[int, list[PlacedWord]] = {}
    for seen in recognised.words:
        best = max(torn, key=lambda i: _shared(page.words[i], seen), default=None)
        if best is not None and _shared(page.words[best], seen) >= _SHARED:
            found.setdefault(best, []).append(seen)
    words = list(page.words)
    for i, parts in found.items():
        words[i] = _filled(words[i], "".join(part.text for part in parts), min(part.confidence or 0 for part in parts))
    return replace(page, words=words)


def torn_words(words: Sequence[PlacedWord]) -> int:
    """How many words lack letters."""
    return sum(map(_is_torn, words))


def _is_torn(word: PlacedWord) -> bool:
    if not word.unsure:
        return False
    text = word.text
    while len(text) > 1 and (sign := _SIGN.search(text)):
        text = text[: sign.start()] + text[sign.end() :]
    if _SIGN.fullmatch(text):
        return len(word.text) > 1 and not _SIGN.sub("", word.text[0])
    return bool(_MISSING.search(text)) or not _MISSING.search(word.text)


def _shared(word: PlacedWord, seen: PlacedWord) -> float:
    """The share of what was seen that lies in the word, across or down, whichever is less."""
    a, b = word.box, seen.box
    across = (min(a.x1, b.x1) - max(a.x0, b.x0)) / max(b.width, 0.1)
    down = (min(a.bottom, b.bottom) - max(a.top, b.top)) / max(b.height, 0.1)
    return min(across, down)


def _filled(word: PlacedWord, seen: str, confidence: float) -> PlacedWord:
    """The word with the letters that it lacks: those it has stay, where what was seen agrees with them."""
    known = _MISSING.split(word.text)
    pattern = rf"(.{{1,{_MOST_LETTERS}}})".join(map(re.escape, known))
    if len(known) > 1 and (match := re.fullmatch(pattern, seen, re.IGNORECASE)):
        letters = (*match.groups(), "")
        text = "".join(part + letter for part, letter in zip(known, letters, strict=True))
        return replace(word, text=text, confidence=confidence, unsure=False)
    if len(known) > 1 and _share_in(seen, "".join(known)) < _ALIKE:
        return word
    if confidence >= _SURE or is_better([replace(word, text=seen)], [word]):
        return replace(word, text=seen, confidence=confidence, unsure=False)
    return word


def _share_in(seen: str, known: str) -> float:
    """The share of the known letters that were seen in their order; 1 where none are known."""
    blocks = SequenceMatcher(None, known.casefold(), seen.casefold(), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(known) if known else 1.0
