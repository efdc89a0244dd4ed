"""The service takes no more than it can do, and stands what strangers send."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from nerkit.crew import Crew
from nerkit.labels import builtin
from nerkit.service.access import Access
from nerkit.service.pace import Pace
from nerkit.service.running import server_of
from nerkit.service.service import Service, ServiceLimits
from nerkit.store import SqliteStore
from nerkit.web_server import WebServer
from tests.service_material import INVOICE, bearer, put


class TestLimits:
    def test_a_document_that_is_too_large_is_refused(self, client: httpx.Client) -> None:
        def endless() -> Iterator[bytes]:
            for _ in range(100):
                yield b"x" * (1 << 16)

        assert put(client, b"x" * ((1 << 20) + 1)).status_code == 413
        assert client.post("/documents", content=endless()).status_code == 413

    def test_a_document_said_to_be_too_large_is_refused_before_it_is_sent(self, run: WebServer, folder: Path) -> None:
        head = f"POST /documents HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer(folder, 'all')['Authorization']}\r\n"
        host, _, port = run.address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=20) as to:
            to.sendall(f"{head}Content-Length: {2 << 20}\r\nExpect: 100-continue\r\n\r\n".encode())
            assert to.recv(1000).startswith(b"HTTP/1.1 413 ")

    def test_more_documents_than_may_wait_are_put_off(self, crew: Crew, folder: Path, tmp_path: Path) -> None:
        with SqliteStore(tmp_path / "records.sqlite") as store, ExitStack() as last:
            access, limits = Access(file=folder / "tokens.toml"), ServiceLimits(waiting=3)
            run = server_of(Service(crew, store, builtin(), access, limits=limits), "127.0.0.1", 0)
            run.start()
            last.callback(run.stop)
            client = last.enter_context(httpx.Client(base_url=run.address, headers=bearer(folder, "all"), timeout=120))
            token = bearer(folder, "all")["Authorization"]
            head = (
                f"POST /documents?name=a.txt HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nExpect: 100-continue\r\n"
            )
            connections = []
            for _ in range(3):
                connections.append(last.enter_context(socket.create_connection(("127.0.0.1", run.port), timeout=60)))
                connections[-1].sendall(
                    f"{head}Expect: 100-continue\r\nContent-Length: {len(INVOICE)}\r\n\r\n".encode()
                )
                assert connections[-1].recv(1000).startswith(b"HTTP/1.1 100 "), "its place is taken now"
            late = put(client)
            assert (late.status_code, late.json()["error"]["code"], late.headers["retry-after"]) == (429, "busy", "5")
            for connection in connections:
                connection.sendall(INVOICE)
                assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
            assert put(client).status_code == 200

    def test_a_token_that_sends_more_than_its_rate_is_put_off_and_others_are_not(
        self, crew: Crew, folder: Path, tmp_path: Path
    ) -> None:
        with SqliteStore(tmp_path / "records.sqlite") as store:
            access = Access(file=folder / "tokens.toml")
            run = server_of(Service(crew, store, builtin(), access, limits=ServiceLimits(rate=1)), "127.0.0.1", 0)
            run.start()
            with httpx.Client(base_url=run.address, timeout=120) as client:

                def sent(who: str) -> httpx.Response:
                    return put(client, headers=bearer(folder, who), kind="none of these")

                assert [sent("all").status_code for _ in range(2)] == [422, 429]
                late = sent("all")
                assert late.json()["error"]["code"] == "busy"
                assert 1 <= int(late.headers["retry-after"]) <= 60
                assert sent("submit").status_code == 422
            run.stop()

    def test_a_rate_lets_through_as_many_as_it_says_in_any_minute_that_begins_full(self) -> None:
        now = 0.0
        pace = Pace(3, lambda: now)
        assert [pace.wait("ann") for _ in range(4)] == [0, 0, 0, 20]
        assert pace.wait("bob") == 0
        now = 19.0
        assert pace.wait("ann") == pytest.approx(1)
        now = 20.0
        assert [pace.wait("ann"), pace.wait("ann")] == [0, pytest.approx(20)]
        now = 1000.0
        assert [pace.wait("ann") for _ in range(4)] == [0, 0, 0, pytest.approx(20)]
        assert [Pace(None).wait("ann") for _ in range(1000)] == [0] * 1000

    @pytest.mark.parametrize(
        "sent",
        [
            b"\0" * 1000,
            b"GET / HTTP/1.1\r\n" + b"X: " + b"x" * 200_000 + b"\r\n\r\n",
            b"POST /documents HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            b"POST /documents HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
            b"POST /documents HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
            b"POST /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        ],
        ids=["zeros", "huge header", "negative length", "two lengths", "broken chunk", "traversal"],
    )
    def test_what_is_no_request_is_refused_and_the_next_one_answered(
        self, run: WebServer, client: httpx.Client, sent: bytes
    ) -> None:
        answer = exchanged(run, sent)
        assert answer[9:10] == b"4", answer
        assert b"Traceback" not in answer
        assert put(client).status_code == 200

    def test_who_sends_slowly_holds_no_place(self, run: WebServer, client: httpx.Client, folder: Path) -> None:
        token = bearer(folder, "all")["Authorization"]
        head = f"POST /documents HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nAuthorization: {token}\r\n\r\n"
        assert exchanged(run, head.encode() + b"slow").startswith(b"HTTP/1.1 408")
        assert put(client).status_code == 200

    @pytest.mark.parametrize("sent", [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /"])
    def test_who_begins_no_request_holds_no_connection(self, run: WebServer, sent: bytes) -> None:
        with socket.create_connection(("127.0.0.1", run.port), timeout=60) as connection:
            connection.sendall(sent)
            while connection.recv(1000):
                pass  # an answer to the request before; then the service closes the connection


def exchanged(run: WebServer, sent: bytes) -> bytes:
    """What a server answers to these bytes."""
    host, _, port = run.address.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(sent)
        answer = b""
        while b"\r\n\r\n" not in answer and (more := connection.recv(65536)):
            answer += more
    return answer
