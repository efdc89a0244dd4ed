"""Judgments of the European Court of Human Rights (Sierro 2024): columns, a corpus for each language in one folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nerkit.corpora import conll_corpora
from nerkit.corpora.labelled import LabelledDocument


def french(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The French judgments, annotated by hand, in the splits that are given."""
    return conll_corpora.read(folder, split, "FR-manual-")


def spanish(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The Spanish ones."""
    return conll_corpora.read(folder, split, "ES-manual-")
