"""Files made by joining documents: how many of their borders are found, and how many single documents are torn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from nerkit.page_stream.page_facts import PageFacts, page_facts
from nerkit.page_stream.stream_model import StreamModel, default_model
from nerkit.reading import files_in

Pages = Sequence[PageFacts]
Begins = list[int]

_ALIKE = 4
"""From so many documents with the most similar heads the next one of a file of a family is drawn."""
_LARGEST = 6
_PDFS = frozenset({".pdf"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})


@dataclass
class JoinCounts:
    """Borders that were found rightly, wrongly and not, files parted without a fault, and single documents torn."""

    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    pure: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    single: int = 0
    torn: int = 0

    def f1(self, of: Sequence[str]) -> float:
        """Of the borders in these kinds of joins."""
        right, wrong, missed = (sum(counts[name] for name in of) for counts in (self.found, self.wrong, self.missed))
        return 2 * right / max(2 * right + wrong + missed, 1)


def facts_in(folders: Sequence[Path], read: Callable[[Path], Any], *, pictures: bool = False) -> list[Pages]:
    """The facts of the pages of each PDF with text on them, each folder's documents behind one another.

    With `pictures`, each picture is a document too.
    """
    found: list[Pages] = []
    suffixes = _PDFS | _PICTURES if pictures else _PDFS
    for file in files_in(folders):
        if file.suffix.lower() not in suffixes:
            continue
        pages = page_facts(read(file))
        if not all(page.blank for page in pages):
            found.append(pages)
    return found


def joins(documents: Sequence[Pages], times: int, seed: int) -> Iterator[tuple[str, Pages, Begins]]:
    """Files of two to six documents, with what they are joined of and where the documents begin.

    "family": each document has a head much like the one before it; "others": any; "again": some stand there twice.
    """
    random = Random(seed)
    near = [_nearest(documents, place) for place in range(len(documents))]
    for number in range(times):
        kind = ("family", "others", "again")[number % 3]
        place = random.randrange(len(documents))
        chosen = [place]
        for _ in range(random.randint(1, _LARGEST - 1)):
            place = random.choice(near[place]) if kind != "others" else random.randrange(len(documents))
            chosen += [place, place] if kind == "again" and random.random() < 0.5 else [place]
        pages: list[PageFacts] = []
        begins = []
        for one in chosen:
            begins.append(len(pages))
            pages += documents[one]
        yield kind, pages, begins


def measured(documents: Sequence[Pages], times: int, seed: int, model: StreamModel | None = None) -> JoinCounts:
    """How the model parts joined files, and each document by itself."""
    model, counts = model or default_model(), JoinCounts()
    for kind, pages, begins in joins(documents, times, seed):
        said, _ = model.part(pages)
        right = {_first_shown(pages, begin) for begin in begins[1:]} - {0}
        now = {_first_shown(pages, begin) for begin in said[1:]}
        counts.found[kind] += len(right & now)
        counts.wrong[kind] += len(now - right)
        counts.missed[kind] += len(right - now)
        counts.files[kind] += 1
        counts.pure[kind] += right <= now
        counts.whole[kind] += right == now
    for pages in documents:
        counts.single += 1
        counts.torn += len(model.part(pages)[0]) > 1
    return counts


def _first_shown(pages: Pages, begin: int) -> int:
    """The first page from there on that is not blank: where a border is said to be."""
    return next((at for at in range(begin, len(pages)) if not pages[at].blank), begin)


def _nearest(documents: Sequence[Pages], place: int) -> list[int]:
    head = documents[place][0].head
    others = [other for other in range(len(documents)) if other != place]
    return sorted(others, key=lambda other: -_alike(head, documents[other][0].head))[:_ALIKE]


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def shares(counts: JoinCounts) -> Mapping[str, float]:
    """The figures by name."""
    kinds = sorted(counts.files)
    files = max(counts.files.total(), 1)
    return {
        **{f"F1 of borders, {kind}": counts.f1([kind]) for kind in kinds},
        "F1 of borders": counts.f1(kinds),
        "files without a mixed record": counts.pure.total() / files,
        "files parted without a fault": counts.whole.total() / files,
        "single documents torn": counts.torn / max(counts.single, 1),
    }
