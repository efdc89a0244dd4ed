"""What is written is whole or is not there: no run empties a file, writes over what it reads, or loses what it did."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import NerkitError, OutputError
from nerkit.output import part_of, text_output, whole

NERKIT = [sys.executable, "-m", "nerkit"]
INVOICE = "Brightwater Supplies Ltd\nInvoice number: INV-20417\nInvoice date: 14 May 2021\n\nTotal\t119.00 EUR\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that we are in, with three invoices."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(INVOICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*arguments: str, status: int) -> str:
    """Runs a command; what is said of its error, or of its files, on standard error."""
    done = CliRunner().invoke(app, arguments)
    if isinstance(done.exception, NerkitError):
        assert status == 2
        return f"error[{done.exception.code}]: {done.exception.message}"
    assert done.exit_code == status, done.output
    return done.stderr


def sources(path: Path) -> list[str]:
    return [json.loads(line)["source"] for line in path.read_text().splitlines()]


class TestWhole:
    def test_what_was_there_stays_until_all_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "out"
        path.write_text("old")
        with text_output(path) as to:
            to.write("new")
            to.flush()
            assert path.read_text() == "old"
        assert path.read_text() == "new"
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize(("keep", "left"), [(True, ["out", "out.part"]), (False, ["out"])])
    def test_what_ends_early_leaves_the_old_file_and_its_part_where_that_is_wanted(
        self, tmp_path: Path, keep: bool, left: list[str]
    ) -> None:
        path = tmp_path / "out"
        path.write_text("old")

        def half() -> None:
            with text_output(path, keep=keep) as to:
                to.write("half")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt) as stopped:
            half()
        assert path.read_text() == "old"
        assert sorted(file.name for file in tmp_path.iterdir()) == left
        assert getattr(stopped.value, "__notes__", []) == ([f"what was done is in {path}.part"] if keep else [])

    def test_a_part_without_anything_in_it_does_not_stay(self, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt), text_output(tmp_path / "out"):
            raise KeyboardInterrupt
        assert not list(tmp_path.iterdir())

    def test_a_link_stays_one_and_a_file_keeps_its_permissions(self, tmp_path: Path) -> None:
        real, link = tmp_path / "real", tmp_path / "link"
        real.write_text("old")
        real.chmod(0o640)
        link.symlink_to(real)
        with text_output(link) as to:
            to.write("new")
        assert link.is_symlink()
        assert (real.read_text(), real.stat().st_mode & 0o777) == ("new", 0o640)

    def test_a_disk_that_is_full_is_said_with_the_file(self, tmp_path: Path) -> None:
        full = tmp_path / "records.jsonl"
        full.symlink_to("/dev/full")
        with pytest.raises(OutputError) as said, text_output(full) as to:
            to.write("x" * 100_000)
        assert "records.jsonl: No space left on device; make room" in said.value.message

    def test_a_folder_that_vanishes_is_said_with_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "gone" / "out"
        path.parent.mkdir()
        with pytest.raises(OutputError) as said, whole(path):
            path.parent.rmdir()
        assert "out: No such file or directory; its folder is not there" in said.value.message

    def test_a_pipe_is_written_to_as_it_is(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE, text=True) as reader:
            with text_output(tmp_path / "pipe") as to:
                to.write("through")
            assert reader.communicate()[0] == "through"


class TestTag:
    def test_what_is_read_is_never_written_over(self, folder: Path) -> None:
        with ZipFile("bundle.html", "w") as archive:
            archive.write("a.txt")
        os.link("a.txt", "same.json")
        before = Path("bundle.html").read_bytes()
        for arguments in (["a.txt", "-o", "a.txt"], [".", "-o", "b.txt"], ["a.txt", "-o", "same.json"]):
            assert "is what is read; name another file" in said("tag", *arguments, status=2)
        assert "bundle.html is what is read" in said("tag", "bundle.html", "-o", "bundle.html", status=2)
        assert Path("bundle.html").read_bytes() == before
        assert Path("a.txt").read_text() == Path("b.txt").read_text() == INVOICE

    @pytest.mark.parametrize("name", ["run.xls", "run.2024"])
    def test_a_suffix_that_names_no_format_is_said_before_anything_is_read(self, folder: Path, name: str) -> None:
        assert ".jsonl, .csv" in said("tag", "a.txt", "-o", name, status=2)
        assert not Path(name).exists()

    @pytest.mark.parametrize("option", ["--kind", "--model", "--explain"])
    def test_a_run_that_cannot_start_leaves_the_file_of_the_last_one(self, folder: Path, option: str) -> None:
        Path("run.jsonl").write_text("old")
        said("tag", "a.txt", "-o", "run.jsonl", option, "none", status=2)
        assert Path("run.jsonl").read_text() == "old"
        assert not part_of(Path("run.jsonl")).exists()

    @pytest.mark.parametrize("where", ["no/such/run.jsonl", "a.txt/run.jsonl", "folder.jsonl"])
    def test_a_place_where_no_file_can_be_is_said_with_its_name(self, folder: Path, where: str) -> None:
        Path("folder.jsonl").mkdir()
        message = said("tag", "a.txt", "-o", where, status=2)
        assert message.startswith("error[bad-output]: ")
        assert where in message

    def test_standard_output_that_takes_no_more_is_no_fault_of_nerkit(self, folder: Path) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run([*NERKIT, "info"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith("error[bad-output]: cannot write")
        assert len(done.stderr.splitlines()) == 1
        assert "cannot write to /dev/full: No space left" in said("tag", "a.txt", "-o", "/dev/full", status=2)

    def test_a_disk_that_fills_up_keeps_what_was_done_and_the_next_run_goes_on(self, folder: Path) -> None:
        def little_room() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))

        Path("run.jsonl").write_text("old")
        done = subprocess.run(
            [*NERKIT, "tag", ".", "-o", "run.jsonl", "--workers", "0"],
            preexec_fn=little_room,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert "error[bad-output]: cannot write to run.jsonl: File too large" in done.stderr
        assert "what was done is in run.jsonl.part" in done.stderr
        assert "--resume" in done.stderr
        assert Path("run.jsonl").read_text() == "old"
        assert not Path("run.jsonl.part").read_bytes().endswith(b"\n"), "the last line was cut off"
        said("tag", ".", "-o", "run.jsonl", "--workers", "0", "--resume", status=0)
        assert sources(Path("run.jsonl")) == ["a.txt", "b.txt", "c.txt"]
        assert not Path("run.jsonl.part").exists()


@pytest.fixture
def slow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second file whose OCR never ends."""
    from PIL import Image

    program = folder / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\ncase $1 in\n--version) echo tesseract 5;;\n"
        "--list-langs) echo 'List of languages:'; echo eng;;\n*) exec sleep 1000;;\nesac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    Image.new("L", (800, 300), "white").save(folder / "slow.png")


def running(folder: Path, until: Callable[[], bool]) -> subprocess.Popen[str]:
    """A run in a session of its own, as in a terminal of its own, that has come as far as `until`."""
    command = [*NERKIT, "tag", "a.txt", "slow.png", "-o", "run.jsonl", "--workers", "2", "--ocr-engine", "tesseract"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not until():
        assert process.poll() is None
        time.sleep(0.02)
    return process


def wait_for_all_of(process: subprocess.Popen[str]) -> None:
    """Returns when no process of the run's session is left."""
    while any(_session(entry) == process.pid for entry in Path("/proc").iterdir() if entry.name.isdecimal()):
        time.sleep(0.02)


def _session(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):  # it has ended meanwhile
        return 0


@pytest.mark.usefixtures("slow")
def test_a_run_that_is_stopped_says_where_its_work_is_and_leaves_no_process(folder: Path) -> None:
    process = running(folder, lambda: Path("run.jsonl.part").exists() and "\n" in Path("run.jsonl.part").read_text())
    process.terminate()
    stderr = process.communicate(timeout=60)[1]
    assert process.returncode == 143
    assert stderr.splitlines() == [
        "note: what was done is in run.jsonl.part",
        "note: the same command with --resume goes on from there",
    ]
    assert sources(Path("run.jsonl.part")) == ["a.txt"]
    wait_for_all_of(process)


@pytest.mark.usefixtures("slow")
def test_an_interrupt_while_workers_start_prints_no_traceback_of_one(folder: Path) -> None:
    process = running(folder, Path("run.jsonl.part").exists)  # now the first worker is started
    os.killpg(process.pid, signal.SIGINT)
    stderr = process.communicate(timeout=60)[1]
    assert (process.returncode, stderr) == (130, "")
    wait_for_all_of(process)


@pytest.mark.usefixtures("slow")
def test_workers_end_with_a_run_that_is_killed(folder: Path) -> None:
    process = running(folder, lambda: Path("run.jsonl.part").exists() and "\n" in Path("run.jsonl.part").read_text())
    process.kill()
    assert "Traceback" not in process.communicate(timeout=60)[1], "the pipe closes when the last worker has ended"
    wait_for_all_of(process)
    assert sources(Path("run.jsonl.part")) == ["a.txt"]


CORPUS = json.dumps(
    {"text": "Invoice 4711 of 3 May 2024", "spans": [{"start": 8, "end": 12, "label": "INVOICE_NUMBER"}]}
)


@pytest.mark.parametrize(
    "command",
    [
        "silver default a.txt -o OUT",
        "evaluate default corpus.jsonl --html OUT",
        "evaluate default corpus.jsonl --plot OUT",
        "convert corpus.jsonl OUT --to conll",
        "train-records default jsonl=corpus.jsonl -o OUT",
        "vectors import corpus.vec -o OUT.vec",
    ],
)
def test_every_command_says_at_once_where_it_cannot_write(folder: Path, command: str) -> None:
    Path("corpus.jsonl").write_text(CORPUS + "\n")
    Path("corpus.vec").write_text("1 2\na 0.5 0.5\n")
    Path("taken").mkdir()
    Path("taken.vec").mkdir()
    message = said(*command.replace("OUT", "taken").split(), status=2)
    assert message.startswith("error[bad-output]: cannot write to taken")
    for file in ("a.txt", "corpus.jsonl", "corpus.vec"):
        if file not in command:
            continue
        before = Path(file).read_bytes()
        arguments = command.replace("OUT.vec", file).replace("OUT", file).split()
        assert f"{file} is what is read" in said(*arguments, status=2)
        assert Path(file).read_bytes() == before
