"""Where annotators of one document differ, place by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from nerkit.annotation.marks import Mark
from nerkit.annotation.store import Work


@dataclass
class DisputedPlace:
    """A stretch of the text, and the mentions that each annotator sees in it."""

    start: int
    end: int
    by: defaultdict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))


def differing(works: Sequence[Work]) -> list[DisputedPlace]:
    """The places where the annotators' mentions are not the same, in text order.

    A place is as long as mentions overlap, so that two readings of one thing stand side by side.
    """
    marks = sorted((mark, work.annotator) for work in works for mark in work.mentions)
    places: list[DisputedPlace] = []
    for mark, annotator in marks:
        if not places or mark.start >= places[-1].end:
            places.append(DisputedPlace(mark.start, mark.end))
        places[-1].end = max(places[-1].end, mark.end)
        places[-1].by[annotator].append(mark)
    return [
        place for place in places if any(place.by[work.annotator] != place.by[works[0].annotator] for work in works)
    ]
