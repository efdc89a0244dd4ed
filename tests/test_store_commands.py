"""Commands keep what a run finds, and find, export and delete it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import NerkitError
from tests.store_material import StorePlace


class TestCommands:
    INVOICE = "Brightwater Supplies Ltd\nInvoice number: INV-{}\nInvoice date: 14 May 2021\n\nTotal\t{}.00 EUR\n"

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("inbox").mkdir()
        for number in (1, 2, 3):
            Path(f"inbox/{number}.txt").write_text(self.INVOICE.format(number, number * 100))
        Path("inbox/empty.txt").write_text("")

    def run(self, *arguments: str, status: int = 0) -> list[str]:
        done = CliRunner().invoke(app, list(arguments))
        if isinstance(done.exception, NerkitError):
            assert status == 2
            return [f"{done.exception.code}: {done.exception.message}"]
        assert done.exit_code == status, done.output
        return done.stdout.splitlines()

    def test_what_a_run_stores_is_found_exported_and_deleted(self) -> None:
        arguments = ("tag", "inbox", "--workers", "0", "--store", "records.sqlite", "-o", "run.jsonl")
        self.run(*arguments, status=3)
        self.run(*arguments, status=3)
        (found,) = self.run(
            "store", "find", "records.sqlite", "--where", "total_amount>=150", "--where", "total_amount<=250"
        )
        record = json.loads(found)
        assert record["result"] == json.loads(Path("run.jsonl").read_text().splitlines()[1])
        assert record["version"] == 1
        assert len(self.run("store", "show", "records.sqlite", record["id"])) == 1
        self.run("store", "export", "records.sqlite", "-o", "out.jsonl", "--mark")
        assert Path("out.jsonl").read_bytes() == b"".join(Path("run.jsonl").read_bytes().splitlines(keepends=True)[:3])
        assert len(self.run("store", "find", "records.sqlite", "--state", "exported")) == 3
        self.run("store", "export", "records.sqlite", "-o", "out.xlsx")
        self.run("store", "export", "records.sqlite", "-o", "out.parquet")
        self.run("store", "delete", "records.sqlite", record["id"])
        assert len(self.run("store", "find", "records.sqlite")) == 2
        assert "there is no record" in self.run("store", "show", "records.sqlite", record["id"], status=2)[0]

    @pytest.mark.parametrize("place", ["file", "server"], indirect=True)
    def test_a_store_is_locked_by_a_key_in_a_file(self, place: StorePlace) -> None:
        store = place.address
        Path("keys").write_text(self.run("store", "key")[0])
        Path("new").write_text(self.run("store", "key")[0])
        self.run("tag", "inbox/1.txt", "--store", store, "--keys", "keys", "-o", "run.jsonl")
        assert self.run("store", "find", store, status=2)[0].startswith(f"bad-key: {store}: is locked")
        self.run("store", "rotate", store, "--keys", "keys", "--new-keys", "new")
        assert len(self.run("store", "find", store, "--keys", "new", "--where", "total_amount=100")) == 1
        self.run("store", "export", store, "--keys", "new", "-o", "out.jsonl", "--mark")
        assert Path("out.jsonl").read_bytes() == Path("run.jsonl").read_bytes()
        self.run("store", "delete", store, "--keys", "new", "--where", "total_amount=100", "--keep-cache")
        assert self.run("store", "find", store, "--keys", "new") == []
