"""Runs `nerkit tag` on what means harm: `python -m scripts.hostile --count 10000 --seed 1`.

What has to hold for all of it: a record or a coded error, within limits of time and memory, and a run that goes on to
its end. First come crafted files, models and schemas, then mutations of documents that the project makes, named by seed
and number. `--first` goes on with the mutation of that number, where a run was stopped. `--keep` takes copies of the
files that broke it. Exit status 1 where any did.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from math import inf
from pathlib import Path
from random import Random

from scripts.hostile.files import INVOICE, crafted
from scripts.hostile.running import BROKEN, RECORD, outcomes
from scripts.hostile.strangers import strangers
from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import seeds

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
BATCH = 500
"""Mutations that one run is given: its processes load the model once for all of them."""
FILE, STRANGE = 60.0, 90.0
"""Seconds of a processor that a file alone may take, and a run with a strange model."""


def mutations(count: int, seed: int, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and content of damaged documents below number `count`; the same for the same seed.

    Of scans there are the small ones made for it: damage does to a large one what it does to them, and its pages cost
    ten times as much to recognise.
    """
    rng = Random(seed)
    sound = [(name, file) for name, file in seeds([SAMPLES]) if not name.endswith("-scan.pdf")]
    chosen = [rng.choice(sound) for _ in range(count)]
    for number, (name, file) in islice(enumerate(chosen), first, None):
        data = file.read_bytes() if isinstance(file, Path) else file
        yield f"{seed}-{number}-{name}", mutated(data, Random(f"{seed}-{number}"))


def run(
    cases: Iterable[tuple[str, bytes]], *, until: float = inf, seconds: float = FILE, keep: Path | None = None
) -> Iterator[tuple[str, str]]:
    """The name of each file and each code that it came to, a batch of files in one run.

    No run begins once the clock (`time.monotonic`) stands at `until`.
    """
    cases = iter(cases)
    while time.monotonic() < until and (some := list(islice(cases, BATCH))):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch, "files")
            folder.mkdir()
            files = [folder / name for name, _ in some]
            for file, (_, content) in zip(files, some, strict=True):
                file.write_bytes(content)
            for file, codes in outcomes(files, seconds=seconds).items():
                yield from ((file.name, code) for code in codes)
                if keep and BROKEN & set(codes):
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, keep)


def run_strangers() -> Iterator[tuple[str, str]]:
    """The name of each strange model and schema, and what a sound invoice came to with it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "files")
        folder.mkdir()
        invoice = folder / "invoice.txt"
        invoice.write_text(INVOICE, encoding="utf-8")
        for name, options in strangers(Path(scratch)):
            for code in outcomes([invoice], options, seconds=STRANGE)[invoice]:
                yield name, code


def table(counts: Counter[str]) -> str:
    """How many documents came to each code; what has to be 0 stands last."""
    codes = sorted(counts.keys() - BROKEN - {RECORD}, key=lambda code: (-counts[code], code))
    rows = [f"| {code} | {counts[code]} |" for code in (RECORD, *codes, *sorted(BROKEN))]
    return "\n".join(["| outcome | documents |", "|---|---:|", *rows])


def _everything(count: int, seed: int, first: int, until: float, keep: Path | None) -> Iterator[tuple[str, str]]:
    """The name of each case and each code that it came to. Pages are recognised anew, and once."""
    with tempfile.TemporaryDirectory() as recognised:
        os.environ["NERKIT_OCR_CACHE"] = recognised
        if first == 0:
            yield from run(crafted(), until=until, keep=keep)
            yield from run_strangers()
        yield from run(mutations(count, seed, first), until=until, keep=keep)


def main() -> int:
    """Prints the table; 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many mutations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the mutation to go on with; nothing is crafted then")
    parser.add_argument("--minutes", type=float, default=55, help="after which no further run begins")
    parser.add_argument("--keep", type=Path, help="where files go that broke what has to hold")
    chosen = parser.parse_args()
    begin, counts, broken, done = time.monotonic(), Counter[str](), list[str](), set[str]()
    for name, code in _everything(chosen.count, chosen.seed, chosen.first, begin + 60 * chosen.minutes, chosen.keep):
        counts[code] += 1
        done.add(name)
        if code in BROKEN:
            broken.append(f"{name!r} ({code})")
            print(f"broken: {broken[-1]}", file=sys.stderr, flush=True)
    print(table(counts))
    print(f"\n{len(done)} files, models and schemas in {(time.monotonic() - begin) / 60:.0f} min; {len(broken)} broken")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
