"""File names that are not UTF-8: every command takes them, and what it writes names the file again."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.annotation.project import Project
from nerkit.annotation.store import Store
from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.reading import read

NAME = os.fsdecode(b"caf\xe9.txt")
TEXT = "Invoice number: 4711\nInvoice date: 14 May 2021\nTotal 5.00 EUR\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that we are in, with one file of an odd name."""
    monkeypatch.chdir(tmp_path)
    Path(NAME).write_text(TEXT)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_name_in_json_opens_the_file() -> None:
    run("tag", ".", "-o", "records.jsonl")
    written = Path("records.jsonl").read_bytes()
    assert rb'{"source": "caf\udce9.txt"' in written
    assert Path(json.loads(written)["source"]).read_text() == TEXT


def test_silver_labels_are_read_debugged_and_measured_with_the_name() -> None:
    run("silver", "default", NAME, "-o", "silver.jsonl")
    (labelled,) = jsonl.read(Path("silver.jsonl"), "all")
    assert labelled.document.source == NAME
    assert labelled.spans
    run("debug", "silver.jsonl")
    run("tag", ".", "-o", "records.jsonl")
    told = json.loads(run("evaluate", "records.jsonl", "silver.jsonl", "--json"))
    assert told["documents"] == 1


@pytest.mark.parametrize("to", ["nerkit", "spacy", "spacy-json", "conll", "doccano", "label-studio", "prodigy", "brat"])
def test_a_corpus_with_the_name_is_converted_to_every_format(to: str) -> None:
    jsonl.write(Path("corpus.jsonl"), [jsonl.labelled_from(jsonl.JsonLine(text=TEXT), NAME, frozenset())])
    run("convert", "corpus.jsonl", "out", "--to", to)
    assert Path("out").exists()


def test_annotation_keeps_the_name_and_shows_it_with_an_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    run("annotate", ".", "--to", "corpus.jsonl", "--terminal", "--no-model")
    store = Store(Path("corpus.sqlite"))
    (listed,) = store.listed()
    assert listed.source == os.fsdecode(Path(NAME).absolute())
    assert read(listed.source).text == TEXT
    assert store.add([listed.source]) == [listed.id], "it is the same document the next time"
    shown = Project(store, ["INVOICE_NUMBER"], "anna").queue()
    assert r"caf\udce9.txt" in shown[0]["source"]
    store.close()


def test_json_holds_nothing_that_steers_a_terminal_or_turns_text_around() -> None:
    name, text = "a\x9b2J\u202egnp.txt", TEXT + "Seller: \u2067x\x1b[2J\x85 Ltd\n"
    Path(name).write_text(text)
    for command in (["tag", "--format", "json"], ["tag", "--format", "jsonl"], ["read", "--format", "json"]):
        said = run(*command, name)
        assert all(c.isprintable() or c == "\n" for c in said)
        assert json.loads(said)["source"] == name
