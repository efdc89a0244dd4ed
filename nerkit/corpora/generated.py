"""Reads what the generator wrote: the PDFs through nerkit's own reader, the drawn values as spans of the text read."""

from __future__ import annotations

import json
import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from nerkit.corpora.cache import read_cached
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.splits import check_split
from nerkit.document import Document, Word
from nerkit.errors import CorpusError
from nerkit.labels import labels

_DEV_EVERY = 10
_log = logging.getLogger(__name__)


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The generated documents of a split: nine of ten are "train", every tenth is "dev", none is "test".

    All labels are closed but those that a line of gold calls unmarked: the generator knows what it drew. A value that
    the text read back does not hold becomes an open span where it was drawn; how many is logged at the end. Raises
    `CorpusError` where there is no gold.
    """
    check_split(split)
    gold = folder / "gold.jsonl"
    if not gold.is_file():
        raise CorpusError(f"{folder} holds no gold.jsonl: make it with nerkit.corpora.generator.generate")
    drawn = lost = 0
    with gold.open(encoding="utf-8") as file:
        for index, line in enumerate(file):
            if split not in ("all", "dev" if index % _DEV_EVERY == _DEV_EVERY - 1 else "train"):
                continue
            row: dict[str, Any] = json.loads(line)
            labelled = label(read_cached(folder / row["source"]), row)
            drawn += len(row["mentions"])
            lost += len(labelled.open_spans)
            yield labelled
    _log.info("%d drawn values, %d of them not read back as drawn", drawn, lost)


def label(document: Document, row: dict[str, Any]) -> LabelledDocument:
    """`document` with the values of its line of gold as spans."""
    places = _Places(document)
    spans: list[Span] = []
    opened: list[Span] = []
    for mention in row["mentions"]:
        groups = places.stretches(mention["boxes"])
        found = _spans(document.text, groups, mention["label"], mention["text"])
        if found is None:
            opened += [Span(start, end, mention["label"]) for start, end in groups]
        else:
            spans += found
    return LabelledDocument(
        document,
        spans=tuple(_apart(spans)),
        closed=frozenset(labels()) - frozenset(row.get("unmarked", ())),
        open_spans=tuple(opened),
        kind=row["kind"],
        record=row["record"],
    )


class _Places:
    """The words of a document by page and height, to find those that stand in a box."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._pages: dict[int, tuple[list[float], list[tuple[int, Word]]]] = {}
        by_page: dict[int, list[tuple[float, int, Word]]] = {}
        for i, word in enumerate(document.words):
            if word.box is not None:
                by_page.setdefault(word.box.page, []).append(((word.box.top + word.box.bottom) / 2, i, word))
        for page, rows in by_page.items():
            rows.sort(key=lambda row: row[:2])
            self._pages[page] = [row[0] for row in rows], [row[1:] for row in rows]

    def stretches(self, boxes: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
        """Stretches of the text, each of neighbouring words, that stand in `boxes` (page, x0, top, x1, bottom)."""
        inside: set[int] = set()
        for page, x0, top, x1, bottom in boxes:
            middles, rows = self._pages.get(int(page), ([], []))
            for i, word in rows[bisect_left(middles, top) : bisect_right(middles, bottom)]:
                box = word.box
                if box is not None and min(box.x1, x1) - max(box.x0, x0) > 0.3 * min(box.width, x1 - x0):
                    inside.add(i)
        words = self.document.words
        runs = [[i for _, i in run] for _, run in groupby(enumerate(sorted(inside)), lambda pair: pair[1] - pair[0])]
        return [(words[run[0]].start, words[run[-1]].end) for run in runs]


def _spans(text: str, groups: list[tuple[int, int]], label: str, wanted: str) -> list[Span] | None:
    """The spans of one drawn value; None where the text does not hold it."""
    # A word may hold more than the value ("Datum:12.03.2024"), and white space is no part of what was drawn.
    pattern = re.compile(r"\s*".join(map(re.escape, "".join(wanted.split()))))
    for start, end in groups:
        if match := pattern.search(text, start, end):
            return [Span(*match.span(), label)]
    # Another column's words stand between the lines of an address: each line is a mention of its own.
    runs_over_lines = label in labels() and labels()[label].type == "text"
    squeezed = "".join(wanted.split())
    whole = "".join("".join(text[a:b].split()) for a, b in groups)
    return [Span(a, b, label) for a, b in groups] if runs_over_lines and whole and whole == squeezed else None


def _apart(spans: list[Span]) -> list[Span]:
    """The spans in order, of those that share a character only the longest first one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
