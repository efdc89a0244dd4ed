"""Trains the model that parts a file into documents anew, beginning from its weights; writes the TOML.

    python scripts/train_stream.py OUT.toml FOLDER…

Each folder holds PDFs of one family of documents, digital ones: pages without text are passed over. Files are joined
of each family and of all of them; documents that stay whole count twelve times, as tearing one is the worse mistake.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from nerkit.benchmarks.joins import Begins, Pages, facts_in, joins
from nerkit.page_stream.stream_model import default_model
from nerkit.reading import read
from nerkit.training.stream_weights import learned

TIMES, WHOLE, DECAY, COST = 60, 12, 4.0, 1.5


def joined(families: list[list[Pages]]) -> Iterator[tuple[Pages, Begins]]:
    """Files joined of each family, its documents by themselves, and files joined of all."""
    for family in families:
        yield from ((pages, begins) for _, pages, begins in joins(family, TIMES, 11))
        yield from ((pages, [0]) for pages in family if len(pages) > 1 for _ in range(WHOLE))
    every = [pages for family in families for pages in family]
    yield from ((pages, begins) for _, pages, begins in joins(every, 3 * TIMES, 20))


def main(out: str, *folders: str) -> None:
    """Learn from the PDFs of these folders."""
    families = [facts_in([Path(folder)], lambda file: read(file, ocr="never")) for folder in folders]
    model = learned(joined(families), decay=DECAY, cost=COST, prior=default_model())
    Path(out).write_text(model.dump(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
