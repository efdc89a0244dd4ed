"""Records are kept, found by what stands in them, corrected and deleted, under a lock if that is wanted."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from nerkit.errors import FieldError, StoreError
from nerkit.store import Condition, Lock, RecordStore, SqliteStore, StoreEntry, open_store
from tests.store_material import StorePlace, content_of, entry, ids, row


class TestKeeping:
    def test_what_is_put_is_got(self, store: RecordStore) -> None:
        assert store.put([entry(1), replace(entry(2), content=b"%PDF")]) == 2
        record = store.get("id1")
        assert record is not None
        assert (record.version, record.state, record.by, record.row, record.sha256) == (
            1,
            "new",
            "m",
            row(1),
            f"{1:064}",
        )
        assert (store.content("id1"), store.content("id2")) == (None, b"%PDF")
        assert store.get("none") is None
        assert store.count() == 2

    def test_the_same_is_kept_once_and_something_else_is_another_version(self, store: RecordStore) -> None:
        assert [store.put([entry(1)]), store.put([entry(1)]), store.put([entry(1, model="m2")])] == [1, 0, 1]
        assert [record.by for record in store.history("id1")] == ["m", "m2"]
        first = store.get("id1", 1)
        assert first is not None
        assert first.by == "m"

    def test_what_a_person_has_checked_is_not_replaced_by_a_model(self, store: RecordStore) -> None:
        store.put([entry(1)])
        corrected = row(1, seller="Bright & Water")
        store.put([StoreEntry("id1", corrected, "ann", "checked", at="2026-02-03T10:00:00.000+00:00")])
        store.put([entry(1, model="m2")])
        record = store.get("id1")
        assert record is not None
        assert (record.by, record.state, record.at, record.row) == (
            *("ann", "checked", "2026-02-03T10:00:00.000+00:00"),
            corrected,
        )
        assert ids(store, "seller=brightwater ltd") == []
        assert ids(store, "seller=bright & water") == ["id1"]

    def test_all_entries_are_kept_or_none(self, store: RecordStore) -> None:
        def entries() -> Iterator[StoreEntry]:
            yield entry(1)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.put(entries())
        assert store.count() == 0

    def test_threads_and_processes_may_share_it(self, store: RecordStore, place: StorePlace, lock: Lock | None) -> None:
        def put(first: int) -> None:
            with place.open(lock) as own:
                for number in range(first, first + 10):
                    own.put([entry(number), entry(5, model=f"m{number}")])
                    store.put([entry(1000 + number)])

        threads = [threading.Thread(target=put, args=(100 * each,)) for each in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.count() == 80
        assert [record.version for record in store.history("id5")] == list(range(1, 42))
        assert len(ids(store, "source=5.pdf")) == 1


class TestFinding:
    @pytest.fixture(autouse=True)
    def filled(self, store: RecordStore) -> None:
        store.put(entry(number, seller=f"Seller {number % 3}") for number in range(12))
        doubtful = row(12)
        doubtful["record"]["total_amount"].append({"value": "7.50", "confidence": 0.3, "entities": []})
        store.put([StoreEntry.found("id12", doubtful), StoreEntry.found("id13", row(13, kind="receipt"))])

    @pytest.mark.parametrize(
        ("conditions", "expected"),
        [
            (["total_amount=70"], ["id7"]),
            (["total_amount=70.000"], ["id7"]),
            (["total_amount>=119.99", "total_amount<=120"], ["id12"]),
            (["total_amount<=10"], ["id0", "id1", "id12"]),
            (["seller=SELLER  1"], ["id1", "id10", "id4", "id7"]),
            (["seller=seller 1", "total_amount>=50"], ["id10", "id7"]),
            (["invoice_date>=2024-01-13"], ["id12", "id13"]),
            (["source=3.pdf"], ["id3"]),
            (["seller>=5"], []),
            (["none=5"], []),
        ],
    )
    def test_by_values(self, store: RecordStore, conditions: list[str], expected: list[str]) -> None:
        assert ids(store, *conditions) == expected

    def test_by_what_is_known_of_a_record(self, store: RecordStore) -> None:
        assert ids(store, kind="receipt") == ["id13"]
        assert ids(store, state="doubtful") == ["id12"]
        assert ids(store, confidence=0.5) == ["id12"]
        assert len(ids(store, since="2026-01-01")) == 14
        assert ids(store, until="2026-01-01") == []
        assert len(ids(store, "total_amount>=0", most=3)) == 3
        store.mark("id3", "exported")
        assert ids(store, state="exported") == ["id3"]

    def test_by_collections(self, store: RecordStore) -> None:
        named = [("a", "one"), ("one.a", "one"), ("one.b", "two"), ("two.a", "one"), ("one-more.a", "one")]
        store.put([StoreEntry.found(id, row(number, seller)) for number, (id, seller) in enumerate(named)])
        assert ids(store, collections=("one",)) == ["one.a", "one.b"]
        assert ids(store, collections=("one", "two")) == ["one.a", "one.b", "two.a"]
        assert ids(store, "seller=one", collections=("one",)) == ["one.a"]
        assert ids(store, collections=("on",)) == []
        assert set(ids(store)) > {id for id, _ in named}

    def test_a_number_with_zeros_in_front_is_another(self, store: RecordStore) -> None:
        store.put([StoreEntry.found("a", row(1, seller="0012")), StoreEntry.found("b", row(1, seller="12"))])
        assert (ids(store, "seller=0012"), ids(store, "seller=12")) == (["a"], ["b"])

    def test_what_is_no_condition_says_how_one_is_written(self) -> None:
        with pytest.raises(FieldError, match="total_amount>=1000"):
            Condition.of("total amount")


class TestDeleting:
    def test_no_byte_of_what_is_deleted_stays(self, store: RecordStore, place: StorePlace, lock: Lock | None) -> None:
        secret = StoreEntry.found("secret", row(1, seller="Zanzibar Import"), content=b"Zanzibar" * 10_000)
        store.put([secret])
        store.put([StoreEntry("secret", row(1, seller="Zanzibar Export"), "ann", "checked")])
        sealed = content_of(place)
        store.put(entry(number, seller=f"Seller {number}") for number in range(300))
        digest = lock.blinded("seller\0zanzibar export")[0] if lock else b"zanzibar export"
        digest = digest.hex().encode() if lock and place.server else digest
        traces = (sealed[100:200], sealed[-16:], b"secret", digest)
        assert all(place.left(trace) for trace in traces)
        assert store.delete(["secret", "none"]) == 1
        for trace in (b"Zanzibar", b"zanzibar", *traces):
            assert not place.left(trace)
        assert store.count() == 300
        assert len(ids(store, "seller=seller 7")) == 1

    def test_what_is_old_goes(self, store: RecordStore) -> None:
        store.put([replace(entry(1), at="2020-01-01T00:00:00.000+00:00"), entry(2)])
        assert store.expire("2021") == 1
        assert ids(store) == ["id2"]


def test_processes_that_open_a_new_store_at_once_all_get_it(tmp_path: Path) -> None:
    processes = 8
    together = threading.Barrier(processes)

    def opened(path: Path) -> int:
        together.wait()
        store = SqliteStore(path)
        count = store.put([entry(1)])
        store.close()
        return count

    with ThreadPoolExecutor(processes) as threads:
        for number in range(20):
            assert sum(threads.map(opened, [tmp_path / f"{number}.sqlite"] * processes)) == 1


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.sqlite") as db:
        db.execute("CREATE TABLE milk (pints)")
    (tmp_path / "text.sqlite").write_text("shopping: milk\n" * 100)
    for name in ("other.sqlite", "text.sqlite", "none.sqlite"):
        before = (tmp_path / name).read_bytes() if (tmp_path / name).exists() else None
        with pytest.raises(StoreError):
            open_store(str(tmp_path / name))
        with suppress(FileNotFoundError):
            assert (tmp_path / name).read_bytes() == before
    with pytest.raises(StoreError, match="there is no kind of store 'mongo'"):
        open_store("mongo://host/db")
