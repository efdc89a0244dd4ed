"""Corpora as the command line names them: NAME=FOLDER."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from nerkit.corpora.labelled import LabelledDocument


def load_named(corpus: str, split: str) -> list[LabelledDocument]:
    """The documents of one split of "cuad=data/cuad"; raises `CorpusError` where there are none."""
    from nerkit.corpora.registry import load

    name, equals, folder = corpus.partition("=")
    if not equals:
        raise typer.BadParameter(f"a corpus is NAME=FOLDER, as cuad=data/cuad, not {corpus!r}")
    return load(name, Path(folder), split)
