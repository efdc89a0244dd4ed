"""A run of many files loses nothing and does nothing twice, whatever ends it; it says what came of it."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from nerkit.cli.journal import Journal
from nerkit.cli.main import app
from nerkit.cli.name_list import names_in, write_names
from nerkit.cli.run_keys import changed, made_with
from nerkit.engines import LocalEngine, in_order
from nerkit.errors import NerkitError, OutputError, WorkerFailed
from nerkit.pipeline import load
from nerkit.reading.files import listed
from tests.invoice_material import invoice

NERKIT = [sys.executable, "-m", "nerkit"]


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with four invoices, and one file that is empty, beside where we are."""
    folder = tmp_path / "inbox"
    (folder / "sub").mkdir(parents=True)
    for name, number in (("a.txt", 1), ("b.txt", 2), ("sub/c.txt", 3), ("z.txt", 4)):
        (folder / name).write_text(invoice(number))
    (folder / "empty.txt").write_text("")
    monkeypatch.chdir(tmp_path)
    return folder


def tag(*arguments: str, status: int) -> str:
    """Runs `nerkit tag` in this process; what it said on standard error."""
    done = CliRunner().invoke(app, ["tag", "--workers", "0", *arguments])
    if isinstance(done.exception, NerkitError):
        assert status == 2
        return f"error[{done.exception.code}]: {done.exception.message}"
    assert done.exit_code == status, done.output
    return done.stderr


def rows(name: str = "run.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text().splitlines()]


def numbers(name: str = "run.jsonl") -> list[str | None]:
    """The invoice number in each line, None for a failure."""
    return [row["record"]["invoice_number"][0]["value"] if "record" in row else None for row in rows(name)]


def stop_after(lines: int) -> None:
    """Leaves what a run of these lines leaves, and behind them one that was cut off."""
    tag("inbox", "-o", "whole.jsonl", status=3)
    done = Path("whole.jsonl").read_bytes().splitlines(keepends=True)
    room = sum(map(len, done[:lines])) + 20

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    stopped = subprocess.run(
        [*NERKIT, "tag", "inbox", "-o", "run.jsonl", "--workers", "0"],
        preexec_fn=little_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (stopped.returncode, Path("run.jsonl.part").stat().st_size) == (2, room), stopped.stderr


class TestResume:
    def test_the_lines_that_are_whole_are_kept_and_a_failure_of_before_still_counts(self, inbox: Path) -> None:
        stop_after(3)
        assert "1 empty-file" in tag("inbox", "-o", "run.jsonl", "--resume", status=3)
        assert Path("run.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
        assert not list(Path().glob("run.jsonl.*"))

    def test_a_file_that_has_changed_is_done_again_and_a_new_one_stands_in_its_place(self, inbox: Path) -> None:
        stop_after(3)
        (inbox / "a.txt").write_text(invoice(17))
        (inbox / "aa.txt").write_text(invoice(18))
        tag("inbox", "-o", "run.jsonl", "--resume", status=3)
        assert numbers() == ["INV-17", "INV-18", "INV-2", None, "INV-3", "INV-4"]

    def test_a_file_that_has_gone_has_no_line(self, inbox: Path) -> None:
        stop_after(3)
        (inbox / "a.txt").unlink()
        tag("inbox", "-o", "run.jsonl", "--resume", status=3)
        assert numbers() == ["INV-2", None, "INV-3", "INV-4"]

    def test_what_was_made_with_something_else_is_not_gone_on_with(self, inbox: Path) -> None:
        stop_after(2)
        before = Path("run.jsonl.part").read_bytes()
        said = tag("inbox", "-o", "run.jsonl", "--resume", "--kind", "receipt", "--ocr", "never", status=2)
        assert "run.jsonl.part was made with another kind, ocr; go on with the same" in said
        assert Path("run.jsonl.part").read_bytes() == before
        tag("inbox", "-o", "run.jsonl", "--kind", "receipt", status=3)
        assert {row.get("kind") for row in rows()} == {"receipt", None}

    def test_a_run_that_asks_for_fields_goes_on_with_the_same_ones_alone(self, inbox: Path) -> None:
        pipeline = load()
        one, same, other = (
            made_with(pipeline, pipeline.checked({"fields": names})) for names in ("number", "number", "number, seller")
        )
        assert (changed(one, same), changed(one, other)) == ([], ["fields"])
        tag("inbox", "-o", "run.jsonl", "--fields", "invoice number", status=3)
        assert rows()[0]["fields"] == {"invoice number": "INV-1"}

    def test_a_line_that_the_disk_has_damaged_is_done_again(self, inbox: Path) -> None:
        stop_after(3)
        left = Path("run.jsonl.part").read_bytes()
        Path("run.jsonl.part").write_bytes(left.replace(b"INV-2", b"\0\0\0\0\0"))
        tag("inbox", "-o", "run.jsonl", "--resume", status=3)
        assert Path("run.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()

    def test_a_password_stands_nowhere_in_what_a_run_leaves(self, inbox: Path) -> None:
        Path("run").mkdir()
        tag("inbox", "-o", "run/a.jsonl", "--password", "correct horse", "--fail-fast", status=3)
        left = b"".join(path.read_bytes() for path in Path("run").iterdir())
        assert left
        assert b"horse" not in left

    def test_only_what_a_run_leaves_can_be_gone_on_with(self, inbox: Path) -> None:
        for arguments in (["--resume"], ["-o", "run.csv", "--resume"]):
            assert "-o run.jsonl" in tag("inbox", *arguments, status=2)
        Path("run.jsonl.part").write_text("shopping: milk\n")
        assert "is not what a run of nerkit leaves" in tag("inbox", "-o", "run.jsonl", "--resume", status=2)
        assert Path("run.jsonl.part").read_text() == "shopping: milk\n"
        Path("run.jsonl.part").unlink()
        Path("run.jsonl.part.keys").symlink_to(inbox / "a.txt")
        assert "is a link or no file" in tag("inbox", "-o", "run.jsonl", status=2)
        assert (inbox / "a.txt").read_text() == invoice(1)

    def test_it_may_be_killed_again_and_again(self, inbox: Path) -> None:
        for number in range(16):
            (inbox / f"more-{number}.txt").write_text(invoice(100 + number))
        tag("inbox", "-o", "whole.jsonl", status=3)
        chance = random.Random(7)
        for kill in range(1, 4):
            killed_at(5 * kill + chance.random())
        tag("inbox", "-o", "run.jsonl", "--resume", status=3)
        assert Path("run.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def killed_at(lines: float) -> None:
    """Kills a run and its workers once it has so many lines; the rest of the number is a part of a line's time."""
    command = [*NERKIT, "tag", "inbox", "-o", "run.jsonl", "--resume", "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    part = Path("run.jsonl.part")
    while not part.exists() or part.read_bytes().count(b"\n") < int(lines):
        assert process.poll() is None
        time.sleep(0.002)
    time.sleep(lines % 1 / 100)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_the_keys_of_a_journal_may_be_lost_in_part(tmp_path: Path) -> None:
    """A machine that goes down may keep a line and lose its key, or the other way round."""
    files = [tmp_path / f"{number}.txt" for number in range(4)]
    for file in files:
        file.write_text(file.name)
    part = tmp_path / "out.part"

    def run(*, stop: bool) -> list[str]:
        did = []
        with Journal(tmp_path / "out", part, {"model": 1}, go_on=True) as journal:
            for source in journal.todo(files, lambda line: None):
                journal.add({"source": str(source)})
                did.append(Path(str(source)).name)
                if stop and len(did) == 3:
                    raise KeyboardInterrupt
            journal.finish()
        return did

    keys = part.with_name("out.part.keys")
    for path, kept in ((keys, 1), (part, 2)):
        with pytest.raises(KeyboardInterrupt):
            run(stop=True)
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[: kept + (path == keys)]) + lines[-1][:9])
        assert run(stop=False) == [f"{number}.txt" for number in range(kept, 4)]
        assert [json.loads(line)["source"] for line in (tmp_path / "out").read_text().splitlines()] == [
            *map(str, files)
        ]


class TestFailures:
    def test_the_files_that_failed_are_listed_to_be_tried_again(self, inbox: Path) -> None:
        tag("inbox", "none.txt", "-o", "run.jsonl", "--failed", "again.txt", status=3)
        assert Path("again.txt").read_text() == "inbox/empty.txt\nnone.txt\n"
        (inbox / "empty.txt").write_text(invoice(5))
        tag("--from", "again.txt", "-o", "rest.jsonl", "--failed", "again.txt", status=3)
        assert numbers("rest.jsonl") == ["INV-5", None]
        assert Path("again.txt").read_text() == "none.txt\n"

    def test_a_list_holds_any_name(self, tmp_path: Path) -> None:
        names = ["a b.txt", "two\nlines.txt", '"quoted".txt', os.fsdecode(b"caf\xe9.txt"), "ü.txt"]
        write_names(names, tmp_path / "list")
        assert names_in(tmp_path / "list") == names

    def test_a_list_that_is_not_there_and_a_run_without_files_are_said(self, inbox: Path) -> None:
        assert (
            "none.lst: there is no such list"
            in CliRunner().invoke(app, ["tag", "--from", "none.lst"]).exception.args[0]
        )  # type: ignore[union-attr]
        assert CliRunner().invoke(app, ["tag"]).exit_code == 2

    def test_a_run_may_stop_at_the_first_failure_and_go_on_once_that_is_mended(self, inbox: Path) -> None:
        said = tag("inbox", "-o", "run.jsonl", "--fail-fast", "--failed", "again.txt", status=3)
        assert "note: the same command with --resume goes on from there" in said
        assert Path("again.txt").read_text() == "inbox/empty.txt\n"
        (inbox / "empty.txt").write_text(invoice(5))
        tag("inbox", "-o", "run.jsonl", "--fail-fast", "--resume", status=0)
        assert numbers() == ["INV-1", "INV-2", "INV-5", "INV-3", "INV-4"]

    def test_a_task_whose_worker_dies_is_given_to_another_as_often_as_is_wanted(self, tmp_path: Path) -> None:
        def tried(retries: int) -> list[str]:
            (tmp_path / "tries").write_text("")
            tasks = ["sound", f"{tmp_path}/tries", "sound"]
            return list(
                in_order(
                    LocalEngine(2),
                    tasks,
                    prepared,
                    failed,
                    lambda outcome, tries: outcome == "worker-failed" and tries <= retries,
                )
            )

        assert tried(0) == ["sound", "worker-failed", "sound"]
        assert tried(1) == ["sound", "worker-failed", "sound"]
        assert tried(2) == ["sound", "at last", "sound"]


def prepared() -> Any:
    return work


def work(task: str) -> str:
    """Dies of a file until it has two lines."""
    if task == "sound":
        return task
    if Path(task).read_text().count("\n") < 2:
        with Path(task).open("a") as file:
            file.write("\n")
        os.kill(os.getpid(), signal.SIGKILL)
    return "at last"


def failed(task: str, error: WorkerFailed) -> str:
    return error.code


class TestWhatIsSaid:
    def test_the_end_of_a_run_says_what_came_of_it(self, inbox: Path) -> None:
        (inbox / "b.txt").write_text("Receipt\nFreshway Market\nDate: 03/04/2021\nTotal 7.00 EUR\nVAT 2.00\nNet 3.00\n")
        said = tag("inbox", "-o", "run.jsonl", status=3).splitlines()[-1]
        assert said.startswith("5 files, 4 pages in 0:")
        assert "3 invoice" in said
        assert said.endswith("; failed: 1 empty-file")
        quiet = tag("inbox", "-o", "run.jsonl", "--quiet", status=3).splitlines()
        assert [line.partition(":")[0] for line in quiet] == ["error[empty-file]"]

    def test_a_log_is_a_json_object_a_line(self, inbox: Path) -> None:
        Path("inbox/notes.xyz").write_text("passed over")
        lines = [json.loads(line) for line in tag("inbox", "--log-format", "json", status=3).splitlines()]
        assert sorted(line["level"] for line in lines) == ["error", "info", "note"]
        error = next(line for line in lines if line["level"] == "error")
        assert (error["code"], error["source"]) == ("empty-file", "inbox/empty.txt")
        assert lines[-1]["summary"] | {"seconds": 0, "pages_per_second": 0} == {
            **{"files": 5, "pages": 4, "kinds": {"invoice": 4}, "doubtful": 0, "failed": {"empty-file": 1}},
            **{"seconds": 0, "pages_per_second": 0},
        }


def test_a_folder_is_gone_through_as_it_is_listed_in_the_order_of_its_paths(inbox: Path) -> None:
    from collections import Counter

    (inbox / ".hidden").mkdir()
    (inbox / ".hidden" / "a.txt").write_text("")
    (inbox / "sub.txt").write_text("")
    (inbox / "link").symlink_to(inbox)
    found = listed(inbox, Counter())
    assert next(found) == inbox / "a.txt"
    assert [inbox / "a.txt", *found] == sorted(path for path in inbox.rglob("*.txt") if ".hidden" not in path.parts)


def test_a_journal_that_cannot_be_written_says_so(inbox: Path) -> None:
    Path("run.jsonl.part.keys").mkdir()
    with pytest.raises(OutputError, match="is a link or no file"):
        Journal(Path("run.jsonl"), Path("run.jsonl.part"), {}, go_on=False)


def test_two_runs_do_not_write_to_one_file(tmp_path: Path) -> None:
    output, part = tmp_path / "run.jsonl", tmp_path / "run.jsonl.part"
    with Journal(output, part, {}, go_on=False), pytest.raises(OutputError, match="another run is at it"):
        Journal(output, part, {}, go_on=False)
    Journal(output, part, {}, go_on=False).remove()
