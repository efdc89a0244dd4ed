"""Whether the text that a PDF page brings along will do, or the page is better recognised from its picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from nerkit.reading.characters import Characters
from nerkit.reading.placed import PlacedWord
from nerkit.reading.resolution import is_scan

_MAX_GARBAGE = 0.3
_FEW_CHARACTERS = 120  # what a fax header or a stamp on a scan has
_PLAUSIBLE = 0.6  # layers with an eighth of their letters wrong fall below, those of common OCR programs never did

VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ"
_NUMBER = re.compile(r"[$€£¥#+-]{0,2}\d+(?:[.,:/’'-]\d+)*[%€$]?-?")
_CODE = re.compile(r"[A-Z]{1,5}-?\d+(?:[-/.]?[A-Z\d]+)*|\d+[-/]?[A-Z]{1,4}")
EDGES = "()[]\"'“”‘’.,:;!?*&-–—/"


class TextLayerFault(Enum):
    """Why the text layer of a page will not do."""

    UNREADABLE = "unreadable text layer"
    MISSING = "no text layer"
    STAMP = "almost no text over an image"
    DOUBTFUL = "text layer whose letters make no words"
    MISREAD = "hidden text layer with misread words"


def fault(page: pdfium.PdfPage, characters: Characters, words: Sequence[PlacedWord]) -> TextLayerFault | None:
    """What is wrong with the words that a page's characters make; None for a page with nothing drawn on it either.

    A layer that is DOUBTFUL or MISREAD may still be better than what OCR makes of the page: `is_better` tells.
    """
    count = sum(len(word.text) for word in words)
    if count and characters.unsure.mean() > _MAX_GARBAGE:
        return TextLayerFault.UNREADABLE
    if count and characters.doubtful.mean() > _MAX_GARBAGE:
        return TextLayerFault.DOUBTFUL
    if not count:
        return TextLayerFault.MISSING if raw.FPDFPage_CountObjects(page.raw) > 0 else None
    if count < _FEW_CHARACTERS:
        return TextLayerFault.STAMP if is_scan(page) else None
    if characters.invisible.mean() < 0.5 or plausible_share(words) >= _PLAUSIBLE:
        return None
    return TextLayerFault.MISREAD if is_scan(page) else None


def is_better(words: Sequence[PlacedWord], than: Sequence[PlacedWord]) -> bool:
    """Whether more letters of `words` are in what looks like words, and a larger share of them."""
    return _plausible(words) > _plausible(than) and plausible_share(words) > plausible_share(than)


def plausible_share(words: Sequence[PlacedWord]) -> float:
    """The share of letters in what looks like words, numbers or codes and not like misread ones; 0 without letters."""
    return _plausible(words) / max(sum(len(word.text) for word in words), 1)


def _plausible(words: Iterable[PlacedWord]) -> int:
    return sum(len(word.text) for word in words if is_plausible(word.text))


def is_plausible(word: str) -> bool:
    """Whether it has the shape of a word, a number or a code."""
    parts = re.split(r"[-/&'’.,@_]", word.strip(EDGES))
    return bool(_NUMBER.fullmatch(word.strip(EDGES)) or _CODE.fullmatch(word.strip(EDGES))) or (
        any(parts) and all(_is_word(part) for part in parts if part)
    )


def _is_word(part: str) -> bool:
    if part.isdigit():
        return True
    if not part.isalpha():
        return False
    in_one_case = part.isupper() or sum(c.isupper() for c in part[1:]) <= 1  # as in GmbH and McDonald
    return in_one_case and (len(part) < 5 or any(c in VOWELS for c in part.lower()))
