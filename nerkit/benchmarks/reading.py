"""Reading digital PDFs beside pdfplumber: how fast, and what a long document takes in time and memory."""

from __future__ import annotations

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, ParamSpec, TypeVar

from nerkit.benchmarks.word_agreement import TheirWord, WordAgreement, agreement
from nerkit.document import Document

_RESAMPLES = 2000

ReadingPart = Literal["read", "words"]
PARTS: dict[str, ReadingPart] = {"nerkit, words and boxes": "words", "nerkit.read, all of it": "read"}
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileTimes:
    """CPU seconds for one file, and how many of its pages have text.

    `ours` is `nerkit.read`, with reading order, rules and tables; `words` nerkit's words with boxes alone, `theirs`
    pdfplumber's `extract_words`.
    """

    name: str
    pages: int
    ours: float
    words: float
    theirs: float

    def seconds(self, part: ReadingPart) -> float:
        """What this part of nerkit took."""
        return self.ours if part == "read" else self.words


@dataclass(frozen=True, slots=True)
class LongDocument:
    """What reading a joined PDF took in a process of its own: CPU seconds and peak memory in MB."""

    pages: int
    seconds: float
    peak: float


def pdfs(folders: Iterable[Path], sample: int | None, seed: int = 1) -> list[Path]:
    """The PDFs of the folders, or a random sample of them that is the same every time."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    return files if sample is None or sample >= len(files) else sorted(random.Random(seed).sample(files, sample))


def compare(files: Sequence[Path]) -> Iterator[tuple[FileTimes, WordAgreement]]:
    """Read every file with both, in turns; pages without text of their own are left out of both sides' words."""
    if files:
        _read(files[0])
    for i, path in enumerate(files):
        pages = [bool(text.strip()) for text in _read(path).text.split("\f")]  # the warm-up of this file
        if not any(pages):
            continue
        if i % 2:
            theirs, their_time = _timed(_theirs, path, pages)
            _, words_time = _timed(_words, path)
            ours, our_time = _timed(_read, path)
        else:
            ours, our_time = _timed(_read, path)
            _, words_time = _timed(_words, path)
            theirs, their_time = _timed(_theirs, path, pages)
        words = [text.split() for text, chosen in zip(ours.text.split("\f"), pages, strict=True) if chosen]
        yield FileTimes(path.name, sum(pages), our_time, words_time, their_time), agreement(words, theirs)


def speed(times: Sequence[FileTimes], part: ReadingPart, seed: int = 1) -> tuple[float, float, float]:
    """How many times pdfplumber's pages a second nerkit reads, and its 95 % interval by bootstrap over files."""
    rng = random.Random(seed)

    def ratio(chosen: Sequence[FileTimes]) -> float:
        return sum(each.theirs for each in chosen) / sum(each.seconds(part) for each in chosen)

    ratios = sorted(ratio(rng.choices(times, k=len(times))) for _ in range(_RESAMPLES))
    return ratio(times), ratios[int(0.025 * _RESAMPLES)], ratios[int(0.975 * _RESAMPLES)]


def long_documents(files: Sequence[Path], sizes: Sequence[int]) -> Iterator[LongDocument]:
    """Join pages of real PDFs to documents of these many pages and read each in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.pdf"
            _join(files, size, path)
            with context.Pool(1) as pool:
                seconds, peak = pool.apply(_read_alone, (path,))
            yield LongDocument(size, seconds, peak)


def _words(path: Path) -> int:
    """Only the words with boxes, in drawing order: what `extract_words` gives. How many there are."""
    import pypdfium2

    from nerkit.reading.characters import Frame, words_from_characters
    from nerkit.reading.collector import paused_collector
    from nerkit.reading.textpage import read_characters

    count = 0
    with closing(pypdfium2.PdfDocument(path)) as pdf, paused_collector():
        for i in range(len(pdf)):
            with closing(pdf[i]) as page, closing(page.get_textpage()) as textpage:
                frame = Frame(page.get_bbox(), page.get_rotation() // 90)
                count += len(words_from_characters(read_characters(textpage, frame), frame, i + 1)[0])
    return count


def _read(path: Path) -> Document:
    from nerkit.reading import read

    return read(path, ocr="never")


def _theirs(path: Path, chosen: Sequence[bool]) -> list[list[TheirWord]]:
    import pdfplumber

    pages = []
    with pdfplumber.open(path) as pdf:
        for page, wanted in zip(pdf.pages, chosen, strict=True):
            if wanted:
                x0, top, x1, bottom = page.bbox
                pages.append(
                    [
                        TheirWord(
                            word["text"], x0 <= word["x1"] and word["x0"] <= x1 and top <= word["bottom"] <= bottom
                        )
                        for word in page.extract_words()
                    ]
                )
            page.close()
    return pages


def _timed(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, float]:
    start = time.process_time()
    result = work(*args, **kwargs)
    return result, time.process_time() - start


def _join(files: Sequence[Path], size: int, path: Path) -> None:
    import pypdfium2

    with closing(pypdfium2.PdfDocument.new()) as joined:
        while len(joined) < size:
            before = len(joined)
            for file in files:
                with closing(pypdfium2.PdfDocument(file)) as part:
                    joined.import_pages(part, list(range(min(len(part), size - len(joined)))))
            if len(joined) == before:
                raise ValueError("the PDFs have no pages to join")
        joined.save(path)


def _read_alone(path: Path) -> tuple[float, float]:
    start = time.process_time()
    _read(path)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
