"""A record on a Redis server: a hash with all its versions, and its members in the indexes that it is found by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from nerkit.lock import Lock, opened, sealed
from nerkit.store.conditions import Query, least_confidence, searched
from nerkit.store.lexical_index import member, ordered, searchable, spelled
from nerkit.store.record_store import RecordState, StoredRecord, StoreEntry

HEAD = ("number", "version", "at", "kind", "state", "confidence")
"""What is known of a record without opening it; all other fields of a hash have a version's number in their name."""

Head = Sequence[bytes]


def key_of(id: str) -> bytes:
    """The key of the hash."""
    return b"nerkit:record:" + id.encode("utf-8", "surrogatepass")


def index_of(name: str, field: str | None = None) -> bytes:
    """The key of an index: "order", "at", "kind", "state", "confidence", or that of a field."""
    return f"nerkit:by:{name}".encode() + (b"" if field is None else b":" + spelled(field))


def all_answers(db: Any, ask: Callable[[Any], object]) -> list[Any]:
    """The answers to many commands that are sent at once."""
    with db.pipeline(transaction=False) as pipe:
        ask(pipe)
        return list(pipe.execute())


@dataclass(slots=True)
class RedisRecord:
    """A record while it is changed; without versions it is not there yet."""

    id: str
    number: int = 0
    state: RecordState = "new"
    versions: list[StoredRecord] = field(default_factory=list)

    @classmethod
    def read(cls, db: Any, ids: Sequence[str], lock: Lock | None) -> list[RedisRecord]:
        """Records with all their versions. Raises `KeyMissing` and `Tampered`."""
        heads = all_answers(db, lambda pipe: [pipe.hmget(key_of(id), HEAD) for id in ids])
        asked = [(id, head) for id, head in zip(ids, heads, strict=True) if head[0]]

        def ask(pipe: Any) -> None:
            for id, head in asked:
                versions = range(1, int(head[1]) + 1)
                pipe.hmget(key_of(id), [f"{name} {n}" for n in versions for name in ("at", "state", "data")])

        found = {id: cls(id) for id in ids}
        for (id, head), kept in zip(asked, all_answers(db, ask), strict=True):
            record = found[id]
            record.number, record.state = int(head[0]), head[4].decode()
            for n in range(1, int(head[1]) + 1):
                at, state, data = kept[3 * n - 3 : 3 * n]
                shown = record.state if n == int(head[1]) else state.decode()
                plain = opened(lock, data, f"{id}/{n}")
                record.versions.append(StoredRecord.unpacked(plain, id, n, at.decode(), shown))
        return list(found.values())

    def add(self, entry: StoreEntry, lock: Lock | None) -> dict[str, Any]:
        """Gives it one version more; what to set in the hash for that."""
        n = len(self.versions) + 1
        self.versions.append(StoredRecord(self.id, n, entry.at, entry.by, entry.state, entry.row, entry.sha256))
        self.state = entry.state
        head = (self.number, n, entry.at, entry.row.get("kind") or "", entry.state, least_confidence(entry.row))
        kept: dict[str, Any] = dict(zip(HEAD, head, strict=True))
        kept |= {f"at {n}": entry.at, f"state {n}": entry.state}
        kept[f"data {n}"] = sealed(lock, entry.packed(), f"{self.id}/{n}")
        if entry.content is not None:
            kept["content"] = sealed(lock, entry.content, f"{self.id}/content")
        return kept

    def members(self, lock: Lock | None, *, older: bool = False) -> Iterator[tuple[bytes, bytes]]:
        """The indexes that its last version is in, each with the member; with `older`, those under older keys too."""
        if not self.versions:
            return
        last = self.versions[-1]
        values = [
            (index_of("order"), b""),
            (index_of("at"), spelled(last.at)),
            (index_of("kind"), spelled(last.row.get("kind") or "")),
            (index_of("state"), spelled(self.state)),
            (index_of("confidence"), ordered(least_confidence(last.row))),
        ]
        for name, value in searched(last.row):
            digests = searchable(name, value, lock)
            values += [(index_of("field", name), each) for each in (digests if older else digests[:1])]
        for index, indexed in values:
            yield index, member(indexed, self.number, self.id)


class IndexChanges:
    """What is to be taken out of indexes and put into them; sent at once, as a command for each record costs time."""

    def __init__(self) -> None:
        self._out: dict[bytes, set[bytes]] = {}
        self._in: dict[bytes, dict[bytes, int]] = {}

    def remove(self, members: Iterable[tuple[bytes, bytes]]) -> None:
        """Takes members out, also those that were put in before."""
        for index, value in members:
            self._in.get(index, {}).pop(value, None)
            self._out.setdefault(index, set()).add(value)

    def add(self, members: Iterable[tuple[bytes, bytes]]) -> None:
        """Puts members in."""
        for index, value in members:
            self._in.setdefault(index, {})[value] = 0

    def send(self, pipe: Any) -> None:
        """Adds the commands to a transaction."""
        for index, values in self._out.items():
            pipe.zrem(index, *values)
        for index, scores in self._in.items():
            if scores:
                pipe.zadd(index, scores)


def head_fits(head: Head, query: Query) -> bool:
    """Whether a record may fit, by what is known without opening it."""
    _, _, at, kind, state, confidence = (each.decode() for each in head)
    return (
        (query.kind is None or kind == query.kind)
        and (query.state is None or state == query.state)
        and (query.since is None or at >= query.since)
        and (query.until is None or at < query.until)
        and (query.confidence is None or float(confidence) < query.confidence)
    )
