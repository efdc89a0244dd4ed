"""The annotator's server: whom it answers, and that the disk cannot be reached through it."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nerkit.annotation.desk import Desk
from nerkit.annotation.export import Exporter
from nerkit.annotation.palette import chosen
from nerkit.annotation.preparing import Preparation, token_borders
from nerkit.annotation.project import Project
from nerkit.annotation.serving import Serving
from nerkit.annotation.store import Store
from nerkit.corpora import jsonl
from nerkit.reading import read

MARK = {"start": 8, "end": 12, "label": "INVOICE_NUMBER", "verdict": "yes"}


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    (tmp_path / "invoice.txt").write_text("Invoice 4711 of 3 May 2024\n")
    store = Store(tmp_path / "corpus.sqlite")
    (id,) = store.add([str(tmp_path / "invoice.txt")])
    document = read(tmp_path / "invoice.txt")
    store.set_document(id, document, token_borders(document))
    labels = chosen("invoice")
    exporter = Exporter(store, tmp_path / "corpus.jsonl")
    desk = Desk(Project(store, labels, "ann"), exporter, Preparation(store, labels, None))
    serving = Serving(desk)
    serving.start()
    yield serving
    serving.stop()
    store.close()


def ask(serving: Serving, path: str, body: Any = None, token: bool = True, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
    if token:
        headers["Cookie"] = f"nerkit-{serving.port}={serving.token}"
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        connection.request("GET", path, headers=headers)
    else:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    is_json = "json" in response.headers.get("content-type", "") and not path.endswith(".jsonl")
    return response.status, json.loads(content) if is_json else content.decode()


def test_nothing_is_served_without_the_token(serving: Serving) -> None:
    for path in ("/", "/api/documents", "/page/main.js", "/?token=guess"):
        status, said = ask(serving, path, token=False)
        assert status == 401
        assert "nerkit annotate printed" in said


def test_the_address_trades_its_token_for_a_cookie_that_scripts_cannot_read(serving: Serving) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
    connection.request("GET", serving.address.partition(str(serving.port))[2])
    response = connection.getresponse()
    assert (response.status, response.headers["location"]) == (303, "/")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    connection.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
    ],
)
def test_other_pages_and_other_names_of_this_host_are_refused_even_with_the_token(
    serving: Serving, headers: dict[str, str]
) -> None:
    assert ask(serving, "/api/documents", **headers)[0] in (403, 421)
    assert ask(serving, "/api/documents/1/change", {"version": 0, "add": [MARK]}, **headers)[0] in (403, 421)
    assert serving.desk.project.store.work(1, "ann").marks == ()


@pytest.mark.parametrize("other", ['a b="x', "x@y=1", '{"a":1}=b', "a[b]=1", '=;;;"', "caf\xe9=1", "nerkit-{port}=old"])
def test_cookies_of_other_servers_of_this_host_lock_nobody_out(serving: Serving, other: str) -> None:
    foreign = other.format(port=serving.port) if "{port}" in other else other
    for cookie in (
        f"{foreign}; nerkit-{serving.port}={serving.token}",
        f"nerkit-{serving.port}={serving.token}; {foreign}",
    ):
        assert ask(serving, "/api/session", token=False, Cookie=cookie)[0] == 200
    assert ask(serving, "/api/session", token=False, Cookie=foreign)[0] == 401


@pytest.mark.parametrize("number", [2**63, 10**30, -(2**63) - 1])
def test_a_number_that_no_database_holds_is_no_document(serving: Serving, number: int) -> None:
    for path in ("", "/work", "/record", "/differences", "/pages/1/words", "/pages/1/picture"):
        assert ask(serving, f"/api/documents/{number}{path}")[0] == 404
    assert ask(serving, f"/api/documents/{number}/change", {"version": 0, "add": [MARK]})[0] == 404
    assert ask(serving, f"/api/documents/{number}/note", {"version": 0, "done": True})[0] == 404


def test_half_a_character_is_refused_and_not_kept(serving: Serving) -> None:
    half = MARK | {"label": "\ud800"}
    assert ask(serving, "/api/documents/1/change", {"version": 0, "add": [half]})[0] == 422
    assert ask(serving, "/api/documents/1/note", {"version": 0, "comment": "\ud800"})[0] == 422
    assert ask(serving, "/api/documents/1/work")[1]["version"] == 0
    assert ask(serving, "/api/session")[0] == 200


def test_every_answer_forbids_foreign_content_and_frames(serving: Serving) -> None:
    for path in ("/", "/api/documents", "/page/main.js", "/nothing"):
        connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
        connection.request("GET", path, headers={"Cookie": f"nerkit-{serving.port}={serving.token}"})
        response = connection.getresponse()
        assert response.headers["content-security-policy"].startswith("default-src 'self'")
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert "access-control-allow-origin" not in response.headers
        connection.close()


def test_it_listens_on_loopback_only(serving: Serving) -> None:
    assert serving._socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("name", ["../app.py", "..%2Fapp.py", "%2Fetc%2Fpasswd", "main.py", ""])
def test_only_the_files_of_the_page_are_served(serving: Serving, name: str) -> None:
    assert ask(serving, f"/page/{name}")[0] in (404, 307)


def test_documents_are_named_by_number_alone(serving: Serving) -> None:
    for name in ("..%2Fcorpus.sqlite", "invoice.txt", "2", "-1"):
        assert ask(serving, f"/api/documents/{name}")[0] in (404, 422)
    assert ask(serving, "/api/documents/1/pages/1/picture")[0] == 404  # plain text has no pages


def test_a_change_is_answered_when_it_is_saved_and_an_old_one_gets_the_present_state(serving: Serving) -> None:
    status, work = ask(serving, "/api/documents/1/change", {"version": 0, "add": [MARK]})
    assert (status, work["marks"]) == (200, [MARK])
    assert Store(serving.desk.project.store.path).work(1, "ann").version == work["version"]
    other = MARK | {"start": 16, "end": 26}
    status, present = ask(serving, "/api/documents/1/change", {"version": 0, "add": [other]})
    assert (status, present["marks"]) == (409, [MARK])


@pytest.mark.parametrize(
    "bad", [{"start": 8, "end": 99}, {"start": 12, "end": 8}, {"start": -3}, {"label": ""}, {"verdict": "maybe"}]
)
def test_a_mark_that_cannot_be_is_refused(serving: Serving, bad: dict[str, Any]) -> None:
    assert ask(serving, "/api/documents/1/change", {"version": 0, "add": [MARK | bad]})[0] == 422
    assert serving.desk.project.store.work(1, "ann").version == 0


def test_a_second_tab_on_a_document_is_told_until_the_first_is_closed(serving: Serving) -> None:
    assert ask(serving, "/api/documents/1/here", {"tab": "a"})[1]["others"] == 0
    assert ask(serving, "/api/documents/1/here", {"tab": "b"})[1]["others"] == 1
    ask(serving, "/api/gone", {"tab": "a"})
    assert ask(serving, "/api/documents/1/here", {"tab": "b"})[1]["others"] == 0


def test_the_corpus_is_written_by_the_time_the_server_has_ended(serving: Serving) -> None:
    ask(serving, "/api/documents/1/change", {"version": 0, "add": [MARK]})
    ask(serving, "/api/documents/1/note", {"version": 1, "done": True})
    serving.stop()
    (labelled,) = jsonl.read(serving.desk.exporter.path)
    assert [span.label for span in labelled.spans] == ["INVOICE_NUMBER"]
    assert "DUE_DATE" in labelled.closed
