"""The receipts of SROIE from their pictures alone: what OCR leaves of the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nerkit.corpora.cache import read_or_empty
from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.splits import select
from nerkit.corpora.sroie import record_of, rows


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The receipts of one split whose picture is there; they have gold records and no spans."""
    images = {path.stem: path for path in sorted((folder / "img").iterdir())}
    for row in select(rows(folder), split):
        if path := images.get(row["document"]):
            yield LabelledDocument(read_or_empty(path), kind="receipt", record=record_of(row["expected"]))
