"""docs/schema.md is true: its schema, its commands and what they print, word for word, on the documents beside it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.cli.schema import check_schema, new_schema
from nerkit.errors import NerkitError
from nerkit.labels import Schema

DOCS = Path(__file__).parent.parent / "docs"


class Block(NamedTuple):
    language: str
    text: str


def blocks() -> Iterator[Block]:
    page = (DOCS / "schema.md").read_text(encoding="utf-8")
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        yield Block(language, text)


def said(command: str) -> str:
    """What a command prints, errors too, but no summary. Files are tagged in this process, which is quicker."""
    _, *arguments = shlex.split(command)
    done = CliRunner().invoke(app, [*arguments, *(["--workers", "0", "--quiet"] if arguments[0] == "tag" else [])])
    if isinstance(done.exception, NerkitError):
        return f"error[{done.exception.code}]: {done.exception.message}\n"
    return done.output


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has followed the page; what the page says was printed is what was."""
    folder = tmp_path_factory.mktemp("schema")
    shutil.copytree(DOCS / "schema" / "notes", folder / "notes")
    printed = ""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for block in blocks():
            if block.language == "toml":
                with Path("notes.toml").open("a", encoding="utf-8") as file:
                    file.write(block.text + "\n")
            elif block.language == "carriers":
                Path("carriers.txt").write_text(block.text, encoding="utf-8")
            elif block.language == "sh":
                printed = "".join(map(said, block.text.splitlines()))
            elif block.language == "python":
                done = subprocess.run([sys.executable, "-c", block.text], capture_output=True, text=True, check=True)
                printed = done.stdout
            else:
                assert printed == block.text
    return folder


def test_the_page_gives_a_record_of_each_note(followed: Path) -> None:
    rows = [json.loads(line) for line in (followed / "notes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(Path(row["source"]).stem, row["kind"]) for row in rows] == [
        (name, "delivery_note") for name in ("cedar", "dubois", "holzhandel")
    ]
    numbers = [row["record"]["delivery_number"][0]["value"] for row in rows]
    assert numbers == ["4711", "0077", "2024-0815"]
    weights = [[(value["value"], value["unit"]) for value in row["record"].get("weight", ())] for row in rows]
    assert weights == [[("318", "KGM")], [], [("1250.5", "KGM")]]


def test_other_documents_are_still_what_they_are(followed: Path) -> None:
    done = said(f"nerkit tag {DOCS.parent / 'corpora' / 'samples' / 'receipt.pdf'} --schema {followed / 'notes.toml'}")
    assert json.loads(done)["kind"] == "receipt"


def test_the_keys_that_the_page_lists_are_those_that_there_are() -> None:
    page = (DOCS / "schema.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`(\w+)`", page[page.index("## All keys") :]))
    from dataclasses import fields

    from nerkit.labels import Kind, Label, Relationship, Rule

    for table in (Label, Kind, Relationship, Rule):
        missing = {field.name for field in fields(table)} - listed - {"name"}
        assert not missing, table.__name__


@pytest.mark.parametrize(("kind", "labels", "kinds"), [("delivery_note", 93, 12), ("bill", 94, 13)])
def test_a_new_schema_has_nothing_wrong_with_it(tmp_path: Path, kind: str, labels: int, kinds: int) -> None:
    (tmp_path / "my.toml").write_text(new_schema(kind), encoding="utf-8")
    assert check_schema(tmp_path / "my.toml") == (
        [],
        [f"{tmp_path / 'my.toml'}: {labels} labels, {kinds} kinds, 10 checks, 0 rules"],
    )
    assert kind in Schema.read(tmp_path / "my.toml").kinds


def test_a_name_that_is_no_kind_is_refused() -> None:
    assert CliRunner().invoke(app, ["schema", "new", "Delivery Note"]).exit_code == 2


def test_check_says_what_nothing_would_ever_find(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(
        'extends = "nerkit"\n[labels.LOST]\ntype = "text"\nmeans = "x"\n[labels.IDLE]\ntype = "text"\nmeans = "x"\n'
        '[kinds.slip]\nfields = ["lost", "invoice_date"]\n',
        encoding="utf-8",
    )
    _, (counted, *notes) = check_schema(path)
    assert counted == f"{path}: 94 labels, 13 kinds, 10 checks, 0 rules"
    assert notes == [
        'note: nothing finds LOST: the model does not know it; add pattern, values or find = "words"',
        "note: IDLE is a field of no kind",
        "note: slip has no titles and no cues: only its fields tell it from other kinds",
    ]


def test_check_names_every_line_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(
        '[labels.SENT]\ntype = "dat"\nmeans = "x"\nfnd = "words"\n[kinds.slip]\nfields = ["sent"]\nbar = "high"\n'
        '[[checks]]\nname = "a"\nrelation = "ordr"\nfields = ["sent", "sent"]\n',
        encoding="utf-8",
    )
    done = CliRunner().invoke(app, ["schema", "check", str(path)])
    assert done.exit_code == 2
    assert [line.removeprefix(f"error[bad-schema]: {path}:") for line in done.stderr.splitlines()] == [
        "2: labels.SENT.type: 'dat' is none of name, title, text, identifier, iban, bic, vat_id, date, amount, "
        "percent, duration, place, number, quantity, phone, email, url; did you mean 'date'?",
        "4: labels.SENT.fnd: there is no such key; did you mean 'find'?",
        "7: kinds.slip.bar: it takes a number",
        "10: checks.0.relation: 'ordr' is none of sum, order, at_most, differ, rate, lasts; did you mean 'order'?",
    ]


class TestExtending:
    def test_adds_keys_to_a_label_of_the_same_name(self, tmp_path: Path) -> None:
        path = tmp_path / "my.toml"
        path.write_text("extends = 'nerkit'\n[labels.INVOICE_NUMBER]\npattern = 'RE-\\d+'\n", encoding="utf-8")
        label = Schema.read(path).labels["INVOICE_NUMBER"]
        assert (label.pattern, label.type, label.means) == ("RE-\\d+", "identifier", "number of the invoice (BT-1)")

    def test_a_file_of_ones_own_is_extended_too(self, tmp_path: Path) -> None:
        (tmp_path / "base.toml").write_text(new_schema("slip"), encoding="utf-8")
        (tmp_path / "my.toml").write_text("extends = 'base.toml'\n[kinds.slip]\nbar = 1.0\n", encoding="utf-8")
        kind = Schema.read(tmp_path / "my.toml").kinds["slip"]
        assert (kind.bar, kind.titles) == (1.0, ("slip",))

    @pytest.mark.parametrize("other", ["none.toml", "my.toml"])
    def test_what_cannot_be_extended_is_said(self, tmp_path: Path, other: str) -> None:
        path = tmp_path / "my.toml"
        path.write_text(f"extends = '{other}'\n", encoding="utf-8")
        with pytest.raises(NerkitError, match=r"my\.toml:1: extends: .*(cannot be read|extends itself)"):
            Schema.read(path)
