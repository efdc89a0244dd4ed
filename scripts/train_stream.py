"""Trains the model that parts a file into documents; writes its TOML.

    python scripts/train_stream.py OUT.toml FOLDER…
    python scripts/train_stream.py OUT.toml --on FOLDER…     # keeps the weights that nerkit has: learns new features

Each folder holds PDFs of one family of documents, digital ones: pages without text are passed over. Files are joined
of each family and of all of them. Documents that stay whole count eight times, as tearing one is the worse mistake, and
short ones are joined to copies of themselves that say so, which belong to their originals.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from nerkit.benchmarks.joins import Begins, Pages, facts_in, joins
from nerkit.page_stream.stream_model import default_model
from nerkit.reading import read
from nerkit.training.stream_weights import learned

TIMES, WHOLE, DECAY, DECAY_ON, COST = 60, 8, 1.0, 8.0, 0.5
SHORT = 3


def joined(families: list[list[Pages]]) -> Iterator[tuple[Pages, Begins]]:
    """Files joined of each family, its documents by themselves, files joined of all, and copies behind originals."""
    for family in families:
        yield from ((pages, begins) for _, pages, begins in joins(family, TIMES, 11))
        yield from ((pages, [0]) for pages in family if len(pages) > 1 for _ in range(WHOLE))
    every = [pages for family in families for pages in family]
    yield from ((pages, begins) for _, pages, begins in joins(every, 3 * TIMES, 20))
    yield from copied(every, Random(5))


def copied(documents: list[Pages], random: Random) -> Iterator[tuple[Pages, Begins]]:
    """Originals, some of which say that they are, and copies that say so, alone and behind another document."""
    short = [pages for pages in documents if len(pages) <= SHORT]
    for _ in range(TIMES):
        pages, before = random.choice(short), random.choice(documents)
        mark = frozenset({"original"}) if random.random() < 0.3 else frozenset()
        both = [
            *(replace(page, copies=mark) for page in pages),
            *(replace(p, copies=frozenset({"copy"})) for p in pages),
        ]
        yield both, [0]
        yield [*before, *both], [0, len(before)]


def main(out: str, *folders: str) -> None:
    """Learn from the PDFs of these folders."""
    before = default_model() if "--on" in folders else None
    places = [Path(folder) for folder in folders if folder != "--on"]
    families = [facts_in([place], lambda file: read(file, ocr="never")) for place in places]
    model = learned(joined(families), decay=DECAY_ON if before else DECAY, cost=COST, before=before)
    Path(out).write_text(model.dump(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
