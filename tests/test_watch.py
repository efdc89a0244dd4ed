"""A folder that is watched: every file that comes is tagged once it is there, and once only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.cli.settling import Settling
from tests.invoice_material import invoice

NERKIT = [sys.executable, "-m", "nerkit"]


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def watching() -> Iterator[subprocess.Popen[str]]:
    command = [*NERKIT, "watch", "inbox", "-o", "out.jsonl", "--settle", "0.3"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr
    assert process.stderr.readline() == "watching inbox; 0 lines are in out.jsonl\n"
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def numbers() -> list[str | None]:
    """The invoice number in each line that is there, None for a failure."""
    text = Path("out.jsonl").read_text()
    rows = [json.loads(line) for line in text.splitlines()]
    return [row["record"]["invoice_number"][0]["value"] if "record" in row else None for row in rows]


def wait_for(count: int) -> None:
    while Path("out.jsonl").read_bytes().count(b"\n") < count:
        time.sleep(0.05)


def once(*more: str) -> str:
    done = CliRunner().invoke(app, ["watch", "inbox", "-o", "out.jsonl", "--settle", "0", "--once", *more])
    assert done.exit_code == 0, done.output
    return done.stderr


@pytest.mark.usefixtures("inbox")
def test_files_are_tagged_as_they_come_and_when_they_are_whole(inbox: Path, watching: subprocess.Popen[str]) -> None:
    (inbox / "a.txt").write_text(invoice(1))
    wait_for(1)
    with (inbox / "b.txt").open("w") as file:  # somebody writes it, line by line
        for line in invoice(2).splitlines(keepends=True):
            file.write(line)
            file.flush()
            time.sleep(0.1)
    (inbox / "c.txt.download").write_text(invoice(3))
    (inbox / "c.txt.download").rename(inbox / "c.txt")
    (inbox / "sub").mkdir()
    (inbox / "sub" / "d.txt").write_text("")
    wait_for(4)
    watching.terminate()
    said = watching.communicate(timeout=60)[1]
    assert watching.returncode == 143
    assert sorted(map(str, numbers())) == ["INV-1", "INV-2", "INV-3", "None"]
    assert said.startswith("error[empty-file]: inbox/sub/d.txt")
    assert "Traceback" not in said


def test_what_came_meanwhile_is_done_and_nothing_twice_whatever_ended_the_watch(
    inbox: Path, watching: subprocess.Popen[str]
) -> None:
    (inbox / "a.txt").write_text(invoice(1))
    (inbox / "b.txt").write_text(invoice(2))
    wait_for(1)
    os.killpg(watching.pid, signal.SIGKILL)
    watching.wait()
    (inbox / "c.txt").write_text(invoice(3))
    once()
    assert sorted(map(str, numbers())) == ["INV-1", "INV-2", "INV-3"]
    assert "3 lines are in out.jsonl" in once()
    (inbox / "a.txt").write_text(invoice(4))
    once("--kind", "invoice")
    assert numbers()[3:] == ["INV-4"], "a file that is changed has a line more, whatever the options of the others were"


def test_a_watch_begins_with_a_folder_and_a_file_outside_of_it(inbox: Path) -> None:
    def said(*arguments: str) -> str:
        return str(CliRunner().invoke(app, ["watch", *arguments]).exception)

    assert "there is no such folder" in said("none", "-o", "out.jsonl")
    assert "lies in inbox, which is watched" in said("inbox", "-o", "inbox/out.jsonl")
    Path("out.jsonl").write_text("shopping: milk\n")
    assert "is not what a run of nerkit leaves" in said("inbox", "-o", "out.jsonl")
    assert Path("out.jsonl").read_text() == "shopping: milk\n"


def test_a_file_has_settled_when_nothing_has_changed_in_it_for_so_long(tmp_path: Path) -> None:
    clock = [0.0]
    settling = Settling(2, lambda: clock[0])
    file = tmp_path / "a.txt"
    file.write_text("one")
    settling.see_all(tmp_path)
    for at, more, expected in ((1, "", []), (1.9, "two", []), (3, "", []), (4.5, "", [file]), (9, "", [])):
        clock[0] = at
        if more:
            file.write_text(file.read_text() + more)
        assert settling.settled() == expected
        settling.see_all(tmp_path)
    file.unlink()
    settling.see(file)
    assert settling.empty
