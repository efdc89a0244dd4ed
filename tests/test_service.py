"""The service answers as the command does, until it is told to end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.store import SqliteStore
from nerkit.web_server import WebServer
from tests.service_material import INVOICE, put

SAMPLE = Path(__file__).parents[1] / "corpora" / "samples" / "invoice-usd-en.pdf"


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
            ("POST", "/documents?knd=lost", 422, "bad-request", "no parameter 'knd'; did you mean 'kind'?"),
            (
                "GET",
                "/documents?page=2&most=1&kind=lost",
                422,
                "bad-request",
                "no parameter 'page'; use state, kind, most",
            ),
            ("PUT", "/documents/1/fields?state=lost", 422, "bad-request", "no parameter 'state'; it takes none"),
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
