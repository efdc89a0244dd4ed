"""What is written into a folder is whole or as it was; no other spelling of a name writes over what is read."""

from __future__ import annotations

import errno
import json
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import NerkitError, OutputError
from nerkit.output import whole_folder
from nerkit.tagging.storage import load_model, save_model
from tests.test_menu import build
from tests.test_output import CORPUS, INVOICE, said


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that we are in, with an invoice and a corpus."""
    (tmp_path / "a.txt").write_text(INVOICE)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "dev.jsonl").write_text(CORPUS + "\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_room(room: int, command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command where no file may have more bytes than `room`, as on a disk that is full."""
    return subprocess.run(
        [sys.executable, "-m", "nerkit", *command.split()],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


class TestWholeFolder:
    def test_the_files_of_before_stay_until_all_are_written_and_others_stay_for_good(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        (out / "deep").mkdir(parents=True)
        (out / "a").write_text("old")
        (out / "own.toml").write_text("mine")
        with whole_folder(out) as part:
            (part / "a").write_text("new")
            (part / "deep").mkdir()
            (part / "deep" / "b").write_text("new")
            assert contents(out) == {"a": b"old", "own.toml": b"mine"}
        assert contents(out) == {"a": b"new", "deep/b": b"new", "own.toml": b"mine"}
        assert list(tmp_path.iterdir()) == [out]

    def test_what_ends_early_leaves_the_folder_as_it_was(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "a").write_text("old")

        def half() -> None:
            with whole_folder(tmp_path / "out") as part:
                (part / "a").write_text("new")
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(OutputError, match=r"cannot write to .*out: No space"):
            half()
        assert contents(tmp_path) == {"out/a": b"old"}

    @pytest.mark.parametrize("name", ["taken", "taken/inner"])
    def test_a_file_in_the_place_of_the_folder_is_said(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "taken").write_text("a file")
        with pytest.raises(OutputError, match="taken"), whole_folder(tmp_path / name):
            pass
        assert (tmp_path / "taken").read_text() == "a file"


class TestModels:
    def test_a_full_disk_leaves_the_model_that_was_there(self, folder: Path) -> None:
        for name in ("one", "two", "there"):
            save_model(build(), folder / name)
        (folder / "there" / "schema.toml").write_text('extends = "nerkit"\n')
        before = contents(folder / "there")
        done = with_room(20_000, "evaluate one corpus/dev.jsonl --target-precision 0.5 -o there")
        assert done.stderr.splitlines()[-1].startswith("error[bad-output]: cannot write to there")
        assert done.returncode == 2
        assert contents(folder / "there") == before
        done = with_room(20_000, "ensemble one two -o both")
        assert done.stderr.startswith("error[bad-output]: cannot write to both")
        assert load_model(folder / "there").tagset.labels

    def test_a_training_says_before_it_begins_that_its_output_is_no_folder(self, folder: Path) -> None:
        Path("runs").write_text("a file")
        corpus = {"reader": "jsonl", "path": "corpus", "split": "dev"}
        tables = [f"[[{part}]]\n" + "".join(f"{k} = '{v}'\n" for k, v in corpus.items()) for part in ("train", "dev")]
        Path("own.toml").write_text("name = 'own'\noutput = 'runs/own'\nvectors = []\n" + "".join(tables))
        assert said("train", "own.toml", status=2).startswith("error[bad-output]: cannot write to runs/own")
        assert Path("runs").read_text() == "a file"


class TestGenerate:
    def test_a_full_disk_leaves_what_was_made_before(self, folder: Path) -> None:
        assert CliRunner().invoke(app, ["generate", "made", "--count", "2"]).exit_code == 0
        before = contents(folder / "made")
        done = with_room(1_000, "generate made --count 3 --seed 7")
        assert done.stderr.startswith("error[bad-output]: cannot write to made")
        assert contents(folder / "made") == before
        assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "corpus", "made"]


class TestWhatIsRead:
    @pytest.mark.parametrize(
        "command",
        [
            "tag a.json.part -o a.json",
            "tag a.json.part -o a.json --resume --format jsonl",
            "tag a.txt -o ./corpus/../link.json",
            "tag a.txt --schema own.json -o own.json",
            "tag a.txt --model model -o model/card.json",
            "silver default . -o a.txt",
            "silver default a.txt --corpus jsonl=corpus -o corpus/dev.jsonl",
            "evaluate default jsonl corpus --split dev --html corpus/dev.jsonl",
            "evaluate default corpus --split dev --html corpus/dev.jsonl",
            "train-records default jsonl=corpus -o corpus/dev.jsonl",
            "vectors train . -o taken.vec",
        ],
    )
    def test_it_is_not_written_over_by_any_of_its_names(self, folder: Path, command: str) -> None:
        Path("a.json.part").write_text(INVOICE.replace("\n", " "))
        Path("own.json").write_text('extends = "nerkit"\n')
        Path("link.json").symlink_to("a.txt")
        os.link("a.txt", "taken.vec")
        save_model(build(), Path("model"))
        before = contents(folder)
        assert "is what is read; name another file" in said(*command.split(), status=2)
        assert contents(folder) == before

    def test_a_link_that_lies_where_the_output_grows_leads_nowhere(self, folder: Path) -> None:
        Path("run.json.part").symlink_to("a.txt")
        assert "is a link or no file" in said("tag", "a.txt", "-o", "run.json", status=2)
        assert Path("a.txt").read_text() == INVOICE

    def test_a_corpus_is_not_written_over_the_work_on_it_nor_over_a_document(self, folder: Path) -> None:
        said("annotate", "a.txt", "--to", "work.sqlite", "--terminal", "--no-model", status=2)
        assert not Path("work.sqlite").exists()
        Path("a.sqlite").touch()
        assert "is what is read" in said("annotate", "a.txt", "--to", "a.txt", "--terminal", "--no-model", status=2)
        assert Path("a.txt").read_text() == INVOICE

    def test_a_database_of_something_else_is_left_alone(self, folder: Path) -> None:
        with sqlite3.connect("notes.sqlite") as database:
            database.execute("CREATE TABLE notes (text)")
        before = Path("notes.sqlite").read_bytes()
        done = CliRunner().invoke(app, ["annotate", "a.txt", "--to", "notes.jsonl", "--terminal", "--no-model"])
        assert isinstance(done.exception, NerkitError)
        assert "was made by something else" in done.exception.message
        assert Path("notes.sqlite").read_bytes() == before


def test_a_second_run_over_the_same_folder_writes_over_its_own_output(folder: Path) -> None:
    for _ in range(2):
        assert CliRunner().invoke(app, ["tag", ".", "-o", "run.jsonl"]).exit_code == 0
        assert [json.loads(line)["source"] for line in Path("run.jsonl").read_text().splitlines()] == ["a.txt"]
