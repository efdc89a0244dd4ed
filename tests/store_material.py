"""Stores of both kinds for tests: files of SQLite, and a server of Redis that runs as long as the tests need it."""

from __future__ import annotations

import base64
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

from nerkit.store import Condition, Lock, Query, RecordStore, SqliteStore, StoreEntry
from nerkit.store.redis_store import RedisStore

SERVERS = ("redis-server", "valkey-server")

KEY, OTHER = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


@dataclass(frozen=True)
class StorePlace:
    """Where a store is: in a folder, or on the server whose socket is there."""

    folder: Path
    server: bool

    @property
    def address(self) -> str:
        return f"unix://{self.folder}/socket" if self.server else str(self.folder / "records.sqlite")

    def open(self, lock: Lock | None = None) -> RecordStore:
        return RedisStore(self.address, lock, make=True) if self.server else SqliteStore(Path(self.address), lock)

    def left(self, trace: bytes) -> bool:
        """Whether bytes are in any file of the store, or in the memory of its server."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return any(trace in path.read_bytes() for path in files) or trace in self.held()

    def held(self) -> bytes:
        """All that a server knows, as bytes."""
        if not self.server:
            return b""
        with redis.Redis.from_url(self.address) as db:
            parts: list[Any] = []
            for key in db.scan_iter("*"):
                kind = db.type(key)
                parts += [key, *(db.hgetall(key).items() if kind == b"hash" else ())]
                parts += db.zrange(key, 0, -1) if kind == b"zset" else []
        return b"\n".join(b"=".join(each) if isinstance(each, tuple) else each for each in parts)


@contextmanager
def redis_server(folder: Path, *settings: str, port: int = 0) -> Iterator[subprocess.Popen[bytes]]:
    """A server that keeps all it is given in a folder at once, and can be talked to at the socket there."""
    program = next((found for found in map(shutil.which, SERVERS) if found), None)
    assert program, "the tests of the store on a server need Redis: scripts/system-packages tests"
    given = ["--port", str(port), "--unixsocket", f"{folder}/socket", "--dir", str(folder), "--daemonize", "no"]
    # What the server would press together could not be searched.
    given += ["--appendonly", "yes", "--aof-use-rdb-preamble", "no", "--rdbcompression", "no", "--loglevel", "warning"]
    process = subprocess.Popen([program, *given, *settings], stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                with redis.Redis.from_url(f"unix://{folder}/socket") as db:
                    db.ping()
                break
            except redis.ConnectionError:
                assert process.poll() is None, "the server has ended"
                time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait()


def row(number: int, seller: str = "Brightwater Ltd", **more: Any) -> dict[str, Any]:
    """The JSON object of an invoice over 10 × `number`."""
    values = {"seller": seller, "total_amount": f"{number * 10}.00", "invoice_date": f"2024-01-{number % 28 + 1:02}"}
    record = {name: [{"value": value, "confidence": 0.9, "entities": []}] for name, value in values.items()}
    return {
        "source": f"{number}.pdf",
        "kind": "invoice",
        "model": "m",
        "record": record,
        "entities": [],
        "checks": [],
    } | more


def entry(number: int, **more: Any) -> StoreEntry:
    return StoreEntry.found(f"id{number}", row(number, **more), f"{number:064}")


def ids(store: RecordStore, *conditions: str, **more: Any) -> list[str]:
    return sorted(record.id for record in store.find(Query(conditions=tuple(map(Condition.of, conditions)), **more)))


def content_of(place: StorePlace) -> bytes:
    """The only document that a store keeps, as it is kept."""
    if place.server:
        with redis.Redis.from_url(place.address) as db:
            return next(found for key in db.keys("nerkit:record:*") if (found := db.hget(key, "content")))
    with sqlite3.connect(place.address) as db:
        found: bytes = db.execute("SELECT data FROM contents").fetchone()[0]
    db.close()
    return found
