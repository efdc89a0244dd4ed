"""What is said where the server that keeps records does not do what it should."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import redis

from nerkit.errors import StoreError
from nerkit.store import open_store
from tests.store_material import StorePlace, entry, ids, redis_server, row


class TestServer:
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
