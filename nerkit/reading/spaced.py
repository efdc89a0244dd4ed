"""Letters that are s p a c e d  o u t become words again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from nerkit.reading.placed import PlacedWord

_MIN_LETTERS = 4
_WIDEST_GAP = 0.8  # in heights of a letter; further apart stand the letters of column heads and check boxes
_WORD_GAP = 1.6  # in usual gaps between the letters of the run


def close_up(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """Join single letters of one case that follow each other on a line at even distances; all else stays as it is."""
    short = [i for i, word in enumerate(words) if len(word.text) == 1]
    if not any(later - first == 2 for first, later in zip(short, short[2:], strict=False)):
        return list(words)  # most pages: nowhere three of them in a row
    closed: list[PlacedWord] = []
    i = 0
    while i < len(words):
        end = i + 1
        if _is_letter(words[i]):
            while end < len(words) and _is_letter(words[end - 1]) and _follows(words[end - 1], words[end]):
                end += 1
        run = words[i:end]
        closed += _joined(run) if len(run) >= _MIN_LETTERS else run
        i = end
    return closed


def _is_letter(word: PlacedWord) -> bool:
    return len(word.text) == 1 and word.text.isalpha()


def _is_last_letter(word: PlacedWord) -> bool:
    """A letter with the punctuation behind it."""
    return word.text[:1].isalpha() and not any(c.isalnum() for c in word.text[1:])


def _follows(letter: PlacedWord, word: PlacedWord) -> bool:
    if not (_is_letter(word) or _is_last_letter(word)) or (word.text.isupper() and letter.text.islower()):
        return False
    a, b = letter.box, word.box
    height = max(a.height, b.height)
    return abs(a.bottom - b.bottom) < 0.2 * height and 0 <= b.x0 - a.x1 <= _WIDEST_GAP * height


def _joined(letters: Sequence[PlacedWord]) -> Iterator[PlacedWord]:
    usual = median(b.box.x0 - a.box.x1 for a, b in pairwise(letters))
    start = 0
    for i in range(1, len(letters) + 1):
        if i == len(letters) or letters[i].box.x0 - letters[i - 1].box.x1 > _WORD_GAP * usual:
            run = letters[start:i]
            text = "".join(letter.text for letter in run)
            yield replace(run[0], text=text, box=run[0].box.union(run[-1].box))
            start = i
