"""How fast a store is with many records: puts in batches, gets, finds by a field.

    .venv/bin/python -m scripts.store_speed runs/store --records 1000000 [--lock] [--server redis://HOST:6379/0]

Prints a line of JSON. Times of gets and finds are those of 2,000 of each, at random.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from nerkit.store import Condition, Lock, Query, SqliteStore, StoreEntry
from nerkit.store.redis_store import RedisStore

BATCH = 1000
TRIES = 2000


def main() -> None:
    """Fills a new store and measures it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--lock", action="store_true")
    parser.add_argument("--server", help="The address of a server to measure instead; its database has to be empty.")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / "records.sqlite"
    lock = Lock([base64.b64decode(base64.b64encode(bytes(32)))]) if given.lock else None
    chance = random.Random(1)
    with RedisStore(given.server, lock, make=True) if given.server else SqliteStore(path, lock) as store:
        wall, cpu = time.perf_counter(), time.process_time()
        for first in range(0, given.records, BATCH):
            store.put([entry(number) for number in range(first, min(first + BATCH, given.records))])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu

        def number() -> int:
            return chance.randrange(given.records)

        def find(condition: str, **more: Any) -> list[Any]:
            return list(store.find(Query(conditions=(Condition.of(condition),), most=20, **more)))

        done = {
            "records": given.records,
            "MB": (store._db.info("memory")["used_memory"] if given.server else path.stat().st_size) >> 20,
            "puts a second": round(given.records / wall),
            "puts a second of CPU": round(given.records / cpu),
            "get": times(lambda: store.get(name(number()))),
            "find by number": times(lambda: find(f"invoice_number=INV-{number()}")),
            "find by seller, 20": times(lambda: find(f"seller=seller {number() % 5000}")),
        }
        if not lock:
            done["find by amount from, 20"] = times(lambda: find(f"total_amount>={number() % 90000}"))
    print(json.dumps(done | {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}))


def times(call: Callable[[], Any]) -> dict[str, float]:
    """Milliseconds of a call: the median, and what 95 of 100 keep to."""
    spans = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        assert call()
        spans.append(1000 * (time.perf_counter() - begun))
    return {"p50": round(float(np.percentile(spans, 50)), 2), "p95": round(float(np.percentile(spans, 95)), 2)}


def name(number: int) -> str:
    """The id of a record: as long as those of nerkit, and as little in order."""
    return f"{number * 0x9E3779B97F4A7C15 % (1 << 64):016x}" * 2


def entry(number: int) -> StoreEntry:
    """An invoice with eight fields."""
    values = {
        "invoice_number": f"INV-{number}",
        "seller": f"Seller {number % 5000}",
        "buyer": f"Buyer {number % 777}",
        "invoice_date": f"20{number % 25:02}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "due_date": f"20{number % 25:02}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "net_amount": f"{number % 100_000}.00",
        "tax_amount": f"{number % 20_000}.19",
        "total_amount": f"{number % 100_000}.19",
    }
    record = {field: [{"value": value, "confidence": 0.9, "entities": []}] for field, value in values.items()}
    row = {"source": f"{number}.pdf", "kind": "invoice", "model": "m", "record": record, "entities": [], "checks": []}
    return StoreEntry.found(name(number), row, f"{number:064x}")


if __name__ == "__main__":
    main()
