"""Files given to `nerkit tag` as a user gives them, in worker processes, and what became of each."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

LIMITS = {"NERKIT_READING_MEMORY": "2000"}
"""What a file may cost in the reader, in megabytes."""

RECORD, CRASH, HANG, MISSING = "record", "crash", "hang", "missing"
INTERNAL = frozenset({"internal", "error", "worker-failed"})
BROKEN = frozenset({"internal", CRASH, HANG, MISSING})
"""What has to be 0."""

_DONE = (0, 3)
"""Exit statuses of a run that did all it could."""


def outcomes(files: Sequence[Path], options: Sequence[str] = (), *, seconds: float) -> dict[Path, list[str]]:
    """For each file "record" or an error's code for each document in it, or what was wrong with the run.

    A run may take `seconds` of a processor until a file is done, twice as many where others are begun meanwhile. One
    that does not end well is done again file by file, so that it is known which file it was.
    """
    status, found, said = _run(files, options, seconds=seconds * min(len(files), 2))
    without = [file for file in files if not found[file]]
    if status == "" and without:
        found |= {file: [MISSING] for file in without}
    elif without and len(files) > 1:
        for file in without:
            found |= outcomes([file], options, seconds=seconds)
    elif without:
        found[files[0]] = [_code(said) if status == CRASH else status]
    elif status:  # all files were done, and the run broke behind them
        found[files[-1]].append(status)
    return found


def _run(files: Sequence[Path], options: Sequence[str], *, seconds: float) -> tuple[str, dict[Path, list[str]], str]:
    """How the run ended, "" for well; the codes of each file; and what was said."""
    output = files[0].parent.parent / "out.jsonl"
    part = output.with_name(f"{output.name}.part")
    for left in (output, part):
        left.unlink(missing_ok=True)
    arguments = ["tag", *map(str, files), "-o", str(output), "--format", "jsonl", "--workers", "2", "--quiet", *options]
    with subprocess.Popen(
        [sys.executable, "-m", "nerkit", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **LIMITS, "OMP_NUM_THREADS": "1"},
        start_new_session=True,
    ) as process:
        said = _ended(process, seconds, part)
    found = _found(files, output if output.exists() else part)
    if said is None:
        return HANG, found, ""
    return "" if process.returncode in _DONE and "Traceback" not in said else CRASH, found, said


def _ended(process: subprocess.Popen[bytes], seconds: float, output: Path) -> str | None:
    """What a run has said at its end; None where it was ended: so many seconds of its processors, and no more output.

    The clock counts too, twenty times as generous: a run that waits for ever takes no time of any processor.
    """
    begin, before, size = time.monotonic(), 0.0, 0
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=2)[1].decode(errors="replace")
        took, written = spent(process.pid), output.stat().st_size if output.exists() else size
        if written != size:
            begin, before, size = time.monotonic(), took, written
        elif took - before > seconds or time.monotonic() - begin > 20 * seconds:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return None


def spent(pid: int) -> float:
    """Seconds of processors that a process and those below it have taken, ended ones included."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            number, rest = int(stat.parent.name), stat.read_text(errors="replace").rpartition(")")[2].split()
            below[int(rest[1])].append(number)
            ticks[number] = sum(map(int, rest[11:15]))
    total, waiting = 0, [pid]
    while waiting:
        number = waiting.pop()
        total += ticks.get(number, 0)
        waiting += below[number]
    return total / os.sysconf("SC_CLK_TCK")


def _found(files: Sequence[Path], output: Path) -> dict[Path, list[str]]:
    """The codes of each file; a document within it is named behind it."""
    found: dict[Path, list[str]] = {file: [] for file in files}
    by_name = {str(file): file for file in files}
    if not output.exists():
        return found
    for line in output.read_bytes().splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        row = json.loads(line)
        source = str(row["source"])
        owner = next(name for name in (source, *_above(source)) if name in by_name)
        code = row["error"]["code"] if "error" in row else RECORD
        found[by_name[owner]].append("internal" if code in INTERNAL else code)
    return found


def _above(source: str) -> list[str]:
    places = [match.start() for match in re.finditer("/", source)]
    return [source[:place] for place in reversed(places)]


def _code(said: str) -> str:
    """The code of a run that could not begin, as it says it itself; a crash where it says none."""
    codes = re.findall(r"^error\[([\w-]+)\]: ", said, re.M)
    if not codes or "Traceback" in said:
        return CRASH
    return "internal" if codes[-1] in INTERNAL else str(codes[-1])
