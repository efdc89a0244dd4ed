"""How each stage behind reading grows with what it reads: CPU seconds and memory on inputs made to be hard.

Each input has a process of its own, in which its sizes rise: so the peak of the memory is that of the last size.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerkit.pipeline import Pipeline

STAGES = ("reading", "tagging", "finding", "records")

_WARM = 2_100
"""Size of the input before the first: numbers up to it bring up all that is made once, for years and groups too."""

_PROSE = (
    "This Agreement is made as of 12 March 2024 by and between Alpha Trading Ltd, a company incorporated in Delaware, "
    "and Beta Services GmbH. The fee of EUR 1,250.00 is due within 30 days.\n"
)


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """What an input of one size took: CPU seconds of each stage, the peak of the process in megabytes, and its rise.

    `before` is the peak with the model loaded and warm, before the input came.
    """

    name: str
    size: int
    seconds: Mapping[str, float]
    peak: float
    before: float

    @property
    def total(self) -> float:
        """CPU seconds of all stages."""
        return sum(self.seconds.values())


def _word(sign: str) -> Callable[[int], list[str]]:
    return lambda size: [f"INVOICE {sign * size} Total 12.00"]


def _prose(size: int) -> str:
    return (_PROSE * (size // len(_PROSE) + 1))[:size]


def _cells(count: int) -> list[str]:
    return ["INVOICE\nTotal\t" + "\t".join(f"{n}.{n % 100:02}" for n in range(1, count + 1))]


def _totals(count: int) -> list[str]:
    return ["INVOICE No. 17\n" + "".join(f"Total amount due: EUR {n}.{n % 100:02}\n" for n in range(1, count + 1))]


def _taxes(count: int) -> list[str]:
    return [
        "INVOICE No. 17\n"
        + "".join(f"VAT 20% on {n}.00: {n * 0.2:.2f} EUR\n" for n in range(1, count + 1))
        + "Total EUR 100.00\n"
    ]


def _rows(count: int) -> list[str]:
    lines = (f"{n}\tArticle {n}\t{n % 9 + 1}\t{n}.50\t{(n % 9 + 1) * (n + 0.5):.2f}" for n in range(1, count + 1))
    return ["INVOICE No. 17\nPos\tDescription\tQuantity\tUnit price\tAmount\n" + "\n".join(lines) + "\nTotal\t9.99\n"]


def _parties(count: int) -> list[str]:
    names = (f'Alpha{n} Trading Ltd (the "Seller{n}"), and Alpha{n},\n' for n in range(1, count + 1))
    return ["SALES AGREEMENT\nThis Agreement is made as of 12 March 2024 by and between\n" + "".join(names)]


@dataclass(frozen=True, slots=True)
class GrowthInput:
    """What makes the texts of an input, the sizes that it is made in (characters, or things of the kind), its kind."""

    texts: Callable[[int], list[str]]
    sizes: tuple[int, ...]
    kind: str = "auto"


INPUTS: dict[str, GrowthInput] = {
    **{f"word of {sign}": GrowthInput(_word(sign), (20_000, 40_000, 80_000)) for sign in '_("$'},
    "cells of a line": GrowthInput(_cells, (1_000, 2_000, 4_000, 10_000), "invoice"),
    "totals": GrowthInput(_totals, (1_000, 2_000, 4_000, 10_000), "invoice"),
    "taxes": GrowthInput(_taxes, (1_000, 2_000, 4_000, 10_000), "invoice"),
    "rows": GrowthInput(_rows, (1_000, 2_000, 4_000, 10_000), "invoice"),
    "parties": GrowthInput(_parties, (500, 1_000, 2_000), "contract"),
    "text": GrowthInput(lambda size: [_prose(size)], (1_000_000, 3_000_000, 10_000_000)),
    "line": GrowthInput(lambda size: [_prose(size).replace("\n", " ")], (250_000, 500_000, 1_000_000)),
    "unbroken word": GrowthInput(lambda size: ["".join(_prose(size).split())], (250_000, 500_000, 1_000_000)),
    "three texts": GrowthInput(lambda size: [_prose(size - n) for n in range(3)], (1_000_000, 10_000_000)),
}
"""The inputs by name."""


def growth(only: str | None = None, largest: int | None = None) -> Iterator[GrowthPoint]:
    """The inputs in turn, sizes rising; `only` those whose name holds this, none larger than `largest`."""
    for name, one in INPUTS.items():
        sizes = [size for size in one.sizes if largest is None or size <= largest]
        if sizes and (only is None or only in name):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
                yield from own.map(measured, [name] * len(sizes), sizes)


def measured(name: str, size: int) -> GrowthPoint:
    """One input of one size, in this process."""
    from nerkit.reading import document_from_text
    from nerkit.records import build, with_found

    pipeline, before = _at_rest(name)
    seconds = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        start = time.process_time()
        yield
        seconds[stage] += time.process_time() - start

    for text in INPUTS[name].texts(size):
        with timed("reading"):
            document = document_from_text(text, name)
        with timed("tagging"):
            entities = pipeline.tagger.tag(document)
        with timed("finding"):
            found = with_found(document, entities, pipeline.schema, INPUTS[name].kind)
        with timed("records"):
            build(document, found, kind=INPUTS[name].kind, schema=pipeline.schema, scorer=pipeline.scorer)
    return GrowthPoint(name, size, seconds, _peak(), before)


@cache
def _at_rest(name: str) -> tuple[Pipeline, float]:
    """A pipeline that has made its patterns for an input, and the peak of the memory with it alone."""
    from nerkit.language.lean_spacy import keep_spacy_lean
    from nerkit.pipeline import load

    keep_spacy_lean()  # as the command and its workers do: nothing there needs PyTorch
    pipeline = load()
    pipeline.text(INPUTS[name].texts(_WARM)[0], kind=INPUTS[name].kind)
    return pipeline, _peak()


def _peak() -> float:
    """Peak resident memory of this process in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
