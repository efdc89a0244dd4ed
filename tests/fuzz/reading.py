"""Damaged files, each read as the command line reads it: `python -m tests.fuzz.reading --count 2000 --seed 1`.

What has to hold for every one of them: it becomes documents or a coded error (a fault of nerkit, "internal", is none),
in less than the limit on silence a page, and this process is still there. A case is named by seed and number;
`--keep` writes the files that broke this.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nerkit.document import Document
from nerkit.errors import NerkitError
from nerkit.reading.isolated import IsolatedReader, Limits
from nerkit.result import Failure

from .mutations import mutated
from .seeds import seeds

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
LIMITS = Limits(silence=30.0, memory=2 << 30)


@dataclass(frozen=True)
class Outcome:
    """What became of a damaged file: "document" or an error's code for each document in it, and the seconds."""

    name: str
    codes: tuple[str, ...]
    seconds: float


def cases(count: int, seed: int, folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Name and content of damaged files; the same for the same seed."""
    rng = Random(seed)
    sound = seeds(folders)
    for i in range(count):
        name, file = rng.choice(sound)
        data = file.read_bytes() if isinstance(file, Path) else file
        yield f"{seed}-{i}-{name}", mutated(data, Random(f"{seed}-{i}"))


def outcome(reader: IsolatedReader, path: Path) -> Outcome:
    """Reads the file, or all that it holds if it is an archive or a mail."""
    begin = time.perf_counter()
    codes = tuple(_code(reader, file) for file in _files(reader, path))
    return Outcome(path.name, codes, time.perf_counter() - begin)


def _files(reader: IsolatedReader, path: Path) -> list[Path]:
    try:
        return reader.find(path).files or [path]
    except NerkitError:
        return [path]


def _code(reader: IsolatedReader, path: Path) -> str:
    try:
        document = reader.read(path)
    except Exception as error:
        return Failure.of(str(path), error).code
    return "document" if _holds(document) else "internal"


def _holds(document: Document) -> bool:
    """What every document promises: words in order, within the text, and free of white space."""
    ends = [0, *(word.end for word in document.words)]
    return all(
        before <= word.start < word.end <= len(document.text) and len(document.text[word.start : word.end].split()) == 1
        for before, word in zip(ends, document.words, strict=False)
    )


def run(count: int, seed: int, folders: list[Path], keep: Path | None = None) -> list[Outcome]:
    """The outcome of each case."""
    outcomes = []
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, IsolatedReader(LIMITS) as reader:
        for name, data in cases(count, seed, folders):
            path = Path(folder) / name
            path.write_bytes(data)
            outcomes.append(outcome(reader, path))
            path.unlink()
            if keep and BROKEN & set(outcomes[-1].codes):
                (keep / name).write_bytes(data)
    return outcomes


BROKEN = {"internal", NerkitError.code, "worker-failed"}


def main() -> int:
    """Prints outcomes by code, and the slowest cases; 1 where one broke what has to hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, action="append", default=[], help="more sound files to damage")
    parser.add_argument("--keep", type=Path, help="where files go that broke what has to hold")
    chosen = parser.parse_args()
    outcomes = run(chosen.count, chosen.seed, [SAMPLES, *chosen.folder], chosen.keep)
    by_code: dict[str, list[float]] = defaultdict(list)
    for each in outcomes:
        for code in each.codes:
            by_code[code].append(each.seconds)
    print("| outcome | documents | slowest file |\n|---|---:|---:|\n", end="")
    for code, count in Counter({code: len(all_of) for code, all_of in by_code.items()}).most_common():
        print(f"| {code} | {count} | {max(by_code[code]):.1f} s |")
    slowest = sorted(outcomes, key=lambda each: -each.seconds)[:5]
    print("\nslowest: " + ", ".join(f"{each.name} {each.seconds:.1f} s" for each in slowest))
    broken = [each.name for each in outcomes if BROKEN & set(each.codes)]
    print(f"{len(outcomes)} files, broken: {', '.join(broken) or 'none'}")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
