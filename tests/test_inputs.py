"""Whatever comes in, a run goes on: what goes wrong with one input is that input's error."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from container_material import listed, zipped
from isolated_material import TEXT
from typer.testing import CliRunner

from nerkit.cli.html_page import section
from nerkit.cli.inputs import STDIN, expand
from nerkit.cli.main import app
from nerkit.cli.page_record import text_of
from nerkit.errors import ArchiveTooLarge, MissingFile, UnreadableFile
from nerkit.reading import content, files, read
from nerkit.reading.archive import unique
from nerkit.reading.content import stream_bytes
from nerkit.reading.isolated import IsolatedReader
from nerkit.result import Failure

LONG = "a" * 300


def nested(parts: int) -> bytes:
    """A mail whose parts stand in one another."""
    start = b"MIME-Version: 1.0\nFrom: a@b.example\n"
    return start + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(parts))


def run(folder: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nerkit", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False, **more)


def codes(said: str) -> dict[str, str | None]:
    """Each source of JSON lines with the code of its error, None where it was done."""
    return {row["source"]: row.get("error", {}).get("code") for row in map(json.loads, said.splitlines())}


@pytest.mark.parametrize("parts", [489, 900])
def test_a_mail_nested_without_end_is_an_error_of_its_own_wherever_it_stands(good: Path, parts: int) -> None:
    deep = good.with_name("deep.eml")
    deep.write_bytes(nested(parts))
    packed = good.with_name("packed.zip")
    packed.write_bytes(zipped({"deep.eml": nested(parts), "good.txt": TEXT}))

    with IsolatedReader() as reader:
        found = expand([str(good.parent)], reader)
        outcomes = [outcome(reader, file) for file in found if isinstance(file, Path)]

    names = [deep.name, good.name, "packed.zip/deep.eml", "packed.zip/good.txt"]
    assert [str(file) for file in found] == [str(good.parent / name) for name in names]
    assert outcomes == ["broken-document", TEXT, "broken-document", TEXT]


def outcome(reader: IsolatedReader, path: Path) -> str:
    try:
        return reader.read(path).text
    except Exception as error:
        return Failure.of(str(path), error).code


def test_a_fault_of_ours_in_one_container_is_its_failure_and_the_others_are_listed(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good.with_name("all.zip").write_bytes(zipped({"a.txt": TEXT}))

    class Faulty(IsolatedReader):
        def find(self, path: str | Path, **options: Any) -> files.FoundFiles:
            raise RuntimeError("a fault")

    letter = good.with_name("letter.pdf")
    letter.write_bytes(b"%PDF-1.7")
    with Faulty() as reader:
        failure, *others = expand([str(good.parent)], reader)
    assert isinstance(failure, Failure)
    assert (failure.source, failure.code) == (str(good.with_name("all.zip")), "internal")
    assert others == [good, letter], "the pages of a PDF may be read all the same"
    assert f"note: {letter}: what is attached to it cannot be looked into (internal)" in capsys.readouterr().err


def test_a_name_too_long_for_a_file_is_an_error_and_the_next_file_is_done(good: Path) -> None:
    done = CliRunner().invoke(app, ["tag", f"{LONG}.pdf", str(good), "--workers", "0"])

    assert codes(done.stdout) == {f"{LONG}.pdf": "unreadable-file", str(good): None}
    assert done.exit_code == 3


def test_members_with_long_names_are_read_by_shorter_ones_that_a_file_can_have(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    long = {f"{LONG}1.txt": "one", f"{LONG}2.txt": "two", "ä" * 150 + ".txt": "ä", "d/" * 2000 + "x.txt": "deep"}
    path.write_bytes(zipped(long))

    found = listed(path)

    assert [read(tmp_path / name).text for name in found] == list(long.values())
    for name in found:
        (tmp_path / Path(name).name).write_text("a file of this name")
        assert name.endswith(".txt")
    done = CliRunner().invoke(app, ["tag", str(path), "--workers", "0", "-o", str(tmp_path / "out.jsonl")])
    assert done.exit_code == 0


def test_many_members_of_one_name_are_named_in_one_go() -> None:
    assert unique(["a.txt"] * 50_000)[-1] == "a (50000).txt"


def test_a_name_with_control_characters_is_escaped_on_a_terminal_and_turns_nothing_around_in_html(
    tmp_path: Path,
) -> None:
    odd, shown = "x\x1b[2J\u202efdp.txt", r"x\x1b[2J\u202efdp.txt"
    (tmp_path / odd).write_bytes(b"\0")
    done = run(tmp_path, "tag", odd, "--workers", "0")

    assert shown in done.stderr
    assert "\x1b" not in done.stderr
    assert json.loads(done.stdout)["source"] == odd
    html = section(Failure(odd, "empty-file", f"{odd}: the file is empty"), 1, None)
    assert html.count(shown) == 2
    assert "\u202e" not in html + text_of("Total 00.11\u202e EUR")


def test_standard_input_that_is_closed_is_an_error_and_the_files_are_done(good: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m nerkit tag - good.txt --workers 0 <&-',
        shell=True,
        cwd=good.parent,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert codes(done.stdout) == {STDIN: "unreadable-file", "good.txt": None}
    assert done.returncode == 3


@pytest.mark.parametrize(("closed", "status"), [(">&-", 2), ("2>&-", 0), ("<&- 2>&-", 0)])
def test_output_that_is_closed_is_an_error_with_a_code_and_no_file_takes_its_place(
    good: Path, closed: str, status: int
) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m nerkit tag good.txt --workers 0 {closed}',
        shell=True,
        cwd=good.parent,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == status
    assert ("error[bad-output]" in done.stderr) == (status == 2)
    assert bool(done.stdout) == (status == 0)


def test_standard_input_without_end_is_too_large_and_no_more_of_it_is_taken(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "LARGEST", 5 << 20)
    with Path("/dev/zero").open("rb") as zeros:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(zeros))
        with IsolatedReader() as reader:
            failure, file = expand([STDIN, str(good)], reader)
        taken = zeros.tell()
    assert isinstance(failure, Failure)
    assert (failure.code, file) == ("file-too-large", good)
    assert taken <= 7 << 20


def test_standard_input_of_just_the_size_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGEST", 1000)
    assert len(stream_bytes(io.BytesIO(bytes(1000)), STDIN)) == 1000


@pytest.mark.parametrize("workers", ["0", "2"])
def test_few_files_may_be_open_at_a_time_and_the_run_is_done_all_the_same(good: Path, workers: str) -> None:
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (10, 10))

    good.with_name("all.zip").write_bytes(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    done = run(good.parent, "tag", "all.zip", "good.txt", "--workers", workers, preexec_fn=few)

    assert codes(done.stdout) == dict.fromkeys(["all.zip/a.txt", "all.zip/b.txt", "good.txt"])
    assert ("in this process" in done.stderr) == (workers == "2")
    assert done.returncode == 0


def test_what_a_member_is_stays_its_own_matter(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"deep/" + "x.zip": b"PK\3\4 no", "b.txt": "b"}))

    assert listed(path) == ["all.zip/deep/x.zip", "all.zip/b.txt"]
    with pytest.raises((MissingFile, UnreadableFile, ArchiveTooLarge)):
        read(tmp_path / LONG / os.fspath("b.txt"))
