"""What `nerkit serve` answers under load: many clients at once, each with one document after the other.

    .venv/bin/python -m scripts.service_load runs/load --clients 50 --seconds 120

Prints a line of JSON: answers by status, times of those that were done, resident MB in the course of it, and documents
a second, by the clock (which counts on a quiet machine only) and of CPU of the service, beside those of `nerkit tag` on
the same documents.

A service holds the last documents and pages of the store, 64 MB of each. Both are filled before it begins: else they
would look like a leak.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import numpy as np
import psutil

from nerkit.store import SqliteStore, StoreEntry
from scripts.served import ServedAt, served

SAMPLE = Path("corpora/samples/invoice-usd-en.pdf")


def main() -> None:
    """Loads a service and measures it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--files", type=int, default=100, help="Files for the comparison with nerkit tag.")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    large_records(given.folder / "records.sqlite")
    with served(given.folder) as at:
        fill(at)
        done = load(at, given.clients, given.seconds)
    count = done["answers"].get("200", 0)
    clock, cpu_seconds = tagged(given.folder, given.files)
    done["documents a second"] = {"service": round(count / done["clock"], 2), "tag": round(given.files / clock, 2)}
    done["documents a second of CPU"] = {
        "service": round(count / done["CPU seconds"], 2),
        "tag": round(given.files / cpu_seconds, 2),
    }
    print(json.dumps(done | {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}))


def large_records(path: Path) -> None:
    """A store with a thousand records of 80 KB."""
    with SqliteStore(path) as store:
        row = {"source": "a.pdf", "kind": "invoice", "record": {}, "entities": [], "padding": "x" * 80_000}
        store.put([StoreEntry.found(f"large-{number}", row) for number in range(1000)])


def fill(at: ServedAt) -> None:
    """Has the service hold what it ever will: pages of its store that were read, and the documents that came last."""
    content = SAMPLE.read_bytes()
    where = content.rindex(b"startxref")
    large = content + b"\n%" + b" " * (1 << 20) + b"\n" + content[where:]
    with httpx.Client(headers={"Authorization": f"Bearer {at.token}"}, timeout=300) as client:
        url = f"http://{at.host}:{at.port}/documents"
        client.get(url, params={"most": 1000}).raise_for_status()
        for _ in range(70):
            client.post(url, params={"name": "large.pdf"}, content=large).raise_for_status()


def load(at: ServedAt, clients: int, seconds: float) -> dict:
    """What comes of `clients` that ask for so many seconds."""
    content = SAMPLE.read_bytes()
    head = {"Authorization": f"Bearer {at.token}"}
    url = f"http://{at.host}:{at.port}/documents?name=a.pdf"
    begun = time.monotonic()
    end = begun + seconds
    answers: Counter[str] = Counter()
    times: list[float] = []
    memory = [(at.memory, at.own_memory)]
    before, own = cpu(at.process), sum(at.process.cpu_times()[:2])

    def ask() -> None:
        with httpx.Client(headers=head, timeout=300) as client:
            while time.monotonic() < end:
                sent = time.monotonic()
                answer = client.post(url, content=content)
                answers[str(answer.status_code)] += 1
                if answer.status_code == 200:
                    times.append(time.monotonic() - sent)
                else:
                    time.sleep(float(answer.headers.get("retry-after", 1)))

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(5)
        memory.append((at.memory, at.own_memory))
    clock = time.monotonic() - begun
    p50, p95 = (round(float(np.percentile(times, at)), 1) for at in (50, 95))
    return {
        "answers": dict(answers),
        "seconds": {"p50": p50, "p95": p95},
        "MB": {
            "first": memory[0][0],
            "after a quarter": memory[len(memory) // 4][0],
            "most": max(memory)[0],
            "last": memory[-1][0],
        },
        "MB of the server's own": {
            "first": memory[0][1],
            "after a quarter": memory[len(memory) // 4][1],
            "last": memory[-1][1],
        },
        "clock": round(clock, 1),
        "CPU seconds": round(cpu(at.process) - before, 1),
        "of them the server's own": round(sum(at.process.cpu_times()[:2]) - own, 1),
    }


def cpu(process: psutil.Process) -> float:
    """CPU seconds of a process and of what it has started."""
    return sum(sum(each.cpu_times()[:4]) for each in [process]) + sum(
        sum(child.cpu_times()[:2]) for child in process.children(recursive=True)
    )


def tagged(folder: Path, files: int) -> tuple[float, float]:
    """Seconds, by the clock and of CPU, of `nerkit tag --workers 1` of so many copies, without its start."""
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)

    def seconds(count: int) -> tuple[float, float]:
        names = [inbox / f"{number}.pdf" for number in range(count)]
        for name in names:
            name.write_bytes(SAMPLE.read_bytes())
        before = os.times()
        command = [sys.executable, "-m", "nerkit", "tag", *map(str, names), "-o", str(folder / "run.jsonl")]
        subprocess.run([*command, "--workers", "1", "--quiet"], check=True)
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        return after.elapsed - before.elapsed, spent

    (clock, spent), (start, spent_to_start) = seconds(files + 1), seconds(1)
    return clock - start, spent - spent_to_start


if __name__ == "__main__":
    main()
