"""Under a lock nobody reads or changes a record without the key, and keys can be changed."""

from __future__ import annotations

import base64
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from nerkit.errors import KeyMissing, Tampered
from nerkit.store import Lock, SqliteStore, StoreEntry
from tests.store_material import KEY, OTHER, StorePlace, content_of, entry, ids, row


def change_first(place: StorePlace, data: bytes) -> None:
    """Sets what is kept of the first version of id1."""
    if place.server:
        with redis.Redis.from_url(place.address) as db:
            db.hset("nerkit:record:id1", "data 1", data)
    else:
        with sqlite3.connect(place.address) as db:
            db.execute("UPDATE versions SET data = ? WHERE record = 1", (data,))
        db.close()


def first(place: StorePlace, id: str) -> bytes:
    """What is kept of the first version of a record."""
    if place.server:
        with redis.Redis.from_url(place.address) as db:
            return db.hget(f"nerkit:record:{id}", "data 1") or b""
    with sqlite3.connect(place.address) as db:
        query = "SELECT data FROM versions JOIN records ON number = record WHERE id = ? AND versions.version = 1"
        found: bytes = db.execute(query, (id,)).fetchone()[0]
    db.close()
    return found


class Broken(Lock):
    """A lock whose program is stopped at the fourth record."""

    def seal(self, value: bytes, place: str) -> bytes:
        if place.startswith("id3"):
            raise KeyboardInterrupt
        return super().seal(value, place)


class TestLock:
    def test_nothing_of_a_document_can_be_read_without_the_key(self, place: StorePlace) -> None:
        with place.open(Lock([base64.b64decode(KEY)])) as store:
            store.put([replace(entry(1, seller="Zanzibar"), content=b"Zanzibar")])
            assert not any(place.left(trace) for trace in (b"anzibar", b'total_amount"', b"1.pdf"))
        assert not place.left(b"anzibar")

    def test_the_wrong_key_no_key_and_a_key_too_many_are_said(self, place: StorePlace) -> None:
        place.open(Lock([base64.b64decode(KEY)])).close()
        for lock, said in (
            (None, "is locked; name its key"),
            (Lock([base64.b64decode(OTHER)]), "locked by another key"),
        ):
            with pytest.raises(KeyMissing, match=said):
                place.open(lock)

    def test_a_key_for_a_store_without_a_lock_is_said(self, place: StorePlace) -> None:
        place.open().close()
        with pytest.raises(KeyMissing, match="has no lock"):
            place.open(Lock([base64.b64decode(KEY)]))

    @pytest.mark.parametrize("byte", [0, 3, 10, 40, -1])
    def test_a_value_that_was_changed_or_moved_is_no_value(self, place: StorePlace, byte: int) -> None:
        with place.open(Lock([base64.b64decode(KEY)])) as store:
            store.put([entry(1), entry(2)])
            one, other = first(place, "id1"), first(place, "id2")
            changed = bytearray(one)
            changed[byte] ^= 1
            for data in (bytes(changed), other, one[:20], b""):
                change_first(place, data)
                with pytest.raises((Tampered, KeyMissing)):
                    store.get("id1")

    def test_keys_change_and_the_old_one_opens_nothing_then(self, place: StorePlace) -> None:
        old, new = Lock([base64.b64decode(KEY)]), Lock([base64.b64decode(OTHER)])
        with place.open(old) as store:
            store.put([replace(entry(number), content=b"%PDF") for number in range(5)])
            store.put([StoreEntry("id3", row(3, seller="Other"), "ann", "checked")])
            sealed = content_of(place)
            assert store.rotate(new) == 5
            assert not place.left(sealed)
            assert ids(store, "total_amount=30") == ids(store, "seller=other") == ["id3"]
            assert ids(store, "total_amount<=10") == ["id0", "id1"]
        with pytest.raises(KeyMissing):
            place.open(old)
        with place.open(new) as store:
            assert len(store.history("id3")) == 2
            store.rotate(None)
        with place.open() as store:
            assert store.content("id4") == b"%PDF"
            assert ids(store, "total_amount>=30") == ["id3", "id4"]

    def test_who_holds_it_open_puts_nothing_by_a_key_that_was_given_up(self, place: StorePlace) -> None:
        old, new = base64.b64decode(KEY), base64.b64decode(OTHER)
        with place.open(Lock([old])) as behind, place.open(Lock([new, old])) as ahead:
            behind.put([entry(1)])
            with place.open(Lock([old])) as other:
                other.rotate(Lock([new]))
            for fails in (lambda: behind.put([entry(2)]), lambda: behind.mark("id1", "checked"), lambda: ids(behind)):
                with pytest.raises(KeyMissing, match="locked by another key"):
                    fails()
            ahead.put([entry(3)])
            with place.open(Lock([new])) as other:
                assert ids(other) == ids(ahead) == ["id1", "id3"]
                other.rotate(None)
            with pytest.raises(KeyMissing, match="has no lock"):
                ahead.put([entry(4)])

    def test_a_rotation_on_a_server_that_was_stopped_goes_on(self, server: StorePlace) -> None:
        with redis.Redis.from_url(server.address) as db:
            db.flushall()
        with server.open(Lock([base64.b64decode(KEY)])) as store:
            store.put(entry(number) for number in range(5))
            with pytest.raises(KeyboardInterrupt):
                store.rotate(Broken([base64.b64decode(OTHER)]))
        new = Lock([base64.b64decode(OTHER)])
        with server.open(Lock([base64.b64decode(KEY)])) as store:
            assert store.rotate(new) == 5
        with server.open(new) as store:
            assert [record.row for record in map(store.get, ids(store)) if record] == [row(n) for n in range(5)]
            assert ids(store, "total_amount=20") == ["id2"]

    def test_a_rotation_that_ends_early_changes_nothing(self, tmp_path: Path) -> None:
        with SqliteStore(tmp_path / "records.sqlite", Lock([base64.b64decode(KEY)])) as store:
            store.put(entry(number) for number in range(5))
            with pytest.raises(KeyboardInterrupt):
                store.rotate(Broken([base64.b64decode(OTHER)]))
            assert [record.row for record in map(store.get, ids(store)) if record] == [row(n) for n in range(5)]

    def test_keys_come_from_a_file_or_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "keys"
        assert Lock.of(None) is None
        for text in ("", "short", "c2hvcnQ=", "\xe9"):
            file.write_text(text)
            with pytest.raises(KeyMissing):
                Lock.of(file)
        with pytest.raises(KeyMissing):
            Lock.of(tmp_path / "none")
        file.write_text(f"{OTHER}\n{KEY}\n")
        monkeypatch.setenv("NERKIT_STORE_KEYS", KEY)
        both, one = Lock.of(file), Lock.of(None)
        assert both
        assert one
        assert both.open(one.seal(b"value", "here"), "here") == b"value"
