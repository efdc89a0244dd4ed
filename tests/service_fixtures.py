"""What tests of the service ask for: one that runs, with what it works with, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

    from nerkit.crew import Crew
    from nerkit.web_server import WebServer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a token of each role is, and one of all."""
    from tests.service_material import grant_all

    folder = tmp_path_factory.mktemp("service")
    grant_all(folder)
    return folder


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    from nerkit.crew import Crew
    from nerkit.pipeline import load

    with Crew(load(), 1) as crew:
        crew.prepare()
        yield crew


@pytest.fixture(scope="module")
def run(folder: Path, crew: Crew) -> Iterator[WebServer]:
    from nerkit.labels import builtin
    from nerkit.service.access import Access, AuditLog
    from nerkit.service.running import server_of
    from nerkit.service.service import Service, ServiceLimits
    from nerkit.store import SqliteStore

    with SqliteStore(folder / "records.sqlite") as store:
        limits = ServiceLimits(size=1 << 20, waiting=3, seconds=1.0)
        service = Service(
            crew, store, builtin(), Access(file=folder / "tokens.toml"), AuditLog(folder / "audit.jsonl"), limits
        )
        run = server_of(service, "127.0.0.1", 0)
        run.start()
        yield run
        run.stop()


@pytest.fixture(scope="module")
def client(run: WebServer, folder: Path) -> Iterator[httpx.Client]:
    """A client that may do all."""
    import httpx

    from tests.service_material import bearer

    with httpx.Client(base_url=run.address, headers=bearer(folder, "all"), timeout=120) as client:
        yield client
