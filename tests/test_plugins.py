"""Another package adds an OCR engine, a file format and a corpus by its entry points; one that is broken says so."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from PIL import Image
from typer.testing import CliRunner

import nerkit
from nerkit.cli.main import app
from nerkit.corpora import registry
from nerkit.errors import BrokenPlugin, CorpusError, OcrFailed, OptionError
from nerkit.plugins import GROUPS, installed
from nerkit.reading.isolated import IsolatedReader
from nerkit.training.config import CorpusConfig

MODULE = '''
"""A package of somebody else's: sheets of cells, notes of a till as a corpus, and an engine that reads one word."""

import numpy as np

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text
from nerkit.reading.engine import Recognised, Recognition
from nerkit.reading.formats import Format

def read_sheet(data, source, options):
    return document_from_text(data.decode().removeprefix("!sheet\\n").replace("|", "\\t"), source)

SHEET = Format(read_sheet, lambda data: data.startswith(b"!sheet"), (".sheet",))

def read_notes(folder, split="all"):
    for path in sorted(folder.glob("*.note")):
        text = path.read_text()
        yield LabelledDocument(document_from_text(text, path.name), (Span(0, len(text), "SELLER"),))

class Eye:
    name = "eye"
    version = "1"

    def recognise(self, pixels, deadline):
        words = [Recognised("Northwind", 10, 10, 90, 20, 0.9)]
        return Recognition(words, np.eye(2, 3), 0, np.zeros((0, 4)))

def eye(options):
    return Eye()
'''
ENTRIES = """
    [nerkit.formats]
    sheet = {module}:SHEET
    [nerkit.corpora]
    notes = {module}:read_notes
    [nerkit.ocr_engines]
    eye = {module}:eye
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a package where pip would."""
    site = tmp_path / "site-packages"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def install(module: str = "others", source: str = MODULE, entries: str = ENTRIES) -> None:
        info = site / f"{module}-1.0.dist-info"
        info.mkdir()
        (site / f"{module}.py").write_text(source)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(dedent(entries).format(module=module))
        installed.cache_clear()

    yield install
    installed.cache_clear()
    for name in ("others", "spoilt"):
        sys.modules.pop(name, None)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    Image.new("L", (400, 200), 255).save(tmp_path / "scan.png", dpi=(144, 144))
    return tmp_path / "scan.png"


def faulty(what: str) -> str:
    """The same package, where `what` divides by zero."""
    return MODULE.replace(f"def {what}(", f"def {what}(*_, **__):\n    1 / 0\n\ndef unused_{what}(")


def test_a_format_of_another_package_is_read_by_its_content_and_found_in_folders(
    tmp_path: Path, install: Install
) -> None:
    install()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bill.sheet").write_text("!sheet\nTotal|5.00 EUR")

    (found,) = nerkit.reading.files_in([tmp_path / "in"])

    with IsolatedReader() as reader:  # in a process of its own, as every file is
        assert reader.read(found).text == nerkit.read(found).text == "Total\t5.00 EUR"


def test_a_corpus_of_another_package_is_loaded_and_named_in_a_config(tmp_path: Path, install: Install) -> None:
    install()
    (tmp_path / "a.note").write_text("Harbour Bookshop")

    (document,) = registry.load("notes", tmp_path)

    assert [span.label for span in document.spans] == ["SELLER"]
    assert CorpusConfig(reader="notes", path=tmp_path).reader == "notes"
    with pytest.raises(CorpusError, match="did you mean 'notes'"):
        registry.load("note", tmp_path)


def test_an_engine_of_another_package_reads_where_it_is_named(scan: Path, install: Install) -> None:
    install()

    assert nerkit.read(scan, ocr_engine="eye").text.split() == ["Northwind"]
    assert nerkit.read(scan, ocr_engine="eye", cache=False).text.split() == ["Northwind"]
    with pytest.raises(OptionError, match="use auto, tesseract, rapidocr, eye"):
        nerkit.read(scan, ocr_engine="ear")


def test_a_fault_of_an_engine_of_another_package_is_its_own(scan: Path, install: Install) -> None:
    install(source=MODULE.replace("        words = ", "        1 / 0\n        words = "))

    with pytest.raises(OcrFailed, match=r"the plug-in eye \(nerkit.ocr_engines\) of others 1.0 fails \(ZeroDivision"):
        nerkit.read(scan, ocr_engine="eye", cache=False)


def test_a_fault_of_a_reader_of_another_package_is_its_own(tmp_path: Path, install: Install) -> None:
    install(source=faulty("read_notes"))

    with pytest.raises(BrokenPlugin, match=r"the plug-in notes \(nerkit.corpora\) of others 1.0 fails"):
        registry.load("notes", tmp_path)


def test_a_format_that_fails_is_that_files_error(tmp_path: Path, install: Install) -> None:
    install(source=faulty("read_sheet"))
    (tmp_path / "bill.sheet").write_text("!sheet\nTotal|5.00 EUR")

    with IsolatedReader() as reader, pytest.raises(BrokenPlugin, match=r"the plug-in sheet .* of others 1.0 fails"):
        reader.read(tmp_path / "bill.sheet")


@pytest.mark.parametrize("source", ["import nowhere", "raise OSError", "", "SHEET = 'a text'"], ids=str)
def test_a_format_that_cannot_be_loaded_is_a_warning_of_what_nerkit_reads_itself(
    tmp_path: Path, install: Install, source: str
) -> None:
    install(source=source)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bill.txt").write_text("Total 5.00 EUR")

    document = nerkit.read(tmp_path / "in" / "bill.txt")

    assert document.text == "Total 5.00 EUR"
    assert "the plug-in sheet (nerkit.formats) of others 1.0 fails" in document.warnings[0].message
    assert nerkit.reading.files_in([tmp_path / "in"]) == [tmp_path / "in" / "bill.txt"]


def test_a_name_of_nerkits_own_stays_nerkits(tmp_path: Path, install: Install) -> None:
    install(entries=ENTRIES.replace("notes =", "jsonl ="), source="import nowhere")
    (tmp_path / "mine.jsonl").write_text('{"text": "one"}\n')

    assert [labelled.document.text for labelled in registry.load("jsonl", tmp_path)] == ["one"]
    assert registry.READERS.added() == []


def test_info_lists_what_other_packages_add_and_what_of_it_is_broken(install: Install) -> None:
    install()
    install("spoilt", "import nowhere", "[nerkit.corpora]\nold = {module}:read\n")

    told = CliRunner().invoke(app, ["info", "--json"])

    rows = {row["name"]: row for row in json.loads(told.stdout)["plug-ins"]}
    assert {row["group"] for row in rows.values()} == set(GROUPS)
    assert rows["eye"] == {"group": "nerkit.ocr_engines", "name": "eye", "package": "others 1.0", "fault": None}
    assert rows["old"]["fault"] == "ModuleNotFoundError"
