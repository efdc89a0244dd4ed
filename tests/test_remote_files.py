"""Files in object stores are named by URL, and are files of a run as others are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fsspec
import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.store import open_store
from tests.invoice_material import invoice


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A store of objects with three invoices, what is hidden and what nerkit does not read."""
    monkeypatch.chdir(tmp_path)
    store = fsspec.filesystem("memory")
    for name, number in (("b.txt", 2), ("a.txt", 1), ("sub/c.txt", 3), (".hidden/x.txt", 7)):
        store.pipe(f"/inbox/{name}", invoice(number).encode())
    store.pipe("/inbox/notes.xyz", b"passed over")
    yield store
    store.rm("/inbox", recursive=True)


def tag(*arguments: str, workers: int = 0, status: int = 0) -> str:
    """Runs `nerkit tag`; what it said on standard error."""
    done = CliRunner().invoke(app, ["tag", "--workers", str(workers), *arguments])
    assert done.exit_code == status, done.output
    return done.stderr


def rows(name: str = "run.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text().splitlines()]


def numbers(name: str = "run.jsonl") -> list[str | None]:
    return [row["record"]["invoice_number"][0]["value"] if "record" in row else None for row in rows(name)]


def test_a_folder_in_a_store_is_gone_through_in_the_order_of_its_names(bucket: Any) -> None:
    said = tag("memory://inbox", "-o", "run.jsonl")
    assert numbers() == ["INV-1", "INV-2", "INV-3"]
    assert [row["source"] for row in rows()] == [f"memory:///inbox/{name}" for name in ("a.txt", "b.txt", "sub/c.txt")]
    assert "1 .xyz" in said
    assert "3 files, 3 pages" in said


def test_a_result_is_that_of_the_same_file_on_the_disk_but_for_its_name(bucket: Any) -> None:
    Path("a.txt").write_text(invoice(1))
    tag("memory://inbox/a.txt", "a.txt", "-o", "run.jsonl")
    remote, here = rows()
    assert (remote.pop("source"), here.pop("source")) == ("memory://inbox/a.txt", "a.txt")
    assert remote.pop("related", None) is None
    here.pop("related", None)
    assert remote == here


def test_a_run_that_was_stopped_goes_on_and_what_has_changed_since_is_done_again(bucket: Any) -> None:
    bucket.pipe("/inbox/b.txt", b"")
    tag("memory://inbox", "-o", "run.jsonl", "--fail-fast", status=3)
    assert numbers("run.jsonl.part") == ["INV-1"]
    bucket.pipe("/inbox/b.txt", invoice(5).encode())
    tag("memory://inbox", "-o", "run.jsonl", "--resume")
    assert numbers() == ["INV-1", "INV-5", "INV-3"]


def test_worker_processes_read_their_files_themselves_and_the_store_of_records_has_them(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(invoice(number))
    tag(f"local://{tmp_path}", "-o", f"{tmp_path}/run.jsonl", "--store", f"{tmp_path}/records.sqlite", workers=2)
    assert numbers(f"{tmp_path}/run.jsonl") == ["INV-0", "INV-1", "INV-2"]
    with open_store(f"{tmp_path}/records.sqlite") as store:
        assert store.count() == 3


def test_a_file_url_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "an invoice.txt").write_text(invoice(1))
    tag(f"file://{tmp_path}/an%20invoice.txt", "-o", f"{tmp_path}/run.jsonl")
    assert rows(f"{tmp_path}/run.jsonl")[0]["source"] == f"{tmp_path}/an invoice.txt"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("memory://inbox/none.txt", "missing-file"),
        ("memory://inbox/empty", "no-documents"),
        ("carrier-pigeon://loft/a.pdf", "bad-option"),
        ("simplecache::memory://inbox/a.txt", "missing-file"),
        ("memory://inbox/a.txt::memory://inbox/b.txt", "bad-option"),
        pytest.param(
            "s3://bucket/a.pdf",
            "extra-missing",
            marks=pytest.mark.skipif(bool(find_spec("s3fs")), reason="s3fs is there"),
        ),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_a_failure_in_its_place(bucket: Any, url: str, code: str) -> None:
    bucket.mkdir("/inbox/empty")
    tag(url, "memory://inbox/a.txt", "-o", "run.jsonl", status=3)
    assert rows()[0]["error"]["code"] == code
    assert numbers() == [None, "INV-1"]


def test_pages_cannot_be_drawn_of_what_is_elsewhere(bucket: Any) -> None:
    tag("memory://inbox/a.txt", "--format", "html", "-o", "run.html")
    assert "INV-1" in Path("run.html").read_text()
    assert "no-picture" in tag("memory://inbox/a.txt", "--format", "pdf", "-o", "run.pdf", status=3)
