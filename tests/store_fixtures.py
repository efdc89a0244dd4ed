"""What tests of the store ask for: a place where there is none yet, with a lock or without."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nerkit.store import Lock, RecordStore
    from tests.store_material import StorePlace


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StorePlace]:
    from tests.store_material import StorePlace, redis_server

    folder = tmp_path_factory.mktemp("redis")
    with redis_server(folder):
        yield StorePlace(folder, server=True)


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> StorePlace:
    """Where there is no store yet."""
    import redis

    from tests.store_material import StorePlace

    if request.param == "file":
        return StorePlace(tmp_path, server=False)
    place: StorePlace = request.getfixturevalue("server")
    with redis.Redis.from_url(place.address) as db:
        db.flushall()
    return place


@pytest.fixture(params=["plain", "locked"])
def lock(request: pytest.FixtureRequest) -> Lock | None:
    from nerkit.store import Lock
    from tests.store_material import KEY

    return Lock([base64.b64decode(KEY)]) if request.param == "locked" else None


@pytest.fixture
def store(place: StorePlace, lock: Lock | None) -> Iterator[RecordStore]:
    with place.open(lock) as store:
        yield store
