"""Records are kept, found by what stands in them, corrected and deleted, under a lock if that is wanted."""

from __future__ import annotations

import base64
import json
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import redis
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import FieldError, KeyMissing, NerkitError, StoreError, Tampered
from nerkit.store import Condition, Lock, Query, RecordStore, SqliteStore, StoreEntry, open_store
from tests.store_material import StorePlace, redis_server

KEY, OTHER = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StorePlace]:
    folder = tmp_path_factory.mktemp("redis")
    with redis_server(folder):
        yield StorePlace(folder, server=True)


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> StorePlace:
    """Where there is no store yet."""
    if request.param == "file":
        return StorePlace(tmp_path, server=False)
    place: StorePlace = request.getfixturevalue("server")
    with redis.Redis.from_url(place.address) as db:
        db.flushall()
    return place


@pytest.fixture(params=["plain", "locked"])
def lock(request: pytest.FixtureRequest) -> Lock | None:
    return Lock([base64.b64decode(KEY)]) if request.param == "locked" else None


@pytest.fixture
def store(place: StorePlace, lock: Lock | None) -> Iterator[RecordStore]:
    with place.open(lock) as store:
        yield store


def ids(store: RecordStore, *conditions: str, **more: Any) -> list[str]:
    return sorted(record.id for record in store.find(Query(conditions=tuple(map(Condition.of, conditions)), **more)))


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


def content_of(place: StorePlace) -> bytes:
    """The only document that a store keeps, as it is kept."""
    if place.server:
        with redis.Redis.from_url(place.address) as db:
            return next(found for key in db.keys("nerkit:record:*") if (found := db.hget(key, "content")))
    with sqlite3.connect(place.address) as db:
        found: bytes = db.execute("SELECT data FROM contents").fetchone()[0]
    db.close()
    return found


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


class TestServer:
    """What is said where the server does not do what it should."""

    def test_one_that_is_away_comes_back_or_is_said(self, tmp_path: Path) -> None:
        place = StorePlace(tmp_path, server=True)
        with redis_server(tmp_path):
            store = place.open()
            store.put([entry(1)])
        with pytest.raises(StoreError, match="cannot be reached"):
            store.get("id1")
        with pytest.raises(StoreError, match="cannot be reached"):
            open_store(place.address)
        with redis_server(tmp_path):
            assert store.put([entry(2)]) == 1
            assert ids(store) == ["id1", "id2"]
        store.close()

    def test_no_store_another_format_and_no_address_are_said(self, server: StorePlace) -> None:
        with redis.Redis.from_url(server.address) as db:
            db.flushall()
            with pytest.raises(StoreError, match="there is no store"):
                open_store(server.address)
            db.hset("nerkit:store", mapping={"format": "9", "lock": ""})
            with pytest.raises(StoreError, match="of this version of nerkit"):
                open_store(server.address)
        with pytest.raises(StoreError, match="redis://HOST"):
            open_store("redis://host:port/0")

    def test_a_password_is_needed_and_never_shown(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = StorePlace(tmp_path, server=True)
        with redis_server(tmp_path):
            place.open().close()
            with redis.Redis.from_url(place.address) as db:
                db.config_set("requirepass", "swordfish")
            with pytest.raises(StoreError, match="refuses the password"):
                place.open()
            with pytest.raises(StoreError) as refused:
                open_store(place.address.replace("unix://", "unix://:shark@"))
            assert "shark" not in refused.value.message
            monkeypatch.setenv("NERKIT_STORE_PASSWORD", "swordfish")
            open_store(place.address).close()

    def test_a_server_that_is_full_refuses_without_a_word_of_the_record(self, tmp_path: Path) -> None:
        place = StorePlace(tmp_path, server=True)
        with redis_server(tmp_path, "--maxmemory", "3mb", "--maxmemory-policy", "noeviction"), place.open() as store:
            store.put([entry(1)])
            large = [replace(entry(number, seller="Zanzibar"), content=bytes(100_000)) for number in range(2, 102)]
            with pytest.raises(StoreError) as full:
                all(store.put([each]) for each in large)
            assert "Zanzibar" not in full.value.message
            assert "maxmemory" in full.value.message
            kept = store.get("id1")
            assert kept
            assert kept.row == row(1)

    def test_a_server_that_throws_records_away_is_refused(self, tmp_path: Path) -> None:
        forgetful = redis_server(tmp_path, "--maxmemory", "9mb", "--maxmemory-policy", "allkeys-lru")
        with forgetful, pytest.raises(StoreError, match="noeviction"):
            StorePlace(tmp_path, server=True).open()


class TestCommands:
    INVOICE = "Brightwater Supplies Ltd\nInvoice number: INV-{}\nInvoice date: 14 May 2021\n\nTotal\t{}.00 EUR\n"

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("inbox").mkdir()
        for number in (1, 2, 3):
            Path(f"inbox/{number}.txt").write_text(self.INVOICE.format(number, number * 100))
        Path("inbox/empty.txt").write_text("")

    def run(self, *arguments: str, status: int = 0) -> list[str]:
        done = CliRunner().invoke(app, list(arguments))
        if isinstance(done.exception, NerkitError):
            assert status == 2
            return [f"{done.exception.code}: {done.exception.message}"]
        assert done.exit_code == status, done.output
        return done.stdout.splitlines()

    def test_what_a_run_stores_is_found_exported_and_deleted(self) -> None:
        arguments = ("tag", "inbox", "--workers", "0", "--store", "records.sqlite", "-o", "run.jsonl")
        self.run(*arguments, status=3)
        self.run(*arguments, status=3)
        (found,) = self.run(
            "store", "find", "records.sqlite", "--where", "total_amount>=150", "--where", "total_amount<=250"
        )
        record = json.loads(found)
        assert record["result"] == json.loads(Path("run.jsonl").read_text().splitlines()[1])
        assert record["version"] == 1
        assert len(self.run("store", "show", "records.sqlite", record["id"])) == 1
        self.run("store", "export", "records.sqlite", "-o", "out.jsonl", "--mark")
        assert Path("out.jsonl").read_bytes() == b"".join(Path("run.jsonl").read_bytes().splitlines(keepends=True)[:3])
        assert len(self.run("store", "find", "records.sqlite", "--state", "exported")) == 3
        self.run("store", "export", "records.sqlite", "-o", "out.xlsx")
        self.run("store", "export", "records.sqlite", "-o", "out.parquet")
        self.run("store", "delete", "records.sqlite", record["id"])
        assert len(self.run("store", "find", "records.sqlite")) == 2
        assert "there is no record" in self.run("store", "show", "records.sqlite", record["id"], status=2)[0]

    @pytest.mark.parametrize("place", ["file", "server"], indirect=True)
    def test_a_store_is_locked_by_a_key_in_a_file(self, place: StorePlace) -> None:
        store = place.address
        Path("keys").write_text(self.run("store", "key")[0])
        Path("new").write_text(self.run("store", "key")[0])
        self.run("tag", "inbox/1.txt", "--store", store, "--keys", "keys", "-o", "run.jsonl")
        assert self.run("store", "find", store, status=2)[0].startswith(f"bad-key: {store}: is locked")
        self.run("store", "rotate", store, "--keys", "keys", "--new-keys", "new")
        assert len(self.run("store", "find", store, "--keys", "new", "--where", "total_amount=100")) == 1
        self.run("store", "export", store, "--keys", "new", "-o", "out.jsonl", "--mark")
        assert Path("out.jsonl").read_bytes() == Path("run.jsonl").read_bytes()
        self.run("store", "delete", store, "--keys", "new", "--where", "total_amount=100", "--keep-cache")
        assert self.run("store", "find", store, "--keys", "new") == []
