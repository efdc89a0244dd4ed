"""Recognition of scans beside `pytesseract.image_to_string`: how many letters and words are right, and how fast.

How texts are compared: letters in lower case (given lines do not always keep the case of the page), any white space as
one space, and nothing else folded: a colon too few is an error.

- Character error rate: insertions, deletions and substitutions that lead from the text read to the text given, over
  the characters given. The given lines are taken in their given order or row by row, whichever is nearer to what was
  read, for each side: both orders are right.
- Word recall and precision: the share of the given words that are among the words read, and of the words read that are
  among the given ones, as multisets, so that order does not count.

Speed is by the clock on the wall, as a person waits for it: nerkit reads a batch of pages side by side, pytesseract is
called for one page after the other, batch by batch in turns.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from PIL import Image

from nerkit.benchmarks.scans import Scan
from nerkit.keyword_options import checked
from nerkit.reading.layout import assemble
from nerkit.reading.ocr import PageImage, recognise_all
from nerkit.reading.options import ReadingOptions

_BATCH = 6  # pages
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Counted:
    """What was read of some pages, counted against what stands there."""

    errors: int = 0
    characters: int = 0
    words_found: int = 0
    words: int = 0
    words_read: int = 0
    values_found: int = 0
    values: int = 0

    def __add__(self, other: Counted) -> Counted:
        """The counts of both together."""
        return Counted(*(a + b for a, b in zip(self._all(), other._all(), strict=True)))

    def _all(self) -> tuple[int, ...]:
        return astuple(self)

    @property
    def error_rate(self) -> float:
        """Character errors over given characters."""
        return self.errors / max(self.characters, 1)

    @property
    def recall(self) -> float:
        """Given words that were read, over given words."""
        return self.words_found / max(self.words, 1)

    @property
    def precision(self) -> float:
        """Words read that are given, over words read."""
        return self.words_found / max(self.words_read, 1)


@dataclass(frozen=True, slots=True)
class OcrTurn:
    """A batch of pages, read by both: what they read, and the seconds it took."""

    ours: Counted
    theirs: Counted
    our_seconds: float
    their_seconds: float
    pages: int


def turns(scans: Sequence[Scan], engine: str = "tesseract") -> Iterator[OcrTurn]:
    """Read the scans batch by batch, one side first and then the other; the first scan is read once more before."""
    options = checked(ReadingOptions, {"ocr": "always", "ocr_engine": engine, "cache": False})

    def ours_of(scans: Sequence[Scan]) -> list[str]:
        return _ours(scans, options)

    if scans:
        ours_of(scans[:1])
        _theirs(scans[:1])
    for i, start in enumerate(range(0, len(scans), _BATCH)):
        batch = scans[start : start + _BATCH]
        if i % 2:
            theirs, their_seconds = _timed(_theirs, batch)
            ours, our_seconds = _timed(ours_of, batch)
        else:
            ours, our_seconds = _timed(ours_of, batch)
            theirs, their_seconds = _timed(_theirs, batch)
        yield OcrTurn(_count(batch, ours), _count(batch, theirs), our_seconds, their_seconds, len(batch))


def total(counts: Sequence[Counted]) -> Counted:
    """All counts together."""
    return sum(counts, Counted())


def interval(
    turns: Sequence[OcrTurn], figure: Callable[[Sequence[OcrTurn]], float], seed: int = 1
) -> tuple[float, float, float]:
    """A figure of all turns, and its 95 % interval by bootstrap over batches."""
    rng = random.Random(seed)
    drawn = sorted(figure(rng.choices(turns, k=len(turns))) for _ in range(_RESAMPLES))
    return figure(turns), drawn[int(0.025 * _RESAMPLES)], drawn[int(0.975 * _RESAMPLES)]


def errors_left(turns: Sequence[OcrTurn]) -> float:
    """Our character error rate over theirs."""
    ours, theirs = total([turn.ours for turn in turns]), total([turn.theirs for turn in turns])
    return ours.error_rate / max(theirs.error_rate, 1e-9)


def misses_left(turns: Sequence[OcrTurn]) -> float:
    """Our share of words not read over theirs."""
    ours, theirs = total([turn.ours for turn in turns]), total([turn.theirs for turn in turns])
    return (1 - ours.recall) / max(1 - theirs.recall, 1e-9)


def times_as_fast(turns: Sequence[OcrTurn]) -> float:
    """Our pages a second over theirs."""
    return sum(turn.their_seconds for turn in turns) / sum(turn.our_seconds for turn in turns)


def character_errors(read: str, given: str) -> int:
    """The Levenshtein distance of two texts."""
    if not given:
        return len(read)
    wanted = np.array(list(map(ord, given)))
    places = np.arange(len(wanted) + 1)
    row = places
    for i, code in enumerate(map(ord, read), 1):
        best = np.concatenate([[i], np.minimum(row[1:] + 1, row[:-1] + (wanted != code))])
        # Deletions run along the row: the least of best[j] + (k - j) over all j ≤ k.
        row = np.minimum.accumulate(best - places) + places
    return int(row[-1])


def _ours(scans: Sequence[Scan], options: ReadingOptions) -> list[str]:
    images = (_page_image(scan.image(), i) for i, scan in enumerate(scans, 1))
    return [assemble("", [page]).text for page in recognise_all(images, options, [])]


def _page_image(image: Image.Image, number: int) -> PageImage:
    return PageImage(number, image.width, image.height, np.asarray(image))


def _theirs(scans: Sequence[Scan]) -> list[str]:
    import pytesseract  # type: ignore[import-untyped]

    return [pytesseract.image_to_string(scan.image()) for scan in scans]


def _timed(read: Callable[[Sequence[Scan]], list[str]], scans: Sequence[Scan]) -> tuple[list[str], float]:
    start = time.perf_counter()
    return read(scans), time.perf_counter() - start


def _count(scans: Sequence[Scan], texts: Sequence[str]) -> Counted:
    return total([_compared(scan, text) for scan, text in zip(scans, texts, strict=True)])


def _compared(scan: Scan, text: str) -> Counted:
    given, read = [_folded(each) for each in scan.texts], _folded(text)
    words, words_read = Counter(given[0].split()), Counter(read.split())
    values = [value for value in map(_letters, scan.values) if value]
    return Counted(
        errors=min(character_errors(read, each) for each in given),
        characters=len(given[0]),
        words_found=(words & words_read).total(),
        words=words.total(),
        words_read=words_read.total(),
        values_found=sum(value in _letters(text) for value in values),
        values=len(values),
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
