"""Mutation testing: small changes to the code, of which the tests have to notice nearly all.

    python -m scripts.mutants runs/mutants [ROOM …] [--share 0.08] [--seed 14]

Changes are made in a copy of the repository under the given folder. Results are one JSON line a mutant; a run that is
stopped goes on where it was, and `--again` tries once more what has survived. docs/mutants.md says what came of it.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.mutants.covered import Covered
    from scripts.mutants.draw import Mutant
    from scripts.mutants.session import Try

_RECORDS = ["records*", "line_items*", "taxes*", "tax_*", "agreed_times", "amount_signs", "payment_codes", "e_invoices"]
_SCHEMA = ["kinds*", "contract_kinds", "schema*", "rules", "announced*", "finders", "openings", "evidence_against"]
_WEIGHED = ["candidate_features", "page_against_xml"]
_FOUND = ["deadlines", "joint_parties", "party_parts", "role_headings", "told_kinds", "identity", "self_checking"]
_LAYOUT = ["reading_layout", "layout_*", "reading_tables", "reading_repairs", "reading_pdf", "gaps_between_words"]
_TAGGING = [
    "array_network",
    "bilou",
    "crf",
    "tagg*",
    "ensemble",
    "menu",
    "min_gru",
    "moves",
    "subwords",
    "vectors*",
    "windows",
]
ROOMS = {
    "tagging": (["nerkit/tagging"], [*_TAGGING, "calibration", "strange_models", "language"]),
    "layout": (
        [f"nerkit/reading/{name}.py" for name in ("layout", "blocks", "columns")],
        [*_LAYOUT, "skew"],
    ),
    "values": (["nerkit/values"], ["values_[!f]*", "records_[!s]*", "amount_signs", *_FOUND]),
    "records": (["nerkit/records"], [*_RECORDS, *_SCHEMA, *_FOUND, *_WEIGHED, "values_periods", "values_thresholds"]),
    "language": (["nerkit/language"], ["language*", "bilou", "tagger", "windows", "values_mentions", *_RECORDS]),
}
"""Each room: its files, and the tests that are asked."""

_FAULTY = 5
"""Tests that may fail where nothing is changed before a room is given up."""


def main() -> None:
    """Draw mutants, try each that has not been tried, and sum up; each room in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("rooms", nargs="*", default=list(ROOMS), metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--share", type=float, default=0.08, help="of the places that can be changed")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--limit", type=float, default=300.0, help="seconds that the tests of one mutant take at most")
    parser.add_argument("--again", action="store_true", help="try what has survived once more, with the tests of now")
    options = parser.parse_args()
    folder = options.folder.resolve()
    if _copied(folder / "copy"):
        for old in folder.glob("*-covered.json"):  # lines have moved: what runs them is measured anew
            old.unlink()
    for name in options.rooms:
        if not os.fork():
            Room(name, folder, options.share, options.seed, options.limit, options.again).run()
            os._exit(0)
        os.wait()
        _sum_up(name, folder / f"{name}.jsonl")


@dataclass(frozen=True)
class Room:
    """The mutants of one room, tried in the copy.

    `limit`: seconds that the tests of one mutant take at most when nothing is changed; the slowest ones are left out.
    """

    name: str
    folder: Path
    share: float
    seed: int
    limit: float
    again: bool

    def run(self) -> None:
        """Try each mutant that has not been tried."""
        copy = self.folder / "copy"
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        os.environ |= {"PYTHONPATH": str(copy), "CI": "true", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
        from scripts.mutants.session import session

        covered = self._covered()
        session(sorted({test.partition("::")[0] for test in covered.seconds}), lambda tried: self._all(tried, covered))

    @property
    def _paths(self) -> list[str]:
        files = (file for source in ROOMS[self.name][0] for file in _python(Path(source)))
        return sorted(str(file) for file in files if file.name != "__init__.py")

    def _covered(self) -> Covered:
        """Which tests run which lines, measured once, in a process of its own."""
        from scripts.mutants.covered import Covered, measure

        kept = self.folder / f"{self.name}-covered.json"
        if not kept.is_file():
            if not os.fork():
                found = (path for name in ROOMS[self.name][1] for path in Path().glob(f"tests/test_{name}.py"))
                measure(Path.cwd(), self._paths, sorted(set(map(str, found)))).save(kept)
                os._exit(0)
            os.wait()
        return Covered.load(kept)

    def _all(self, tried: Try, covered: Covered) -> None:
        from scripts.mutants.draw import draw

        results = self.folder / f"{self.name}.jsonl"
        known = {row["mutant"]: row for row in _rows(results)}
        self._prove(tried, covered)
        for mutant in (mutant for path in self._paths for mutant in draw(Path(), path, self.share, self.seed)):
            if mutant.name not in known or (self.again and known[mutant.name]["fate"] in ("survived", "no test")):
                row = self._one(mutant, tried, covered)
                with results.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _prove(self, tried: Try, covered: Covered) -> None:
        """Replace every file by itself, and leave out the tests that fail then; raise where these are many."""
        from scripts.mutants.session import NOTICED, confirm

        themselves = {path: Path(path).read_text(encoding="utf-8") for path in self._paths}
        for _ in range(_FAULTY):
            tests, seconds = covered.limited(covered.by_file(covered.seconds), self.limit)
            if tried(themselves, tests, seconds) == "survived":
                break
            faulty = NOTICED.read_text(encoding="utf-8").partition("\n")[0]
            print(f"left out, as it fails where nothing is changed: {faulty}", flush=True)
            del covered.seconds[faulty]
        else:
            raise RuntimeError(f"{self.name}: tests fail where nothing is changed")
        files = {test.partition("::")[0]: test for test in covered.seconds}
        if (fate := confirm([*files.values()], sum(covered.seconds.values()))) != "survived":
            raise RuntimeError(f"{self.name}: {fate} where nothing is changed: each file of tests must pass as a whole")

    def _one(self, mutant: Mutant, tried: Try, covered: Covered) -> dict[str, Any]:
        from scripts.mutants.session import NOTICED, confirm

        path, began = Path(mutant.path), time.monotonic()
        before = path.read_text(encoding="utf-8")
        after = mutant.apply(before)
        tests, seconds = covered.tests(mutant, self.limit)
        fate: str = "no test"
        if tests:
            fate = tried({mutant.path: after}, tests, seconds)
            if fate == "survived" and mutant.imported:  # what was made of it at import may be elsewhere
                status = path.stat()
                path.write_text(after, encoding="utf-8")
                NOTICED.unlink(missing_ok=True)
                try:
                    fate = confirm(tests, seconds)
                finally:
                    path.write_text(before, encoding="utf-8")
                    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        change = list(difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm=""))[3:]
        took = round(time.monotonic() - began, 1)
        by = NOTICED.read_text(encoding="utf-8").partition("\n")[0] if fate == "killed" and NOTICED.is_file() else None
        return {"mutant": mutant.name, "fate": fate, "seconds": took, "change": change, "by": by}


def _copied(copy: Path) -> bool:
    """Copy what git knows of and what it does not ignore, as it is now; whether anything had changed."""
    changed = False
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        there = copy / name
        if Path(name).is_file() and not (there.is_file() and there.stat().st_mtime_ns == Path(name).stat().st_mtime_ns):
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, there)
            changed = True
    return changed


def _python(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _rows(results: Path) -> list[dict[str, Any]]:
    """The last result of each mutant."""
    if not results.is_file():
        return []
    rows = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    return list({row["mutant"]: row for row in rows}.values())


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
