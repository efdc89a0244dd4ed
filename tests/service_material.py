"""A service for tests: at an address of its own, with workers that all tests of a module share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from nerkit.crew import Crew
from nerkit.labels import builtin
from nerkit.service.access import ROLES, Access, AuditLog, grant
from nerkit.service.running import server_of
from nerkit.service.service import Service, ServiceLimits
from nerkit.store import SqliteStore

INVOICE = b"Brightwater Supplies Ltd\nInvoice number: INV-20417\nInvoice date: 14 May 2021\n\nTotal\t119.00 EUR\n"


def bearer(folder: Path, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {(folder / name).read_text()}"}


def put(
    client: httpx.Client, content: bytes = INVOICE, headers: dict[str, str] | None = None, **options: Any
) -> httpx.Response:
    return client.post("/documents", params={"name": "a.txt", **options}, content=content, headers=headers)


def grant_all(folder: Path) -> None:
    """A token of each role in a file of its name, and one of all."""
    for role in ROLES:
        (folder / role).write_text(grant(folder / "tokens.toml", role, (role,)))
    (folder / "all").write_text(grant(folder / "tokens.toml", "all", ROLES))


@contextmanager
def serving(crew: Crew, folder: Path, limits: ServiceLimits | None = None, **more: Any) -> Iterator[httpx.Client]:
    """A client of a service, which may do all; `more` is of the service."""
    grant_all(folder)
    with SqliteStore(folder / "records.sqlite") as store:
        access, audit = Access(file=folder / "tokens.toml"), AuditLog(folder / "audit.jsonl")
        service = Service(crew, store, builtin(), access, audit, limits or ServiceLimits(), **more)
        run = server_of(service, "127.0.0.1", 0)
        run.start()
        try:
            with httpx.Client(base_url=run.address, headers=bearer(folder, "all"), timeout=120) as client:
                yield client
        finally:
            run.stop()


def later(client: httpx.Client, where: str) -> httpx.Response:
    """What is at a place once it is there."""
    while (answer := client.get(where)).status_code == 202:
        time.sleep(0.05)
    return answer


class Receiver:
    """An HTTP server that takes webhooks: answers with the next of some statuses, with 200 after them."""

    def __init__(self, *statuses: int) -> None:
        self.took: list[tuple[str, dict[str, str], bytes]] = []
        left = list(statuses)
        took = self.took

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                took.append((self.path, dict(self.headers), body))
                self.send_response(left.pop(0) if left else 200)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *given: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self, count: int) -> None:
        """Until so many came."""
        while len(self.took) < count:
            time.sleep(0.02)
