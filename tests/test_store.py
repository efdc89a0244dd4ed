"""Records are kept, found by what stands in them, corrected and deleted, under a lock if that is wanted."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import FieldError, KeyMissing, NerkitError, StoreError, Tampered
from nerkit.store import Condition, Lock, Query, SqliteStore, StoreEntry, open_store

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


@pytest.fixture(params=["plain", "locked"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteStore]:
    lock = Lock([base64.b64decode(KEY)]) if request.param == "locked" else None
    with SqliteStore(tmp_path / "records.sqlite", lock) as store:
        yield store


def ids(store: SqliteStore, *conditions: str, **more: Any) -> list[str]:
    return sorted(record.id for record in store.find(Query(conditions=tuple(map(Condition.of, conditions)), **more)))


class TestKeeping:
    def test_what_is_put_is_got(self, store: SqliteStore) -> None:
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

    def test_the_same_is_kept_once_and_something_else_is_another_version(self, store: SqliteStore) -> None:
        assert [store.put([entry(1)]), store.put([entry(1)]), store.put([entry(1, model="m2")])] == [1, 0, 1]
        assert [record.by for record in store.history("id1")] == ["m", "m2"]
        first = store.get("id1", 1)
        assert first is not None
        assert first.by == "m"

    def test_what_a_person_has_checked_is_not_replaced_by_a_model(self, store: SqliteStore) -> None:
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

    def test_all_entries_are_kept_or_none(self, store: SqliteStore) -> None:
        def entries() -> Iterator[StoreEntry]:
            yield entry(1)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.put(entries())
        assert store.count() == 0

    def test_threads_and_processes_may_share_it(self, store: SqliteStore) -> None:
        def put(first: int) -> None:
            with SqliteStore(store.path, store._lock) as own:
                for number in range(first, first + 10):
                    own.put([entry(number)])
                    store.put([entry(1000 + number)])

        threads = [threading.Thread(target=put, args=(100 * each,)) for each in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.count() == 80


class TestFinding:
    @pytest.fixture(autouse=True)
    def filled(self, store: SqliteStore) -> None:
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
    def test_by_values(self, store: SqliteStore, conditions: list[str], expected: list[str]) -> None:
        assert ids(store, *conditions) == expected

    def test_by_what_is_known_of_a_record(self, store: SqliteStore) -> None:
        assert ids(store, kind="receipt") == ["id13"]
        assert ids(store, state="doubtful") == ["id12"]
        assert ids(store, confidence=0.5) == ["id12"]
        assert len(ids(store, since="2026-01-01")) == 14
        assert ids(store, until="2026-01-01") == []
        assert len(ids(store, "total_amount>=0", most=3)) == 3
        store.mark("id3", "exported")
        assert ids(store, state="exported") == ["id3"]

    def test_a_number_with_zeros_in_front_is_another(self, store: SqliteStore) -> None:
        store.put([StoreEntry.found("a", row(1, seller="0012")), StoreEntry.found("b", row(1, seller="12"))])
        assert (ids(store, "seller=0012"), ids(store, "seller=12")) == (["a"], ["b"])

    def test_what_is_no_condition_says_how_one_is_written(self) -> None:
        with pytest.raises(FieldError, match="total_amount>=1000"):
            Condition.of("total amount")


class TestDeleting:
    def test_no_byte_of_what_is_deleted_stays(self, store: SqliteStore) -> None:
        store.put(entry(number, seller=f"Seller {number}") for number in range(300))
        secret = StoreEntry.found("secret", row(1, seller="Zanzibar Import"), content=b"Zanzibar" * 10_000)
        store.put([secret])
        store.put([StoreEntry("secret", row(1, seller="Zanzibar Export"), "ann", "checked")])
        sealed = store._db.execute("SELECT data FROM contents").fetchone()[0]
        blinded = [value for (value,) in store._db.execute("SELECT value FROM searched WHERE field = 'seller'")]
        assert left(store, sealed[100:200])
        assert store.delete(["secret", "none"]) == 1
        for trace in (b"Zanzibar", b"zanzibar", sealed[100:200], sealed[-16:], b"secret"):
            assert not left(store, trace)
        assert store.count() == 300
        assert len(ids(store, "seller=seller 7")) == 1
        assert len(blinded) == 301

    def test_what_is_old_goes(self, store: SqliteStore) -> None:
        store.put([replace(entry(1), at="2020-01-01T00:00:00.000+00:00"), entry(2)])
        assert store.expire("2021") == 1
        assert ids(store) == ["id2"]


def left(store: SqliteStore, trace: bytes) -> bool:
    """Whether bytes are in any file of the store."""
    return any(trace in path.read_bytes() for path in store.path.parent.iterdir())


class TestLock:
    def test_nothing_of_a_document_can_be_read_without_the_key(self, tmp_path: Path) -> None:
        with SqliteStore(tmp_path / "records.sqlite", Lock([base64.b64decode(KEY)])) as store:
            store.put([replace(entry(1, seller="Zanzibar"), content=b"Zanzibar")])
            assert not any(left(store, trace) for trace in (b"anzibar", b'total_amount"', b"1.pdf"))
            store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert not left(store, b"anzibar")

    def test_the_wrong_key_no_key_and_a_key_too_many_are_said(self, tmp_path: Path) -> None:
        path = tmp_path / "records.sqlite"
        SqliteStore(path, Lock([base64.b64decode(KEY)])).close()
        SqliteStore(tmp_path / "plain.sqlite").close()
        for lock, file, said in (
            (None, path, "is locked; name its key"),
            (Lock([base64.b64decode(OTHER)]), path, "locked by another key"),
            (Lock([base64.b64decode(KEY)]), tmp_path / "plain.sqlite", "has no lock"),
        ):
            with pytest.raises(KeyMissing, match=said):
                SqliteStore(file, lock)

    @pytest.mark.parametrize("place", [0, 3, 10, 40, -1])
    def test_a_value_that_was_changed_or_moved_is_no_value(self, tmp_path: Path, place: int) -> None:
        with SqliteStore(tmp_path / "records.sqlite", Lock([base64.b64decode(KEY)])) as store:
            store.put([entry(1), entry(2)])
            one, other = (bytes(data) for (data,) in store._db.execute("SELECT data FROM versions ORDER BY record"))
            changed = bytearray(one)
            changed[place] ^= 1
            for data in (bytes(changed), other, one[:20], b""):
                store._db.execute("UPDATE versions SET data = ? WHERE record = 1", (data,))
                with pytest.raises((Tampered, KeyMissing)):
                    store.get("id1")

    def test_keys_change_and_the_old_one_opens_nothing_then(self, tmp_path: Path) -> None:
        path = tmp_path / "records.sqlite"
        old, new = Lock([base64.b64decode(KEY)]), Lock([base64.b64decode(OTHER)])
        with SqliteStore(path, old) as store:
            store.put([replace(entry(number), content=b"%PDF") for number in range(5)])
            store.put([StoreEntry("id3", row(3, seller="Other"), "ann", "checked")])
            sealed = store._db.execute("SELECT data FROM contents").fetchone()[0]
            assert store.rotate(new) == 5
            assert not left(store, sealed)
            assert ids(store, "total_amount=30") == ids(store, "seller=other") == ["id3"]
        with pytest.raises(KeyMissing):
            SqliteStore(path, old)
        with SqliteStore(path, new) as store:
            assert len(store.history("id3")) == 2
            store.rotate(None)
        with SqliteStore(path) as store:
            assert store.content("id4") == b"%PDF"
            assert ids(store, "total_amount>=30") == ["id3", "id4"]

    def test_a_rotation_that_ends_early_changes_nothing(self, tmp_path: Path) -> None:
        class Broken(Lock):
            def seal(self, value: bytes, place: str) -> bytes:
                if place.startswith("id3"):
                    raise KeyboardInterrupt
                return super().seal(value, place)

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


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

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

    def test_a_store_is_locked_by_a_key_in_a_file(self) -> None:
        Path("keys").write_text(self.run("store", "key")[0])
        Path("new").write_text(self.run("store", "key")[0])
        self.run("tag", "inbox/1.txt", "--store", "records.sqlite", "--keys", "keys", "-o", "run.jsonl")
        assert self.run("store", "find", "records.sqlite", status=2)[0].startswith("bad-key: records.sqlite: is locked")
        self.run("store", "rotate", "records.sqlite", "--keys", "keys", "--new-keys", "new")
        assert len(self.run("store", "find", "records.sqlite", "--keys", "new", "--where", "total_amount=100")) == 1
