"""Records kept for later: put, got, found, corrected, deleted; on the disk or on a server, under a lock if wanted."""

from __future__ import annotations

from nerkit.lock import Lock
from nerkit.store.conditions import Condition, Query
from nerkit.store.opening import open_store
from nerkit.store.record_store import RecordState, RecordStore, StoredRecord, StoreEntry
from nerkit.store.sqlite_store import SqliteStore

__all__ = [
    "Condition",
    "Lock",
    "Query",
    "RecordState",
    "RecordStore",
    "SqliteStore",
    "StoreEntry",
    "StoredRecord",
    "open_store",
]
