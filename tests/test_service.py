"""The service answers as the command does, lets nobody in without a token, and stands what strangers send."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.crew import Crew
from nerkit.errors import ConfigError, FieldError, OptionError
from nerkit.labels import builtin
from nerkit.pipeline import load
from nerkit.service.access import ROLES, Access, AuditLog, Holder, digest_of, grant, revoke
from nerkit.service.corrections import corrected
from nerkit.service.pace import Pace
from nerkit.service.running import server_of
from nerkit.service.service import Service, ServiceLimits
from nerkit.store import SqliteStore
from nerkit.web_server import WebServer

SAMPLE = Path(__file__).parents[1] / "corpora" / "samples" / "invoice-usd-en.pdf"
INVOICE = b"Brightwater Supplies Ltd\nInvoice number: INV-20417\nInvoice date: 14 May 2021\n\nTotal\t119.00 EUR\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a token of each role is, and one of all."""
    folder = tmp_path_factory.mktemp("service")
    tokens = folder / "tokens.toml"
    for role in ROLES:
        (folder / role).write_text(grant(tokens, role, (role,)))
    (folder / "all").write_text(grant(tokens, "all", ROLES))
    return folder


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(load(), 1) as crew:
        crew.prepare()
        yield crew


@pytest.fixture(scope="module")
def run(folder: Path, crew: Crew) -> Iterator[WebServer]:
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
    with httpx.Client(base_url=run.address, headers=bearer(folder, "all"), timeout=120) as client:
        yield client


def bearer(folder: Path, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {(folder / name).read_text()}"}


def put(
    client: httpx.Client, content: bytes = INVOICE, headers: dict[str, str] | None = None, **options: Any
) -> httpx.Response:
    return client.post("/documents", params={"name": "a.txt", **options}, content=content, headers=headers)


class TestAnswers:
    def test_they_are_those_of_the_command_byte_by_byte(self, client: httpx.Client, folder: Path) -> None:
        os.chdir(folder)
        for name, content in (("a.pdf", SAMPLE.read_bytes()), ("b.txt", INVOICE)):
            Path(name).write_bytes(content)
            CliRunner().invoke(app, ["tag", name, "-o", f"{name}.jsonl", "--format", "jsonl", "--workers", "0"])
            answer = client.post("/documents", params={"name": name}, content=content)
            assert (answer.status_code, answer.content) == (200, Path(f"{name}.jsonl").read_bytes())
            assert client.get(answer.headers["location"]).content == answer.content

    def test_a_document_that_fails_says_what_to_do(self, client: httpx.Client) -> None:
        answer = put(client, b"%PDF-1.7 cut off", name="../../etc/a.pdf")
        assert answer.status_code == 422
        assert answer.json()["source"] == "a.pdf"
        assert answer.json()["error"]["code"] == "broken-pdf"
        assert client.get(answer.headers["location"]).content == answer.content

    def test_a_result_may_be_fetched_later(self, client: httpx.Client) -> None:
        answer = put(client, wait=False)
        assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
        while (later := client.get(answer.headers["location"])).status_code == 202:
            time.sleep(0.05)
        assert later.json()["record"]["invoice_number"][0]["value"] == "INV-20417"

    def test_options_that_do_not_fit_are_refused_before_anything_is_read(self, client: httpx.Client) -> None:
        answer = put(client, kind="invoce")
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad-option")
        assert "did you mean 'invoice'?" in answer.json()["error"]["message"]
        assert put(client, kind="receipt").json()["kind"] == "receipt"

    @pytest.mark.parametrize(
        ("method", "path", "status", "code", "says"),
        [
            ("GET", "/documents?most=-1", 422, "bad-request", "most: "),
            ("GET", "/documents?state=lost", 422, "bad-request", "state: "),
            ("POST", "/documents?wait=perhaps", 422, "bad-request", "wait: "),
            ("GET", "/nowhere", 404, "not-found", "/openapi.json"),
            ("PATCH", "/documents", 405, "bad-request", "/openapi.json"),
        ],
    )
    def test_a_request_that_does_not_fit_gets_an_error_of_the_one_shape(
        self, client: httpx.Client, method: str, path: str, status: int, code: str, says: str
    ) -> None:
        answer = client.request(method, path)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (status, code)
        assert says in error["message"]
        assert "lost" not in error["message"], "nothing of what was sent"

    def test_no_browser_runs_or_keeps_them_and_no_other_page_may_read_them(self, client: httpx.Client) -> None:
        answer = client.get("/health", headers={"Origin": "https://elsewhere.example"})
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers

    def test_the_interface_is_described(self, client: httpx.Client) -> None:
        assert "/documents/{id}/fields" in client.get("/openapi.json").json()["paths"]

    def test_figures_are_there_for_prometheus(self, client: httpx.Client) -> None:
        put(client)
        assert 'nerkit_documents_total{what="invoice"}' in client.get("/metrics").text


class TestCorrections:
    def test_they_are_versions_with_who_and_when(self, client: httpx.Client) -> None:
        where = put(client).headers["location"]
        answer = client.put(
            f"{where}/fields", json={"seller": ["ACME"], "invoice_date": [], "due_date": ["2021-06-13"]}
        )
        record = answer.json()["record"]
        assert record["seller"] == [{"value": "ACME", "confidence": 1.0, "entities": []}]
        assert "invoice_date" not in record
        assert list(record).index("due_date") < list(record).index("seller"), "fields keep the order of their kind"
        assert client.get(where).content == answer.content
        history = client.get(f"{where}/history").json()
        assert [(each["by"], each["state"]) for each in history] == [("nerkit-default", "new"), ("all", "checked")]

    def test_what_does_not_fit_is_refused(self, client: httpx.Client) -> None:
        where = put(client).headers["location"]
        for body in (
            b"[1]",
            b"{",
            b"[" * 100_000,
            b'{"seler": ["x"]}',
            b'{"seller": "x"}',
            b'{"seller": [{"code": "x"}]}',
            b'{"due_date": ["nonsense"]}',
            b'{"due_date": ["03/04/2024"]}',
            b'{"iban": ["foo"]}',
        ):
            assert client.put(f"{where}/fields", content=body).status_code == 422
        assert len(client.get(f"{where}/history").json()) == 1
        with pytest.raises(FieldError, match="did you mean 'seller'"):
            corrected({"kind": "invoice", "record": {}}, {"seler": ["x"]}, builtin())

    def test_what_a_person_sets_is_kept_in_the_form_that_records_have(self) -> None:
        row = {"kind": "invoice", "language": "de", "record": {}}
        given = {"due_date": ["7. Mai 2024"], "total_amount": ["1.880,00 €"], "iban": ["DE89 3704 0044 0532 0130 00"]}
        record = corrected(row, {**given, "net_amount": [{"value": "5.00", "currency": "CHF"}]}, builtin())["record"]
        assert {name: (one["value"], one.get("currency")) for name, (one,) in record.items()} == {
            "due_date": ("2024-05-07", None),
            "total_amount": ("1880.00", "EUR"),
            "iban": ("DE89370400440532013000", None),
            "net_amount": ("5.00", "CHF"),
        }

    def test_a_deleted_document_is_gone(self, client: httpx.Client) -> None:
        where = put(client).headers["location"]
        assert [client.delete(where).status_code for _ in range(2)] == [204, 404]
        assert client.get(where).status_code == 404


class TestAccess:
    @pytest.mark.parametrize("role", ROLES)
    def test_a_token_opens_what_its_roles_say_and_nothing_else(
        self, client: httpx.Client, folder: Path, role: str
    ) -> None:
        where = put(client).headers["location"]
        asked = {
            "submit": lambda **more: client.post("/documents", content=INVOICE, **more),
            "read": lambda **more: client.get(where, **more),
            "correct": lambda **more: client.put(f"{where}/fields", json={}, **more),
            "administer": lambda **more: client.get("/metrics", **more),
        }
        for other, ask in asked.items():
            assert (ask(headers=bearer(folder, role)).status_code == 403) == (other != role)

    def test_a_token_sees_the_records_of_its_collections_and_no_others(
        self, client: httpx.Client, folder: Path
    ) -> None:
        ours, theirs = (
            {"Authorization": f"Bearer {grant(folder / 'tokens.toml', name, ROLES, (name,))}"}
            for name in ("personnel", "purchases")
        )

        def listed(headers: dict[str, str]) -> list[str]:
            return [f"/documents/{each['id']}" for each in client.get("/documents?most=1000", headers=headers).json()]

        where = put(client, headers=ours).headers["location"]
        assert where.startswith("/documents/personnel.")
        broken = client.post("/documents?wait=false", content=b"", headers=ours).headers["location"]
        while client.get(broken, headers=ours).status_code == 202:
            time.sleep(0.05)
        for place in (where, broken):
            asked = {
                "get": lambda place=place, **who: client.get(place, **who),
                "history": lambda place=place, **who: client.get(f"{place}/history", **who),
                "correct": lambda place=place, **who: client.put(f"{place}/fields", json={}, **who),
                "page": lambda place=place, **who: client.get(f"{place}/pages/1", **who),
                "delete": lambda place=place, **who: client.delete(place, **who),
            }
            for ask in asked.values():
                assert ask(headers=theirs).json()["error"]["code"] == "not-found"
        assert listed(ours) == [where]
        assert listed(theirs) == []
        assert where in listed({}), "a token without collections sees all"
        assert client.get(where, headers=ours).status_code == 200
        assert client.get(broken, headers=ours).status_code == 422
        assert client.delete(where, headers=ours).status_code == 204

    def test_a_document_goes_to_a_collection_of_the_token_s_own(self, client: httpx.Client, folder: Path) -> None:
        token = grant(folder / "tokens.toml", "clerk", ("submit",), ("one", "two"))
        clerk = {"Authorization": f"Bearer {token}"}

        def sent(headers: dict[str, str], **options: str) -> tuple[int, str]:
            answer = client.post("/documents", params={"name": "a.txt", **options}, content=INVOICE, headers=headers)
            return answer.status_code, answer.headers.get("location", "")[: len("/documents/one.")]

        assert sent(clerk) == (200, "/documents/one.")
        assert sent(clerk, collection="two") == (200, "/documents/two.")
        assert sent(clerk, collection="three")[0] == 403
        assert sent({}, collection="three") == (200, "/documents/thre")
        assert sent({}, collection="Not/One")[0] == 422
        with pytest.raises(OptionError):
            grant(folder / "tokens.toml", "clerk", ("submit",), ("A B",))

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer " + "x" * 9000])
    def test_without_a_token_nothing_is_answered(self, run: WebServer, header: str) -> None:
        for path in ("/documents/1", "/metrics", "/documents/1/history"):
            answer = httpx.get(run.address + path, headers={"Authorization": header})
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")

    def test_a_token_is_changed_and_taken_back_while_the_service_runs(self, run: WebServer, folder: Path) -> None:
        def status(token: str) -> int:
            return httpx.get(f"{run.address}/documents/1", headers={"Authorization": f"Bearer {token}"}).status_code

        first = grant(folder / "tokens.toml", "bob", ("read",))
        assert first not in (folder / "tokens.toml").read_text()
        assert status(first) == 404
        second = grant(folder / "tokens.toml", "bob", ("read",))
        assert (status(first), status(second)) == (401, 404)
        assert revoke(folder / "tokens.toml", "bob")
        assert status(second) == 401

    def test_a_file_of_tokens_that_cannot_be_used_is_said(self, tmp_path: Path) -> None:
        a = "[a]\nsha256 = 'x'\nroles = ['read']\n"
        for text in (
            f"{a}collections = []",
            f"{a}collections = 'one'",
            "[a]\nroles = ['read']",
            "[a]\nsha256 = 'x'\nroles = ['rule']",
            "a = 1",
            "[[[",
        ):
            (tmp_path / "tokens").write_text(text)
            with pytest.raises(ConfigError):
                Access(file=tmp_path / "tokens")
        holder = Holder("a", digest_of("t"), ("read",))
        assert Access((holder,)).holder("t") == holder

    def test_who_did_what_is_written_down_without_a_word_of_the_document(
        self, client: httpx.Client, folder: Path
    ) -> None:
        where = put(client).headers["location"]
        client.get(where)
        lines = [json.loads(line) for line in (folder / "audit.jsonl").read_text().splitlines()]
        assert [(line["who"], line["what"]) for line in lines[-2:]] == [("all", "submit"), ("all", "read")]
        assert "a.txt" not in (folder / "audit.jsonl").read_text()


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


def test_the_command_serves_until_it_is_told_to_end_and_does_what_it_has_accepted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nerkit", "serve", "--store", "records.sqlite", "--port", "0"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    token = process.stderr.readline().removeprefix("token: ").strip()
    address = process.stderr.readline().removeprefix("serving at ").strip()
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=120) as client:
        accepted = [put(client, wait=False).status_code for _ in range(3)]
        host, _, port = address.removeprefix("http://").rpartition(":")
        head = f"POST /documents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n"
        with socket.create_connection((host, int(port)), timeout=30) as gone:
            gone.sendall(head.encode() + b"and no more")
        assert client.get("/health").json() == {"state": "up"}
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=120)[1]
    assert "Traceback" not in said
    assert accepted == [202, 202, 202]
    with SqliteStore(tmp_path / "records.sqlite") as store:
        assert store.count() == 3


def test_an_address_that_cannot_be_had_is_said(run: WebServer, tmp_path: Path) -> None:
    port = run.address.rpartition(":")[2]
    arguments = ["serve", "--store", str(tmp_path / "records.sqlite"), "--port", port]
    assert "cannot be had" in str(CliRunner().invoke(app, arguments).exception)


def test_tokens_are_made_and_taken_back_by_a_command(tmp_path: Path) -> None:
    def said(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["token", str(tmp_path / "tokens.toml"), *arguments])

    token = said("ann", "--role", "read", "--role", "correct").stdout.strip()
    holder = Access(file=tmp_path / "tokens.toml").holder(token)
    assert holder
    assert (holder.name, holder.roles) == ("ann", ("read", "correct"))
    assert said("ann", "--role", "rule").exit_code == 2
    assert said("ann", "--revoke").exit_code == 0
    assert "nobody is called" in str(said("ann", "--revoke").exception)
