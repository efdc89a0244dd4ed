"""What a page costs on the workers of an engine, and in the process that hands the files out.

    .venv/bin/python -m scripts.scale_speed corpora/samples/invoice-usd-en.pdf --files 100 --workers 2 --engine ray

Tags copies of a file and prints a line of JSON: CPU seconds a page of the workers with all processes below them, and of
the command that hands out, while all workers are at work; and pages a second by the clock, which counts on a quiet
machine only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from nerkit.engines import AHEAD
from nerkit.engines.opened_engine import opened_engine
from nerkit.pipeline import load
from nerkit.result import Result


def main() -> None:
    """Tags the copies and measures it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="local")
    parser.add_argument("--warm", type=int, default=5, help="Files a worker that are done before it begins.")
    given = parser.parse_args()
    with TemporaryDirectory() as folder, opened_engine(given.engine, given.workers) as engine:
        warm, behind = (
            given.warm * given.workers,
            AHEAD * given.workers,
        )  # workers are ahead when it begins, and when it ends
        count = warm + given.files + behind
        files = [Path(folder) / f"{number:04}{given.file.suffix}" for number in range(count)]
        for file in files:
            shutil.copyfile(given.file, file)
        found = load().stream(files, engine=engine, cache=False)
        for _ in range(warm):
            next(found)
        before, begun, own, pages = _cpu_below(), time.monotonic(), time.process_time(), 0
        for result in islice(found, given.files):
            assert isinstance(result, Result)
            pages += len(result.document.pages)
            json.dumps(result.to_dict())
        worked, seconds, handed = _cpu_below() - before, time.monotonic() - begun, time.process_time() - own
    about = {"file": given.file.name, "engine": given.engine, "workers": given.workers, "pages": pages}
    figures = {"worker": worked / pages, "command": handed / pages}
    clock = {"pages_per_second": round(pages / seconds, 2), "load": round(os.getloadavg()[0], 1)}
    print(json.dumps({**about, **{name: round(value, 4) for name, value in figures.items()}, **clock}))


def _cpu_below() -> float:
    """CPU seconds of the workers and of what they have started; what else a Ray cluster consists of does not count."""
    below = psutil.Process().children(recursive=True)
    actors = [process for process in below if _name(process).startswith("ray::Actor")]
    return sum(map(_cpu, {each for actor in actors for each in (actor, *actor.children(recursive=True))} or below))


def _name(process: psutil.Process) -> str:
    name: str = process.name() if process.is_running() else ""
    return name


def _cpu(process: psutil.Process) -> float:
    spent: Callable[[], tuple[float, ...]] = process.cpu_times
    with suppress(psutil.NoSuchProcess):
        return sum(spent()[:4])  # user and system, its own and of children that have ended
    return 0.0


if __name__ == "__main__":
    main()
