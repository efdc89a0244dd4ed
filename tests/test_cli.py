"""The command line as a person or a script meets it: real runs of `nerkit` in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pytest
from PIL import Image

from nerkit.document import NoticeCode
from nerkit.errors import NerkitError

DOCS = Path(__file__).parents[1] / "docs" / "errors.md"
NERKIT = [sys.executable, "-m", "nerkit"]

CONTRACT = """SERVICES AGREEMENT

This Services Agreement is made as of March 3, 2020 (the "Effective Date") between Northwind Analytics, Inc.,
a Delaware corporation ("Provider"), and Harbour Lane LLC ("Client").

1. Term. This Agreement continues for two (2) years from the Effective Date.
2. Governing Law. This Agreement is governed by the laws of the State of New York.
"""

INVOICE = """Brightwater Supplies Ltd
Invoice number: INV-20417
Invoice date: 14 May 2021
Due date: 13 June 2021

Subtotal\t100.00 EUR
VAT 19 %\t19.00 EUR
Total\t119.00 EUR
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a contract and an invoice."""
    (tmp_path / "contract.txt").write_text(CONTRACT)
    (tmp_path / "invoice.txt").write_text(INVOICE)
    return tmp_path


def nerkit(*arguments: str, cwd: Path, stdin: str = "", **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*NERKIT, *arguments], cwd=cwd, input=stdin, capture_output=True, text=True, timeout=120, **options
    )


def test_help_and_import_load_nothing_heavy(tmp_path: Path) -> None:
    heavy = ("torch", "spacy", "gensim", "cv2", "numpy", "pypdfium2", "PIL")
    script = f"import sys, nerkit, nerkit.cli.main; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["", "tag", "read", "train", "evaluate", "generate", "info"])
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = nerkit(*filter(None, [command]), "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_one_file_that_does_not_go_to_a_terminal_is_one_json_object(folder: Path) -> None:
    done = nerkit("tag", "contract.txt", cwd=folder)
    result = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(result) == [
        *("source", "kind", "language", "pages", "model", "record", "parties", "deadlines", "entities"),
        *("checks", "warnings"),
        "fingerprint",
    ]
    assert result["source"] == "contract.txt"
    assert all(CONTRACT[entity["start"] : entity["end"]] == entity["text"] for entity in result["entities"])


def test_every_value_points_at_entities_of_its_document(folder: Path) -> None:
    result = json.loads(nerkit("tag", "invoice.txt", cwd=folder).stdout)
    values = [value for values in result["record"].values() for value in values]
    assert values
    for value in values:
        assert isinstance(value["value"], str)
        assert 0 <= value["confidence"] <= 1
        assert all(index in range(len(result["entities"])) for index in value["entities"])


@pytest.mark.parametrize("form", [[], ["--format", "json"], ["--format", "jsonl"]])
def test_several_files_are_json_lines_in_the_order_given(folder: Path, form: list[str]) -> None:
    done = nerkit("tag", "invoice.txt", "contract.txt", "invoice.txt", *form, cwd=folder)
    sources = [json.loads(line)["source"] for line in done.stdout.splitlines()]
    assert sources == ["invoice.txt", "contract.txt", "invoice.txt"]


def test_a_folder_is_all_its_documents_even_where_it_holds_only_one(folder: Path) -> None:
    (folder / "invoice.txt").unlink()
    (folder / "notes.xyz").write_text("not a document")
    done = nerkit("tag", ".", cwd=folder)
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["contract.txt"]


def test_standard_input_gives_the_record_of_the_file(folder: Path) -> None:
    piped = json.loads(nerkit("tag", "-", cwd=folder, stdin=CONTRACT).stdout)
    named = json.loads(nerkit("tag", "contract.txt", cwd=folder).stdout)
    assert piped.pop("source") == "-"
    assert named.pop("source") == "contract.txt"
    assert piped == named


def test_csv_has_a_row_for_each_value_of_the_record(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(nerkit("tag", "invoice.txt", "--format", "csv", cwd=folder).stdout)))
    record = json.loads(nerkit("tag", "invoice.txt", cwd=folder).stdout)["record"]
    expected = [(field, value["value"]) for field, values in record.items() for value in values]
    fields = [row for row in rows if "." not in row["field"]]  # as those of cells have, "taxes.1.rate"
    assert [(row["field"], row["value"]) for row in fields] == expected
    assert {row["source"] for row in rows} == {"invoice.txt"}


def test_the_suffix_of_the_output_file_sets_the_format(folder: Path) -> None:
    done = nerkit("tag", "invoice.txt", "-o", "out.csv", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / "out.csv").read_text().startswith("source,kind,field,value,currency")


def test_kind_decides_which_record_is_built(folder: Path) -> None:
    results = [
        json.loads(nerkit("tag", "invoice.txt", "--kind", kind, cwd=folder).stdout) for kind in ("receipt", "contract")
    ]
    assert [result["kind"] for result in results] == ["receipt", "contract"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["tag"],
        ["tag", "contract.txt", "--format", "svg"],
        ["tag", "contract.txt", "--workers", "-1"],
        ["tag", "contract.txt", "--model", "no-such-model"],
        ["tag", "contract.txt", "-o", "no/such/folder/out.json"],
        ["train", "no-such-config.toml"],
        ["evaluate", "default", "no-such-corpus", "."],
        ["no-such-command"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said_on_standard_error_with_exit_status_2(folder: Path, arguments: list[str]) -> None:
    done = nerkit(*arguments, cwd=folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_read_prints_the_text_that_the_tagger_gets(folder: Path) -> None:
    assert nerkit("read", "contract.txt", cwd=folder).stdout.strip() == CONTRACT.strip()
    document = json.loads(nerkit("read", "contract.txt", "--format", "json", cwd=folder).stdout)
    words = [document["text"][word["start"] : word["end"]] for word in document["words"]]
    assert words == CONTRACT.split()


def test_info_names_the_model_and_tesseracts_languages(tmp_path: Path) -> None:
    facts = json.loads(nerkit("info", "--json", cwd=tmp_path).stdout)
    assert facts["versions"]["torch"]
    assert "eng" in facts["tesseract"]["languages"]
    assert facts["card"]
    assert facts["versions"]["torch"] in nerkit("info", cwd=tmp_path).stdout


def test_generate_makes_annotated_invoices(tmp_path: Path) -> None:
    done = nerkit("generate", "made", "--count", "1", "--seed", "3", cwd=tmp_path)
    assert done.returncode == 0
    assert list((tmp_path / "made").rglob("*.pdf"))


def on_terminal(*arguments: str, cwd: Path) -> str:
    """What a person sees: standard output and standard error on one terminal of 120 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "120", "TERM": "xterm-256color"}
    process = subprocess.Popen([*NERKIT, *arguments], cwd=cwd, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    seen = bytearray()
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed
            part = b""
        if not part:
            break
        seen += part
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return seen.decode()


def test_one_file_on_a_terminal_is_a_table(folder: Path) -> None:
    seen = on_terminal("tag", "invoice.txt", cwd=folder)
    assert "confidence" in seen
    assert '"record"' not in seen


def test_several_files_on_a_terminal_show_a_progress_bar_and_whole_json_lines(folder: Path) -> None:
    seen = on_terminal("tag", "invoice.txt", "contract.txt", cwd=folder)
    assert "0/2" in seen
    assert seen.count('{"source": ') == 2


@contextmanager
def waiting_for_a_second_file(folder: Path, workers: str) -> Iterator[subprocess.Popen[str]]:
    """A run that has printed the record of its first file, and reads its second until there is a file "go"."""
    slow = folder / "bin" / "tesseract"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\nuntil [ -e '{folder}/go' ]; do sleep 0.1; done\nexit 1\n")
    slow.chmod(0o755)
    Image.new("L", (800, 300), "white").save(folder / "slow.png")
    arguments = ["tag", "contract.txt", "slow.png", "--workers", workers]
    environment = {**os.environ, "PATH": f"{slow.parent}:{os.environ['PATH']}"}
    with subprocess.Popen(
        [*NERKIT, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["source"] == "contract.txt"
        yield process
        (folder / "go").touch()


@pytest.mark.parametrize("workers", ["0", "2"])
def test_an_interrupt_ends_the_run_without_a_word(folder: Path, workers: str) -> None:
    with waiting_for_a_second_file(folder, workers) as process:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "")


def test_a_reader_that_has_had_enough_ends_the_run_without_a_word(folder: Path) -> None:
    with waiting_for_a_second_file(folder, "0") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        (folder / "go").touch()
        said = process.stderr.read()
    assert "BrokenPipe" not in said
    assert "internal" not in said


def test_every_error_code_has_its_section_in_the_docs() -> None:
    def codes(error: type[NerkitError]) -> set[str]:
        return {error.code}.union(*map(codes, error.__subclasses__()))

    sections = {line[3:] for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("## ")}
    assert codes(NerkitError) - {NerkitError.code} | {"internal", "doubtful-record"} <= sections


def test_every_code_of_a_warning_has_its_line_in_the_docs() -> None:
    rows = {line.split("`")[1] for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")}
    assert set(get_args(NoticeCode)) <= rows


STOPPED = """
import os
import typer
from nerkit.cli.running import command, end_as_asked

app = typer.Typer()

@command(app)
def work() -> None:
    exec("os.kill(os.getpid(), {number})", {"os": os})

end_as_asked()
app()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_status_of_a_run_that_is_stopped_does_not_depend_on_where_it_is(tmp_path: Path, number: int) -> None:
    """Also within code that is made from text, as that of dataclasses is while they are imported."""
    (tmp_path / "stopped.py").write_text(STOPPED.replace("{number}", str(int(number))))
    done = subprocess.run([sys.executable, "-m", "stopped"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (128 + number, "")
