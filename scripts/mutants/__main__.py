"""Mutation testing: small changes to the code, of which the tests have to notice nearly all.

    python -m scripts.mutants runs/mutants [ROOM …] [--share 0.1] [--seed 14]

Changes are made in a copy of the repository under the given folder. Results are one JSON line a mutant; a run that is
stopped goes on where it was. docs/mutants.md says what came of it.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOMS = {
    "tagging": (["nerkit/tagging"], ["bilou", "crf", "tagger", "ensemble", "vectors", "menu", "windows", "language"]),
    "layout": (
        [f"nerkit/reading/{name}.py" for name in ("layout", "blocks", "columns", "flow", "placed")],
        ["reading_layout", "reading_tables", "reading_repairs", "reading_pdf", "line_items*", "layout_*"],
    ),
    "values": (["nerkit/values"], ["values_*", "records*", "line_items*", "taxes*"]),
    "records": (["nerkit/records"], ["records*", "line_items*", "taxes*", "kinds", "schema*", "values_periods"]),
    "language": (["nerkit/language"], ["language", "bilou", "tagger", "windows", "values_mentions", "records*"]),
}
"""Each room: its files, and the tests that are asked."""


def main() -> None:
    """Draw mutants, try each that has not been tried, and sum up."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("rooms", nargs="*", default=list(ROOMS), metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--share", type=float, default=0.1, help="of the places that can be changed")
    parser.add_argument("--seed", type=int, default=14)
    options = parser.parse_args()
    for room in options.rooms:
        results = options.folder / f"{room}.jsonl"
        _room(room, options.folder.resolve() / "copy", results.resolve(), options.share, options.seed)
        _sum_up(room, results)


def _room(room: str, copy: Path, results: Path, share: float, seed: int) -> None:
    """Try the mutants of a room in the copy."""
    _copied(copy)
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    os.environ |= {"PYTHONPATH": str(copy), "CI": "true", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
    from scripts.mutants.covered import Covered, measure
    from scripts.mutants.draw import draw
    from scripts.mutants.trial import fate, warm_up

    sources, names = ROOMS[room]
    paths = sorted(str(p.relative_to(copy)) for s in sources for p in _python(copy / s) if p.name != "__init__.py")
    tests = sorted({str(p.relative_to(copy)) for name in names for p in copy.glob(f"tests/test_{name}.py")})
    map_ = results.with_name(f"{room}-covered.json")
    if not map_.is_file():  # in a process of its own, so that nothing of nerkit is in the memory of this one
        if not os.fork():
            measure(copy, paths, tests).save(map_)
            os._exit(0)
        os.wait()
    covered = Covered.load(map_)
    tried = {row["mutant"] for row in _rows(results)}
    warm_up()
    whole = (copy / paths[0]).read_text(encoding="utf-8")
    if (
        fate(copy / paths[0], whole, sorted(covered.seconds, key=covered.seconds.__getitem__), covered.seconds)[0]
        != "survived"
    ):
        raise SystemExit(f"{room}: its tests fail where nothing is changed")
    for mutant in (mutant for path in paths for mutant in draw(copy, path, share, seed)):
        if mutant.name in tried:
            continue
        before = (copy / mutant.path).read_text(encoding="utf-8")
        after = mutant.apply(before)
        end, seconds = fate(copy / mutant.path, after, covered.tests(mutant), covered.seconds)
        change = list(difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm=""))[3:]
        row = {"mutant": mutant.name, "fate": end, "seconds": seconds, "change": change}
        with results.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _copied(copy: Path) -> None:
    """What git knows of, and what it does not ignore, copied where it is not there yet."""
    if copy.is_dir():
        return
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if Path(name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, copy / name)


def _python(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _rows(results: Path) -> list[dict[str, Any]]:
    if not results.is_file():
        return []
    return [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]


def _sum_up(room: str, results: Path) -> None:
    rows = _rows(results)
    fates = Counter(row["fate"] for row in rows)
    dead = fates["killed"] + fates["timed out"]
    print(f"{room}: {dead} of {len(rows)} killed ({dead / max(1, len(rows)):.1%}); {dict(fates)}")
    for row in rows:
        if row["fate"] in ("survived", "no test"):
            print(f"  {row['mutant']} ({row['fate']})", *row["change"], sep="\n    ")


if __name__ == "__main__":
    main()
