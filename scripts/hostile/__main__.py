"""Runs `nerkit tag` on what means harm: `python -m scripts.hostile --count 10000 --seed 1`.

What has to hold for all of it: a record or a coded error, within limits of time and memory, and a run that goes on to
its end. First come crafted files, models and schemas, then mutations of documents that the project makes, named by seed
and number. `--keep` takes copies of the files that broke it. Exit status 1 where any did.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

from scripts.hostile.files import INVOICE, crafted
from scripts.hostile.running import BROKEN, RECORD, outcomes
from scripts.hostile.strangers import strangers
from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import seeds

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
BATCH = 100
"""Mutations that one run is given."""
FILE, STRANGE = 60.0, 90.0
"""Seconds of a processor that a file alone may take, and a run with a strange model."""


def mutations(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of damaged documents; the same for the same seed."""
    rng = Random(seed)
    sound = seeds([SAMPLES])
    for number in range(count):
        name, file = rng.choice(sound)
        data = file.read_bytes() if isinstance(file, Path) else file
        yield f"{seed}-{number}-{name}", mutated(data, Random(f"{seed}-{number}"))


def run(
    cases: Iterable[tuple[str, bytes]], *, batch: int = BATCH, seconds: float = FILE, keep: Path | None = None
) -> Iterator[tuple[str, str]]:
    """The name of each file and each code that it came to, a batch of files in one run."""
    cases = iter(cases)
    while some := list(islice(cases, batch)):
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


def main() -> int:
    """Prints the table; 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many mutations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=55, help="after which no further run begins")
    parser.add_argument("--keep", type=Path, help="where files go that broke what has to hold")
    chosen = parser.parse_args()
    begin, counts, broken, done = time.monotonic(), Counter[str](), list[str](), set[str]()
    parts = (
        run(crafted(), batch=10, keep=chosen.keep),
        run_strangers(),
        run(mutations(chosen.count, chosen.seed), keep=chosen.keep),
    )
    for part in parts:
        for name, code in part:
            counts[code] += 1
            done.add(name)
            if code in BROKEN:
                broken.append(f"{name!r} ({code})")
                print(f"broken: {broken[-1]}", file=sys.stderr, flush=True)
            if time.monotonic() - begin > 60 * chosen.minutes:
                print(f"stopped after {chosen.minutes:g} minutes", file=sys.stderr)
                break
    print(table(counts))
    print(f"\n{len(done)} files, models and schemas in {(time.monotonic() - begin) / 60:.0f} min; {len(broken)} broken")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
