"""The service takes fields and schemas with a document, in forms too, and strangers' ones do no harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.crew import Crew
from nerkit.errors import OptionError
from nerkit.fields import wanted_fields
from nerkit.pipeline import load
from nerkit.service.refusal import Refused
from nerkit.service.sent_forms import form_of
from nerkit.service.service import ServiceLimits
from tests.service_material import INVOICE, later, serving

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"

FIELDS = {"type": "object", "properties": {"number": {"type": "string", "title": "invoice number"}}}
SCHEMA = """
extends = "nerkit"
[labels.PARKING_SPACE]
type = "identifier"
means = "which space"
words = ["space"]
find = "words"
[kinds.permit]
fields = ["parking_space"]
titles = ["Parking permit"]
"""
PERMIT = b"Parking permit\n\nSpace: B-17\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        Crew(load(), 1) as crew,
        serving(crew, tmp_path_factory.mktemp("service"), ServiceLimits(size=1 << 20)) as client,
    ):
        yield client


def test_fields_and_a_schema_give_what_the_command_gives_byte_by_byte(
    client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fields.json").write_text(json.dumps(FIELDS))
    Path("my.toml").write_text(SCHEMA)
    for name, content, options in (
        ("a.txt", INVOICE, ["--fields", "fields.json"]),
        ("b.txt", PERMIT, ["--schema", "my.toml", "--fields", "space"]),
    ):
        Path(name).write_bytes(content)
        CliRunner().invoke(app, ["tag", name, "-o", f"{name}.jsonl", "--format", "jsonl", "--workers", "0", *options])
    form = {"fields": json.dumps(FIELDS)}
    answers = [
        client.post("/documents", data=form, files={"file": ("../a.txt", INVOICE)}),
        client.post("/documents", params={"name": "a.txt", **form}, content=INVOICE),
        client.post("/documents", data={"fields": "space", "schema": SCHEMA}, files={"file": ("b.txt", PERMIT)}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.content for answer in answers] == [Path(f"{name}.txt.jsonl").read_bytes() for name in "aab"]
    assert answers[0].json()["fields"] == {"number": "INV-20417"}
    assert answers[2].json()["kind"] == "permit"


def test_a_schema_is_for_its_document_alone_and_what_it_found_can_be_corrected(client: httpx.Client) -> None:
    answer = client.post("/documents", data={"schema": SCHEMA}, files={"file": ("b.txt", PERMIT)})
    assert client.post("/documents", content=PERMIT).json()["kind"] != "permit"
    put = client.put(f"{answer.headers['location']}/fields", json={"parking_space": ["B-18"]})
    assert put.json()["record"]["parking_space"][0]["value"] == "B-18"
    assert 'what="permit"' not in client.get("/metrics").text, "clients could make any number of figures"
    assert 'nerkit_documents_total{what="other"}' in client.get("/metrics").text


def test_a_kind_of_the_schema_may_be_asked_for(client: httpx.Client) -> None:
    parts = {"schema": SCHEMA, "kind": "permit"}
    assert client.post("/documents", data=parts, files={"file": INVOICE}).json()["kind"] == "permit"
    assert client.post("/documents", data={"kind": "permit"}, files={"file": INVOICE}).status_code == 422


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"fields": "/etc/passwd.json"}, "bad-option"),
        ({"fields": "{"}, "bad-option"),
        ({"fields": '{"a": ' * 20_000}, "bad-option"),
        ({"fields": '{"properties": ' * 60 + "1" + "}" * 60}, "bad-option"),
        ({"fields": "x" * (300 << 10)}, "file-too-large"),
        ({"fields": ""}, "bad-option"),
        ({"schema": "[["}, "bad-schema"),
        ({"schema": 'extends = "/etc/passwd"'}, "bad-schema"),
        ({"schema": SCHEMA + '[labels.OTHER]\ntype = "text"\nmeans = "x"\nvalues = "/etc/passwd"\n'}, "bad-schema"),
        ({"schema": "a = " + "[" * 100_000}, "bad-schema"),
        ({"elsewhere": "x"}, "bad-request"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_used_is_a_coded_error(client: httpx.Client, parts: dict[str, str], code: str) -> None:
    answer = client.post("/documents", data=parts, files={"file": INVOICE})
    assert answer.status_code == (413 if code == "file-too-large" else 422)
    assert answer.json()["error"]["code"] == code
    assert "root:" not in answer.text
    assert client.post("/documents", content=INVOICE).status_code == 200


def test_references_that_multiply_what_they_point_at_are_refused_at_once() -> None:
    levels = {
        f"l{level}": {"properties": {f"p{each}": {"$ref": f"#/l{level + 1}"} for each in range(100)}}
        for level in range(7)
    }
    for last in ({"type": "string"}, {"properties": {}}):
        with pytest.raises(OptionError):
            wanted_fields({**levels["l0"], **levels, "l7": last})


def test_a_document_of_a_form_keeps_to_the_limit(client: httpx.Client) -> None:
    answer = client.post("/documents", files={"file": b"x" * ((1 << 20) + 1)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "file-too-large")
    assert client.post("/documents", data={"fields": "a"}, files={"other": b"x"}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b",
        b"--b--",
        b"--b\r\n\r\nx\r\n--b--",
        b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx',
        b'--c\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--c--',
        b'--b\r\nContent-Disposition: form-data; name=""\r\n\r\nx\r\n--b--',
        b'--b\r\nContent-Disposition: form-data; name="file"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--',
        b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n' * 2 + b"--b--",
        b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n' * 100 + b"--b--",
        b"--b\r\nX: " + b"x" * 9000 + b"\r\n\r\nx\r\n--b--",
    ],
)
def test_a_form_that_is_none_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/documents", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad-request")


def test_a_form_without_a_boundary_is_refused(client: httpx.Client) -> None:
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=" + "b" * 99, "Multipart/Form-Data; x"):
        assert client.post("/documents", content=b"", headers={"Content-Type": content_type}).status_code == 422


@given(content=st.binary(max_size=300), name=st.text('ab c.é"', min_size=1, max_size=9))
def test_any_content_comes_out_of_a_form_as_it_went_in(content: bytes, name: str) -> None:
    request = httpx.Request("POST", "http://x", files={"file": (name, content)}, data={"kind": "auto"})
    body, content_type = request.read(), request.headers["content-type"]
    if content_type.partition("boundary=")[2].encode() in content:
        return
    parts = form_of(body, content_type)
    assert (parts["file"].content, parts["kind"].text("kind", 9)) == (content, "auto")
    assert parts["file"].filename == name.strip()


@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_form_or_refused(body: bytes) -> None:
    with suppress(Refused):
        form_of(b"--b" + body, "multipart/form-data; boundary=b")


def test_a_job_says_how_far_it_is(client: httpx.Client, tmp_path: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument.new() as pdf, pypdfium2.PdfDocument(SAMPLES / "invoice-usd-en.pdf") as one:
        for _ in range(60):
            pdf.import_pages(one)
        pdf.save(tmp_path / "long.pdf")
    content = (tmp_path / "long.pdf").read_bytes()
    first = client.post("/documents?wait=false", content=content).headers["location"]
    second = client.post("/documents?wait=false", content=INVOICE).headers["location"]
    said, pages = client.get(second).json(), []
    while (answer := client.get(first)).status_code == 202:
        if answer.json()["state"] == "working":
            pages.append(answer.json()["pages_done"])
    assert (said["state"], said["before"]) in (("waiting", 0), ("waiting", 1))
    assert any(0 < page <= 60 for page in pages)
    assert pages == sorted(pages)
    assert later(client, second).status_code == 200
