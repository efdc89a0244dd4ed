"""Kills `nerkit tag` again and again at random moments, and compares what it writes in the end with an undisturbed run.

    .venv/bin/python -m scripts.kills runs/kills --files 300 --kills 100

One time in four a worker alone is killed, else the whole run with all its processes. Exit status 0 where each file has
one line and the output is that of the undisturbed run, byte by byte.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

TAG = [sys.executable, "-m", "nerkit", "tag", "inbox", "--workers", "1", "--retries", "5", "--quiet"]

INVOICE = "Brightwater Supplies Ltd\nInvoice number: INV-{0}\nInvoice date: 14 May 2021\n\nTotal\t{0}.50 EUR\n"


def main() -> int:
    """Prints what was done in a line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    inbox = given.folder / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    for number in range(given.files):
        (inbox / f"{number:05}.txt").write_text(INVOICE.format(number))
    subprocess.run([*TAG, "-o", "whole.jsonl"], cwd=given.folder, check=True)
    chance = random.Random(given.seed)
    workers = kills = runs = 0
    while kills < given.kills:
        runs += 1
        process = subprocess.Popen([*TAG, "-o", "run.jsonl", "--resume"], cwd=given.folder, start_new_session=True)
        begun = _size(given.folder)
        while process.poll() is None and _size(given.folder) <= begun:  # until it has done something
            time.sleep(0.01)
        while process.poll() is None and kills < given.kills:
            time.sleep(chance.random() * 0.1)
            kills += 1
            if chance.random() < 0.25 and (worker := _a_worker(process.pid, chance)):
                worker.kill()
                workers += 1
                continue
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.poll() == 0:
            (given.folder / "run.jsonl").unlink()  # it came to its end before its time: once more
    subprocess.run([*TAG, "-o", "run.jsonl", "--resume"], cwd=given.folder, check=True)
    lines = [json.loads(line) for line in (given.folder / "run.jsonl").read_text().splitlines()]
    once = sorted(line["source"] for line in lines) == [f"inbox/{number:05}.txt" for number in range(given.files)]
    same = (given.folder / "run.jsonl").read_bytes() == (given.folder / "whole.jsonl").read_bytes()
    done = {"kills": kills, "of a worker alone": workers, "runs": runs, "lines": len(lines), "each once": once}
    print(json.dumps(done | {"equal to an undisturbed run": same}))
    return 0 if once and same else 1


def _size(folder: Path) -> int:
    part = folder / "run.jsonl.part"
    return part.stat().st_size if part.exists() else 0


def _a_worker(pid: int, chance: random.Random) -> psutil.Process | None:
    try:
        children = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return None
    return chance.choice(children) if children else None


if __name__ == "__main__":
    sys.exit(main())
