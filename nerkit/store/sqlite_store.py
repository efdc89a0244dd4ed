"""A store in a file of SQLite: nothing to set up, one machine, any number of processes on it.

Every change is on the disk before it is answered (write-ahead log, `synchronous = FULL`). With a lock what stands in
documents is sealed; the time, kind, state and least confidence of a record stay readable, and values that are searched
are there as keyed digests, which tell only which records have the same one.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nerkit.errors import KeyMissing, StoreError
from nerkit.lock import Lock, opened, sealed
from nerkit.parsing import json_of
from nerkit.store.conditions import Query, comparable, least_confidence, searched
from nerkit.store.record_store import RecordState, StoredRecord, StoreEntry
from nerkit.store.sqlite_queries import Kept, sql_of
from nerkit.transactions import run_script, transaction, write_ahead

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS records (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, at TEXT NOT NULL, kind TEXT,
    state TEXT NOT NULL, confidence REAL NOT NULL);
CREATE INDEX IF NOT EXISTS records_by_state ON records (state, kind);
CREATE INDEX IF NOT EXISTS records_by_time ON records (at);
CREATE INDEX IF NOT EXISTS records_by_confidence ON records (confidence);
CREATE TABLE IF NOT EXISTS versions (
    record INTEGER NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (record, version));
CREATE TABLE IF NOT EXISTS contents (record INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS searched (
    field TEXT NOT NULL, value NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (field, value, record)) WITHOUT ROWID;
"""
_APPLICATION = 0x6E65726B
_FORMAT = 1
_PLACE = "nerkit store"
_AT_ONCE = 256
_FULL_LOG = (
    "{}: another process is reading, so that its log still holds what was deleted; end that, and delete once more"
)


class SqliteStore:
    """A `RecordStore` in a file, which is made where there is none."""

    def __init__(self, path: Path, lock: Lock | None = None) -> None:
        self.path = path
        self._lock = lock
        self._proof: tuple[bytes | None] | None = None  # what was made out to fit the lock
        self._threads = threading.RLock()
        with _said(path):
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # contracts and bank details
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            try:
                if self._made_by() != (_APPLICATION, _FORMAT):
                    # Two processes may open a new file at once: what it is and what it becomes is one step for both.
                    with transaction(self._db):
                        self._prepare()
                write_ahead(self._db)
                for setting in ("synchronous = FULL", "secure_delete = ON", "cache_size = -65536"):
                    self._db.execute(f"PRAGMA {setting}")
                self._unlock()
            except BaseException:
                self._db.close()
                raise

    def _made_by(self) -> tuple[int, int]:
        application, version = (
            self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        return application, version

    def _prepare(self) -> None:
        if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            proof = self._lock.seal(b"", _PLACE) if self._lock else None
            self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._db.execute(f"PRAGMA user_version = {_FORMAT}")
            run_script(self._db, _SCHEMA)
            self._db.execute("INSERT INTO meta VALUES ('lock', ?)", (proof,))
        elif self._made_by() != (_APPLICATION, _FORMAT):
            raise StoreError(f"{self.path}: is no store of this version of nerkit; name another file")

    def _unlock(self) -> None:
        """Raises `KeyMissing` where the lock is not this one, as after another process has put another one on."""
        (proof,) = self._db.execute("SELECT value FROM meta WHERE name = 'lock'").fetchone()
        if (proof,) == self._proof:
            return
        if proof and not self._lock:
            raise KeyMissing(f"{self.path}: is locked; name its key with --keys FILE, or in NERKIT_STORE_KEYS")
        if self._lock and not proof:
            raise KeyMissing(f"{self.path}: has no lock; leave the key out, or lock it: nerkit store rotate")
        if self._lock:
            self._lock.open(proof, _PLACE)
        self._proof = (proof,)

    def put(self, entries: Iterable[StoreEntry]) -> int:
        """See `RecordStore`. What a person has checked is not replaced by what a model finds."""
        with self._transaction():
            return sum(self._put(entry) for entry in entries)

    def _put(self, entry: StoreEntry) -> bool:
        run = self._db.execute
        found = run("SELECT number, version, state FROM records WHERE id = ?", (entry.id,)).fetchone()
        if found and not entry.adds_to(self._versions(entry.id, found[0]), found[2]):
            return False
        version = found[1] + 1 if found else 1
        about = (version, entry.at, entry.row.get("kind"), entry.state, least_confidence(entry.row))
        if found:
            number = found[0]
            before = self._version(entry.id, number, None)
            if before:
                self._forget_values(number, before.row)
            columns = "version = ?, at = ?, kind = ?, state = ?, confidence = ?"
            run(f"UPDATE records SET {columns} WHERE number = ?", (*about, number))
        else:
            columns = "id, version, at, kind, state, confidence"
            number = run(f"INSERT INTO records ({columns}) VALUES (?, ?, ?, ?, ?, ?)", (entry.id, *about)).lastrowid
        data = sealed(self._lock, entry.packed(), f"{entry.id}/{version}")
        run("INSERT INTO versions VALUES (?, ?, ?, ?, ?)", (number, version, entry.at, entry.state, data))
        if entry.content is not None:
            content = sealed(self._lock, entry.content, f"{entry.id}/content")
            run("INSERT OR REPLACE INTO contents VALUES (?, ?)", (number, content))
        self._keep_values(number, entry.row, self._lock)
        return True

    def _keep_values(self, number: int, row: Mapping[str, Any], lock: Lock | None) -> None:
        rows = [(field, _kept(field, value, lock)[0], number) for field, value in searched(row)]
        self._db.executemany("INSERT OR IGNORE INTO searched VALUES (?, ?, ?)", rows)

    def _forget_values(self, number: int, row: Mapping[str, Any]) -> None:
        rows = [(field, kept, number) for field, value in searched(row) for kept in _kept(field, value, self._lock)]
        self._db.executemany("DELETE FROM searched WHERE field = ? AND value = ? AND record = ?", rows)

    def get(self, id: str, version: int | None = None) -> StoredRecord | None:
        """See `RecordStore`."""
        with self._reading():
            number = self._number(id)
            return None if number is None else self._version(id, number, version)

    def content(self, id: str) -> bytes | None:
        """See `RecordStore`."""
        with self._reading():
            query = "SELECT data FROM contents WHERE record = ?"
            found = self._db.execute(query, (self._number(id),)).fetchone()
            return opened(self._lock, found[0], f"{id}/content") if found else None

    def history(self, id: str) -> list[StoredRecord]:
        """See `RecordStore`."""
        with self._reading():
            number = self._number(id)
            return [] if number is None else list(self._versions(id, number))

    def find(self, query: Query) -> Iterator[StoredRecord]:
        """See `RecordStore`. With a lock, ranges of values are found by opening every record that fits otherwise."""
        sql, values = sql_of(query, lambda field, value: _kept(field, value, self._lock), ranges=self._lock is None)
        with self._reading():
            self._unlock()
            cursor = self._db.execute(sql, values)
        with closing(cursor):
            yield from islice(self._fitting(cursor, query), query.most)

    def _fitting(self, cursor: sqlite3.Cursor, query: Query) -> Iterator[StoredRecord]:
        seen: set[str] = set()
        while True:
            with self._reading():
                ids = [id for (id,) in cursor.fetchmany(_AT_ONCE)]
            if not ids:
                return
            for id in ids:
                if id in seen:  # two of its values fit
                    continue
                seen.add(id)
                record = self.get(id)
                if record and all(condition.holds(record.row) for condition in query.conditions):
                    yield record

    def mark(self, id: str, state: RecordState) -> bool:
        """See `RecordStore`."""
        with self._transaction():
            return self._db.execute("UPDATE records SET state = ? WHERE id = ?", (state, id)).rowcount > 0

    def delete(self, ids: Iterable[str]) -> int:
        """See `RecordStore`. The file is written anew, so that no byte of them is left: delete many at once.

        Raises `StoreError` too where another process reads the store for so long that its log cannot be emptied.
        """
        deleted = 0
        with self._transaction():
            for id in ids:
                number = self._number(id)
                if number is None:
                    continue
                if record := self._version(id, number, None):
                    self._forget_values(number, record.row)
                for table, column in (("versions", "record"), ("contents", "record"), ("records", "number")):
                    self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
                deleted += 1
        self._shed()
        return deleted

    def expire(self, before: str) -> int:
        """See `RecordStore`."""
        with self._reading():
            old = self._db.execute("SELECT id FROM records WHERE at < ?", (before,)).fetchall()
        return self.delete(id for (id,) in old) if old else 0

    def count(self) -> int:
        """See `RecordStore`."""
        with self._reading():
            count: int = self._db.execute("SELECT COUNT(*) FROM records").fetchone()[0]
            return count

    def rotate(self, lock: Lock | None) -> int:
        """See `RecordStore`: all or none."""
        run = self._db.execute
        with self._transaction():
            records = run("SELECT id, number, version FROM records").fetchall()
            run("DELETE FROM searched")
            for id, number, last in records:
                for version, data in run("SELECT version, data FROM versions WHERE record = ?", (number,)).fetchall():
                    place = f"{id}/{version}"
                    plain = opened(self._lock, data, place)
                    resealed = (sealed(lock, plain, place), number, version)
                    run("UPDATE versions SET data = ? WHERE record = ? AND version = ?", resealed)
                    if version == last:
                        self._keep_values(number, json_of(plain.decode())["row"], lock)
                if (content := self.content(id)) is not None:
                    run(
                        "UPDATE contents SET data = ? WHERE record = ?",
                        (sealed(lock, content, f"{id}/content"), number),
                    )
            run("UPDATE meta SET value = ? WHERE name = 'lock'", (sealed(lock, b"", _PLACE) if lock else None,))
        self._lock, self._proof = lock, None
        self._shed()
        return len(records)

    def close(self) -> None:
        """See `RecordStore`."""
        with self._threads:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _number(self, id: str) -> int | None:
        found = self._db.execute("SELECT number FROM records WHERE id = ?", (id,)).fetchone()
        return found[0] if found else None

    def _version(self, id: str, number: int, version: int | None) -> StoredRecord | None:
        return next(self._versions(id, number, "v.version = COALESCE(?, r.version)", version), None)

    def _versions(self, id: str, number: int, where: str = "1", *values: object) -> Iterator[StoredRecord]:
        """Versions of a record; the state of the last one is that of the record."""
        sql = "SELECT v.version, v.at, IIF(v.version = r.version, r.state, v.state), v.data FROM versions v "
        sql += f"JOIN records r ON r.number = v.record WHERE v.record = ? AND {where} ORDER BY v.version"
        for version, at, state, data in self._db.execute(sql, (number, *values)).fetchall():
            yield StoredRecord.unpacked(opened(self._lock, data, f"{id}/{version}"), id, version, at, state)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._reading(), transaction(self._db):
            self._unlock()  # what is sealed by a key that is given up could not be opened
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._threads, _said(self.path):
            yield

    def _shed(self) -> None:
        """Writes the file anew without what was deleted, and empties the log."""
        with self._reading():
            self._db.execute("VACUUM")
            if self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise StoreError(_FULL_LOG.format(self.path))


def _kept(field: str, value: str, lock: Lock | None) -> list[Kept]:
    """What stands for a value that is searched: a number, a text, or keyed digests under the present key and others."""
    known = comparable(value)
    if lock:
        return list(lock.blinded(f"{field}\0{known.normalize() if isinstance(known, Decimal) else known}"))
    return [float(known) if isinstance(known, Decimal) else known]


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StoreError(f"{path}: {reason}; see that the disk has room and the file may be written") from None
