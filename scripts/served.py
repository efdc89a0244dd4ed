"""`nerkit serve` in a process of its own, for scripts that measure it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class ServedAt:
    """Where a service is, its token, and its process."""

    host: str
    port: int
    token: str
    process: psutil.Process

    @property
    def memory(self) -> int:
        """Resident MB of the service and what it has started."""
        total = 0
        for process in [self.process, *self.process.children(recursive=True)]:
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        return total >> 20

    @property
    def own_memory(self) -> int:
        """Resident MB of the service without what it has started."""
        return self.process.memory_info().rss >> 20

    @property
    def files(self) -> int:
        """How many files and connections the service has open."""
        return self.process.num_fds()


@contextmanager
def served(folder: Path, *options: str) -> Iterator[ServedAt]:
    """A service whose store is in a folder; it is told to end in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / "records.sqlite"
    faults = folder / "faults.txt"
    command = [sys.executable, "-m", "nerkit", "serve", "--store", str(store), "--port", "0", *options]
    with faults.open("w+", encoding="utf-8") as to, subprocess.Popen(command, stderr=to) as process:
        while len(said := faults.read_text(encoding="utf-8").splitlines()) < 2:
            assert process.poll() is None, said
            time.sleep(0.2)
        host, _, port = said[1].removeprefix("serving at http://").rpartition(":")
        try:
            yield ServedAt(host, int(port), said[0].removeprefix("token: "), psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait()
    faulty = [
        line for line in faults.read_text(encoding="utf-8").splitlines() if "Error" in line or "Traceback" in line
    ]
    assert not faulty, faulty
