"""How results change in the course of time: by week, what kinds came, how sure the model was, what failed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nerkit.exports.exported_values import exported_values
from nerkit.store.conditions import Query
from nerkit.store.record_store import RecordStore, StoredRecord

ENOUGH = 20
"""Documents that a week, and those before it, need to be compared."""

SURPRISING = 3.0
"""Standard errors from which on a figure has moved: in 1 of 400 comparisons chance does it."""


@dataclass
class StoredWeek:
    """The documents of a week, which begins on the Monday `week`, as the model found them.

    `failed` are those of which a check failed, `corrected` those that a person has changed; `checks` counts failed
    checks by name. `confidence` is the mean of the documents' mean confidences, None where no document has a value.
    `moved` names the figures that are not what they were in all weeks before: "confidence", "failed", or a kind.
    """

    week: str
    documents: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    corrected: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    moved: tuple[str, ...] = ()
    _sure: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])  # how many, their sum, that of their squares

    @property
    def confidence(self) -> float | None:
        """See above."""
        return self._sure[1] / self._sure[0] if self._sure[0] else None

    def add(self, record: StoredRecord, *, corrected: bool) -> None:
        """Counts a document, by its first version."""
        failed = [check["check"] for check in record.row.get("checks", ()) if not check["passed"]]
        self.documents += 1
        self.kinds[str(record.row.get("kind"))] += 1
        self.failed += bool(failed)
        self.corrected += corrected
        self.checks.update(failed)
        if sure := [value.confidence for value in exported_values(record.row)]:
            mean = sum(sure) / len(sure)
            self._sure = [old + new for old, new in zip(self._sure, (1.0, mean, mean * mean), strict=True)]

    def join(self, other: StoredWeek) -> None:
        """Counts the documents of another week too."""
        self.documents += other.documents
        self.failed += other.failed
        self.kinds.update(other.kinds)
        self._sure = [ours + theirs for ours, theirs in zip(self._sure, other._sure, strict=True)]

    def unlike(self, before: StoredWeek) -> Iterator[str]:
        """The figures that differ from those of the weeks before by more than chance makes them."""
        if min(self.documents, before.documents) < ENOUGH:
            return
        if self._sure[0] > 1 < before._sure[0]:
            error = math.sqrt(_spread(self._sure) / self._sure[0] + _spread(before._sure) / before._sure[0])
            if abs(self._sure[1] / self._sure[0] - before._sure[1] / before._sure[0]) > max(SURPRISING * error, 1e-9):
                yield "confidence"
        shares = {"failed": (self.failed, before.failed)}
        shares |= {kind: (self.kinds[kind], before.kinds[kind]) for kind in sorted({*self.kinds, *before.kinds})}
        for name, (ours, theirs) in shares.items():
            share = (ours + theirs) / (self.documents + before.documents)
            error = math.sqrt(share * (1 - share) * (1 / self.documents + 1 / before.documents))
            if error and abs(ours / self.documents - theirs / before.documents) > SURPRISING * error:
                yield name

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON; shares are of the documents of the week."""
        return {
            "week": self.week,
            "documents": self.documents,
            "kinds": dict(self.kinds.most_common()),
            "confidence": None if self.confidence is None else round(self.confidence, 4),
            "failed": round(self.failed / self.documents, 4),
            "corrected": round(self.corrected / self.documents, 4),
            "checks": dict(self.checks.most_common()),
            "moved": list(self.moved),
        }


def drift(store: RecordStore, query: Query | None = None) -> list[StoredWeek]:
    """The weeks in which the records that fit were put first, in order; weeks without any are left out."""
    weeks: dict[str, StoredWeek] = {}
    for last in store.find(query or Query()):
        first = store.get(last.id, 1) if last.version > 1 else last
        if first is not None:
            week = monday(first.at)
            weeks.setdefault(week, StoredWeek(week)).add(first, corrected=last.row["record"] != first.row["record"])
    return list(_compared(weeks[week] for week in sorted(weeks)))


def monday(at: str) -> str:
    """The Monday of the week of a time (ISO 8601), as YYYY-MM-DD."""
    day = datetime.fromisoformat(at).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def _compared(weeks: Iterable[StoredWeek]) -> Iterator[StoredWeek]:
    before = StoredWeek("")
    for week in weeks:
        week.moved = tuple(week.unlike(before))
        before.join(week)
        yield week


def _spread(sure: list[float]) -> float:
    """The variance, of how many, their sum, and that of their squares."""
    count, total, squares = sure
    return max(0.0, (squares - total * total / count) / (count - 1))
