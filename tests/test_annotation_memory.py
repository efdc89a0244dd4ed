"""What the annotator has done is found at its place on the next document that looks alike."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from annotation_room import Room
from test_layouts import FIRST, LETTER, SECOND
from typer.testing import CliRunner

import nerkit
from nerkit.annotation.serving import Serving
from nerkit.cli.main import app
from nerkit.errors import LayoutMemoryError
from nerkit.layouts import LayoutMemory

MARKED = {"INVOICE_NUMBER": "77", "BUYER": "Baltic Ferries Ltd", "INVOICE_DATE": "4 May 2024", "TOTAL_AMOUNT": "100.00"}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    room.add("first.txt", FIRST)
    yield room
    for serving in list(room.running):
        room.stop(serving)


def said(serving: Serving, path: str, body: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
    headers = {"Cookie": f"nerkit-{serving.port}={serving.token}", "Content-Type": "application/json"}
    connection.request("POST", path, json.dumps(body), headers)
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def done(serving: Serving, memory: Path) -> None:
    marks = []
    for label, text in MARKED.items():
        start = FIRST.index(text)
        marks.append({"start": start, "end": start + len(text), "label": label, "verdict": "yes"})
    work = said(serving, "/api/documents/1/change", {"version": 0, "add": marks, "remove": []})
    assert not memory.exists()  # nothing is learned before the document is done
    said(serving, "/api/documents/1/note", {"version": work["version"], "done": True})


def test_a_document_that_is_done_teaches_where_its_fields_stand(room: Room, tmp_path: Path) -> None:
    memory = tmp_path / "layouts.json"
    done(room.serve(names="invoice", memory=memory), memory)
    record = nerkit.load()(SECOND, memory=memory).record
    assert {name: record.fields[name][0].value for name in ("invoice_number", "buyer", "total_amount")} == {
        "invoice_number": "91", "buyer": "Skagen Lines", "total_amount": "350.00",
    }  # fmt: skip
    assert record.fields["buyer"][0].evidence == "layout"


def test_done_again_it_takes_the_place_of_what_was_known(room: Room, tmp_path: Path) -> None:
    memory = tmp_path / "layouts.json"
    serving = room.serve(names="invoice", memory=memory)
    done(serving, memory)
    work = said(serving, "/api/documents/1/note", {"version": 2, "done": False})
    start = FIRST.index("QX 77")
    wrong = {"start": start + 3, "end": start + 5, "label": "INVOICE_NUMBER", "verdict": "yes"}
    right = {"start": start, "end": start + 5, "label": "INVOICE_NUMBER", "verdict": "yes"}
    change = {"version": work["version"], "add": [right], "remove": [wrong]}
    work = said(serving, "/api/documents/1/change", change)
    said(serving, "/api/documents/1/note", {"version": work["version"], "done": True})
    (known,) = LayoutMemory.read(memory).layouts
    assert known.fields["invoice_number"].values == ("QX 77",)


def test_a_file_that_cannot_be_written_is_said_and_the_work_is_saved(room: Room, tmp_path: Path) -> None:
    memory = tmp_path / "gone" / "layouts.json"
    serving = room.serve(names="invoice", memory=memory)
    done(serving, memory)
    assert any("layouts.json" in fault for fault in serving.desk.faults)
    assert serving.desk.project.work(1)["done"]


def test_what_is_no_memory_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    (tmp_path / "layouts.json").write_text("[]")
    arguments = ["annotate", str(tmp_path / "a.txt"), "--to", str(tmp_path / "c.jsonl"), "--no-browser"]
    with pytest.raises(LayoutMemoryError, match=r"layouts.json is no memory of layouts"):
        CliRunner().invoke(app, [*arguments, "--memory", str(tmp_path / "layouts.json")], catch_exceptions=False)
    assert not (tmp_path / "c.sqlite").exists()
