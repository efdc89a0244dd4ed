"""Thirty forms of the adbuy corpus as if they were somebody's own, with labels that nerkit does not know.

    python adbuy_as_new.py ADBUY FOLDER

FOLDER then holds `documents/` (every fifth PDF of the train split, thirty), `gold.jsonl` (what a person would mark in
them) and `others.jsonl`: the 88 documents of the test split, in which nobody marks anything for training.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.registry import load

NAMES = {
    "BUYER": "ADVERTISER",
    "PERIOD_START": "FLIGHT_FROM",
    "PERIOD_END": "FLIGHT_TO",
    "TOTAL_AMOUNT": "GROSS_AMOUNT",
}


def main(adbuy: Path, folder: Path) -> None:
    """Make the folder."""
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    chosen = load("adbuy", adbuy, "train")[::5][:30]
    for labelled in chosen:
        shutil.copy(labelled.document.source, documents)
    jsonl.write(folder / "gold.jsonl", map(renamed, chosen))
    jsonl.write(folder / "others.jsonl", map(renamed, load("adbuy", adbuy, "test")))


def renamed(labelled: LabelledDocument) -> LabelledDocument:
    """The document with the five values that the corpus gives, under other names; the rest of the spans go."""
    number = "INVOICE_NUMBER" if "invoice_number" in labelled.record else "ORDER_NUMBER"
    names = {**NAMES, number: "CONTRACT_NUMBER"}

    def under_new_names(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(span, label=names[span.label]) for span in spans if span.label in names)

    return replace(
        labelled,
        spans=under_new_names(labelled.spans),
        open_spans=under_new_names(labelled.open_spans),
        closed=frozenset(names[label] for label in labelled.closed & names.keys()),
        record={},
        tolerated={},
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
