"""Records on a server that speaks Redis's protocol (Redis, Valkey), for many machines.

A record is a hash, and has a member in each of the sorted sets that it is found by. All changes of a call are one
transaction (WATCH, MULTI, EXEC), tried again where another client was quicker. What is sealed under a lock and what is
not is as in `sqlite_store`. Whether a change is on the disk when it is answered is the server's to say (`appendfsync`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

import redis

from nerkit.errors import KeyMissing, StoreError
from nerkit.lock import Lock, opened, sealed
from nerkit.store.conditions import Query
from nerkit.store.lexical_index import Span, below, equal, member, number_and_id, ordered, since, spans, spelled
from nerkit.store.record_store import RecordState, StoredRecord, StoreEntry
from nerkit.store.redis_record import HEAD, IndexChanges, RedisRecord, all_answers, head_fits, index_of, key_of
from nerkit.store.redis_server import RedisServer

_META, _NUMBER = "nerkit:store", "nerkit:number"
_FORMAT = b"1"
_PLACE = "nerkit store"
_AT_ONCE = 256
_EVERYTHING: Span = (b"-", b"+")

Answer = TypeVar("Answer")


class RedisStore:
    """A `RecordStore` in a database of a server; with `make` it is made where there is none.

    `address` is redis://[user[:password]@]host[:port][/database], rediss:// for TLS, or unix://path of a socket.
    """

    def __init__(self, address: str, lock: Lock | None = None, *, make: bool = False) -> None:
        self._server = RedisServer(address)
        self._db = self._server.db
        self._said = self._server.said
        self._lock = lock
        self._proof: bytes | None = None  # what was made out to fit the lock
        try:
            self._prepare(make)
        except BaseException:
            self.close()
            raise

    def _prepare(self, make: bool) -> None:
        shown = self._server.shown
        with self._said():
            if not (there := self._db.hgetall(_META)):
                if not make:
                    raise StoreError(f"{shown}: there is no store; nerkit tag --store makes one")
                proof = self._lock.seal(b"", _PLACE) if self._lock else b""
                with self._db.pipeline() as pipe:
                    pipe.hsetnx(_META, "format", _FORMAT).hsetnx(_META, "lock", proof).execute()
                there = self._db.hgetall(_META)
        if there.get(b"format") != _FORMAT:
            raise StoreError(f"{shown}: is no store of this version of nerkit; name another database")
        self._unlock(there[b"lock"])

    def _unlock(self, proof: bytes) -> None:
        """Raises `KeyMissing` where the lock is not this one, as after another client has put another one on."""
        if proof == self._proof:
            return
        shown = self._server.shown
        if proof and not self._lock:
            raise KeyMissing(f"{shown}: is locked; name its key with --keys FILE, or in NERKIT_STORE_KEYS")
        if self._lock and not proof:
            raise KeyMissing(f"{shown}: has no lock; leave the key out, or lock it: nerkit store rotate")
        if self._lock:
            self._lock.open(proof, _PLACE)
        self._proof = proof

    def put(self, entries: Iterable[StoreEntry]) -> int:
        """See `RecordStore`. What a person has checked is not replaced by what a model finds."""
        wanted = list(entries)

        def change(pipe: Any, records: dict[str, RedisRecord]) -> int:
            fresh = [record for record in records.values() if not record.number]
            if fresh:
                last = int(self._db.incrby(_NUMBER, len(fresh)))
                for number, record in enumerate(fresh, last - len(fresh) + 1):
                    record.number = number
            count, indexes = 0, IndexChanges()
            for entry in wanted:
                record = records[entry.id]
                if record.versions and not entry.adds_to(record.versions, record.state):
                    continue
                indexes.remove(record.members(self._lock, older=True))
                pipe.hset(key_of(entry.id), mapping=record.add(entry, self._lock))
                indexes.add(record.members(self._lock))
                count += 1
            indexes.send(pipe)
            return count

        return self._changed([entry.id for entry in wanted], change)

    def get(self, id: str, version: int | None = None) -> StoredRecord | None:
        """See `RecordStore`."""
        if version is None:
            return next(iter(self._last([id])), None)
        return next((each for each in self.history(id) if each.version == version), None)

    def content(self, id: str) -> bytes | None:
        """See `RecordStore`."""
        with self._said():
            found = self._db.hget(key_of(id), "content")
        return None if found is None else opened(self._lock, found, f"{id}/content")

    def history(self, id: str) -> list[StoredRecord]:
        """See `RecordStore`."""
        with self._said():
            (record,) = RedisRecord.read(self._db, [id], self._lock)
        return record.versions

    def find(self, query: Query) -> Iterator[StoredRecord]:
        """See `RecordStore`. Goes through the shortest of the parts of indexes that all that fit are in."""
        with self._said():
            self._unlock(self._db.hget(_META, "lock") or b"")
        places = list(self._places(query)) or [(index_of("order"), [_EVERYTHING])]
        with self._said():
            sizes = iter(
                all_answers(
                    self._db, lambda pipe: [pipe.zlexcount(index, *s) for index, around in places for s in around]
                )
            )
        counts = [sum(islice(sizes, len(around))) for _, around in places]
        index, around = places[counts.index(min(counts))]
        yield from islice(self._fitting(self._ids(index, around), query), query.most)

    def _places(self, query: Query) -> Iterator[tuple[bytes, list[Span]]]:
        if query.kind is not None:
            yield index_of("kind"), [equal(spelled(query.kind))]
        if query.state is not None:
            yield index_of("state"), [equal(spelled(query.state))]
        if query.since is not None:
            yield index_of("at"), [since(spelled(query.since))]
        if query.until is not None:
            yield index_of("at"), [below(spelled(query.until))]
        if query.confidence is not None:
            yield index_of("confidence"), [below(ordered(query.confidence))]
        for each in query.conditions:
            yield index_of("field", each.field), spans(each, self._lock)

    def _ids(self, index: bytes, around: Sequence[Span]) -> Iterator[str]:
        """The ids of the records in parts of an index, as they came unless it is one of values."""
        members = (each for span in around for each in self._span(index, span))
        if index in (index_of("at"), index_of("confidence")):
            yield from (id for _, id in sorted(map(number_and_id, members)))
        else:
            yield from (number_and_id(each)[1] for each in members)

    def _span(self, index: bytes, span: Span) -> Iterator[bytes]:
        first, last = span
        while True:
            with self._said():
                found: list[bytes] = self._db.zrangebylex(index, first, last, start=0, num=_AT_ONCE)
            yield from found
            if len(found) < _AT_ONCE:
                return
            first = b"(" + found[-1]

    def _fitting(self, ids: Iterator[str], query: Query) -> Iterator[StoredRecord]:
        seen: set[str] = set()
        at_once = _AT_ONCE if query.most is None else min(_AT_ONCE, 2 * query.most)
        while batch := list(islice(ids, at_once)):
            fresh = [id for id in dict.fromkeys(batch) if id not in seen and query.may_be(id)]  # two of its values fit
            seen.update(fresh)
            for record in self._last(fresh, query):
                if all(condition.holds(record.row) for condition in query.conditions):
                    yield record

    def _last(self, ids: Sequence[str], query: Query = Query()) -> list[StoredRecord]:  # noqa: B008  # it is frozen
        """The last versions of records that may fit; no other one is opened."""
        with self._said():
            heads = all_answers(self._db, lambda pipe: [pipe.hmget(key_of(id), HEAD) for id in ids])
            there = [(id, head) for id, head in zip(ids, heads, strict=True) if head[0] and head_fits(head, query)]
            asked = [(key_of(id), f"data {int(head[1])}") for id, head in there]
            data = all_answers(self._db, lambda pipe: [pipe.hget(*each) for each in asked])
        found = []
        for (id, head), kept in zip(there, data, strict=True):
            if kept is not None:  # else deleted meanwhile
                version, state = int(head[1]), head[4].decode()
                plain = opened(self._lock, kept, f"{id}/{version}")
                found.append(StoredRecord.unpacked(plain, id, version, head[2].decode(), state))
        return found

    def mark(self, id: str, state: RecordState) -> bool:
        """See `RecordStore`."""

        def change(pipe: Any, records: dict[str, RedisRecord]) -> bool:
            record = records[id]
            if record.versions:
                pipe.zrem(index_of("state"), member(spelled(record.state), record.number, id))
                pipe.zadd(index_of("state"), {member(spelled(state), record.number, id): 0})
                pipe.hset(key_of(id), "state", state)
            return bool(record.versions)

        return self._changed([id], change)

    def delete(self, ids: Iterable[str]) -> int:
        """See `RecordStore`. The server writes its files anew, without them: delete many at once."""

        def change(pipe: Any, records: dict[str, RedisRecord]) -> int:
            there, indexes = [record for record in records.values() if record.versions], IndexChanges()
            for record in there:
                pipe.delete(key_of(record.id))
                indexes.remove(record.members(self._lock, older=True))
            indexes.send(pipe)
            return len(there)

        rest, deleted = iter(ids), 0
        while batch := list(islice(rest, _AT_ONCE)):
            deleted += self._changed(batch, change)
        self._server.shed()
        return deleted

    def expire(self, before: str) -> int:
        """See `RecordStore`."""
        old = [number_and_id(each)[1] for each in self._span(index_of("at"), below(spelled(before)))]
        return self.delete(old) if old else 0

    def count(self) -> int:
        """See `RecordStore`."""
        with self._said():
            return int(self._db.zcard(index_of("order")))

    def rotate(self, lock: Lock | None) -> int:
        """See `RecordStore`. One record after the other: a rotation that was stopped goes on when it is run again.

        Until it is done, who has one of the keys alone cannot open all.
        """

        def change(pipe: Any, records: dict[str, RedisRecord]) -> None:
            (record,), indexes = records.values(), IndexChanges()
            indexes.remove(record.members(self._lock, older=True))
            for each in record.versions:
                entry = StoreEntry(each.id, each.row, each.by, each.state, each.sha256)
                data = sealed(lock, entry.packed(), f"{each.id}/{each.version}")
                pipe.hset(key_of(record.id), f"data {each.version}", data)
            if (content := self.content(record.id)) is not None:
                pipe.hset(key_of(record.id), "content", sealed(lock, content, f"{record.id}/content"))
            indexes.add(record.members(lock))
            indexes.send(pipe)

        count, place = 0, b"-"
        for last_time in (False, True):
            for each in self._span(index_of("order"), (place, b"+")):
                id, place, count = number_and_id(each)[1], b"(" + each, count + 1
                with self._said():
                    first = self._db.hget(key_of(id), "data 1") or b""
                if not (lock.is_current(first) if lock else first.startswith(b"{")):
                    self._changed([id], change)
            if not last_time:  # from here on nobody puts by the old key; what came until then is next
                self._proof = lock.seal(b"", _PLACE) if lock else b""
                with self._said():
                    self._db.hset(_META, "lock", self._proof)
        self._lock = lock
        self._server.shed()
        return count

    def _changed(self, ids: Sequence[str], change: Callable[[Any, dict[str, RedisRecord]], Answer]) -> Answer:
        """What `change` answers, which is given a transaction to write to, and the records as they are until then."""
        asked = list(dict.fromkeys(ids))
        while True:
            with self._said(), self._db.pipeline() as pipe:
                try:
                    pipe.watch(_META, *map(key_of, asked))
                    self._unlock(pipe.hget(_META, "lock") or b"")
                    records = {record.id: record for record in RedisRecord.read(self._db, asked, self._lock)}
                    pipe.multi()
                    answer = change(pipe, records)
                    pipe.execute()
                except redis.WatchError:
                    continue
                return answer

    def close(self) -> None:
        """See `RecordStore`."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
