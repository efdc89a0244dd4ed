"""Strict figures of parts of a corpus: by page, by how the page was read, by kind of document, by length."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from nerkit.corpora.labelled import LabelledDocument
from nerkit.evaluation.counts import CountTable
from nerkit.evaluation.judged_spans import JudgedSpan

_PAGES = (1, 2, 3, 4, 11)
_WORDS = (0, 100, 300, 1000, 3000, 10_000)


def _page(document: LabelledDocument, mark: JudgedSpan) -> str:
    page = document.document.page_of(mark.span.start)
    return _band(page.number, _PAGES, "page") if page else "no pages"


def _source(document: LabelledDocument, mark: JudgedSpan) -> str:
    page = document.document.page_of(mark.span.start)
    return {"text": "text layer", "ocr": "recognised"}.get(page.source, page.source) if page else "no pages"


def _kind(document: LabelledDocument, mark: JudgedSpan) -> str:
    return document.kind or "unknown"


def _length(document: LabelledDocument, mark: JudgedSpan) -> str:
    return f"{_band(len(document.document.words), _WORDS, '')} words".strip()


SLICES: Mapping[str, Callable[[LabelledDocument, JudgedSpan], str]] = MappingProxyType(
    {"page": _page, "how it was read": _source, "kind": _kind, "length": _length}
)
"""Name of a way to part a corpus → the part that a span of a document belongs to."""


def slice_tables(marks: Iterable[JudgedSpan], gold: Sequence[LabelledDocument]) -> dict[str, CountTable]:
    """A table for each way to part the corpus that gives more than one part, parts in their natural order."""
    marks = list(marks)
    tables = {}
    for name, part in SLICES.items():
        rows = [(mark.document, part(gold[mark.document], mark), mark.counts()) for mark in marks]
        parts = sorted({row[1] for row in rows}, key=_order)
        if len(parts) > 1:
            tables[name] = CountTable.of(rows, len(gold), parts)
    return tables


def _band(value: int, borders: Sequence[int], what: str) -> str:
    at = bisect_right(borders, value) - 1
    low = borders[at]
    last = at == len(borders) - 1
    end = "" if last else borders[at + 1] - 1
    band = f"{low} and more" if last else str(low) if end == low else f"{low}–{end}"
    return f"{what} {band}".strip()


def _order(part: str) -> tuple[int, str]:
    digits = "".join(c if c.isdigit() else " " for c in part).split()
    return int(digits[0]) if digits else -1, part
