"""What a stretch of pages says for being one document, as features of a linear model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nerkit.budget import paced
from nerkit.page_stream.borders import Features
from nerkit.page_stream.one_value import one_value
from nerkit.page_stream.page_facts import NUMBERS, PageFacts

_STRANGE = 0.2  # of the names of a page, which the pages of its document before it have too
_FAR = 30  # pages of a stretch whose names are remembered
_MANY = 4


def segments(pages: Sequence[PageFacts], first: int) -> Iterator[Features]:
    """The features of the stretches that begin at page `first` (an index), by their ends."""
    begin = pages[first].stated
    numbers: dict[str, frozenset[str]] = {}
    names: set[str] = set()
    firsts = others = strange = 0
    for last, page in enumerate(paced(pages[first:]), first):
        length = last - first + 1
        stated = page.stated
        firsts += last > first and stated is not None and stated.worded and stated.number == 1
        for label in NUMBERS:
            if label in page.values:
                others += label in numbers and not one_value(numbers[label], page.values[label])
                numbers[label] = numbers.get(label, frozenset()) | page.values[label]
        if length > 1 and page.names and names:
            strange += len(page.names & names) < _STRANGE * len(page.names)
        if length <= _FAR:
            names |= page.names
        of = begin.of if begin else None
        said = {
            "as many pages as it says": of == length and begin is not None and begin.number == 1,
            "fewer pages than it says": of is not None and length < of,
            "more pages than it says": of is not None and length > of,
            "begins with a later page": begin is not None and begin.worded and begin.number > 1,
            "another page is the first": firsts > 0,
            "several numbers": others > 0,
        }
        yield {name: 1.0 for name, holds in said.items() if holds} | {"strange pages": float(min(strange, _MANY))}
