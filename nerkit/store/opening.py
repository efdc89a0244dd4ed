"""The address of a store → the store."""

from __future__ import annotations

from pathlib import Path

from nerkit.errors import StoreError
from nerkit.extras import require
from nerkit.lock import Lock
from nerkit.store.record_store import RecordStore
from nerkit.store.sqlite_store import SqliteStore

_SERVERS = {"valkey": "redis", "valkeys": "rediss", "redis": "redis", "rediss": "rediss", "unix": "unix"}
"""Schemes of stores on a server, and what the client calls them."""


def open_store(address: str, keys: Path | None = None, *, make: bool = False) -> RecordStore:
    """The store in a file, "records.sqlite" or "sqlite:records.sqlite", or on a server, "redis://host:6379/0".

    `keys` is a file of keys where it has a lock; with `make` a store that is not there is made. Raises `StoreError`,
    `KeyMissing` and `Tampered`.
    """
    scheme, colon, rest = address.partition(":")
    if colon and rest.startswith("//") and scheme in _SERVERS:
        require("redis", "redis")
        from nerkit.store.redis_store import RedisStore

        return RedisStore(f"{_SERVERS[scheme]}:{rest}", Lock.of(keys), make=make)
    path = Path(rest if colon and scheme == "sqlite" else address)
    if colon and "//" in address:
        raise StoreError(
            f"there is no kind of store {scheme!r}; name a file, as records.sqlite, or redis://HOST:6379/0"
        )
    if not make and not path.exists():
        raise StoreError(f"{path}: there is no such store; nerkit tag --store makes one")
    return SqliteStore(path, Lock.of(keys))
