"""A fault of a corpus: how bad it is, how often it occurs, what to do, and where to look first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from nerkit.corpora.labelled import LabelledDocument, Span

SHOWN_TEXT = 60


class Severity(IntEnum):
    """ERROR: figures are wrong or annotations get lost. WARNING: the model learns less than it could. NOTE: look."""

    ERROR = 0
    WARNING = 1
    NOTE = 2


@dataclass(frozen=True, slots=True)
class FaultPlace:
    """Where a fault is: a document, the stretch of its text where there is one, and what is to be said of it."""

    source: str
    start: int | None = None
    end: int | None = None
    label: str | None = None
    text: str | None = None
    note: str | None = None

    @classmethod
    def of(
        cls, document: LabelledDocument, span: Span, note: str | None = None, label: str | None = None
    ) -> FaultPlace:
        """The place of a span; its text on one line, cut where it is long."""
        text = " ".join(document.document.text[span.start : span.end].split())
        shown = text if len(text) <= SHOWN_TEXT else text[: SHOWN_TEXT - 1] + "…"
        return cls(document.document.source, span.start, span.end, label or span.label or None, shown, note)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON, without what there is not."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}

    def __str__(self) -> str:
        stretch = "" if self.start is None else f" {self.start}–{self.end}"
        what = " ".join(part for part in (self.label, f"“{self.text}”" if self.text is not None else None) if part)
        return ", ".join(part for part in (f"{Path(self.source).name}{stretch}", what, self.note) if part)


@dataclass(frozen=True)
class Finding:
    """One kind of fault. `count` counts all of them, `places` need not be all; the ones to look at first come first."""

    code: str
    severity: Severity
    count: int
    says: str
    advice: str
    places: Sequence[FaultPlace] = ()

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "code": self.code,
            "severity": self.severity.name.lower(),
            "count": self.count,
            "says": self.says,
            "advice": self.advice,
            "places": [place.to_dict() for place in self.places],
        }


def counted(number: int, one: str, many: str | None = None) -> str:
    """The number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names in one line, cut where they are many."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
